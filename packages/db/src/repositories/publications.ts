import { and, count, eq, inArray, isNotNull, lt, lte, max, min, ne, or, sql } from 'drizzle-orm';
import type { Transaction } from '../database.ts';
import {
  allocation,
  bankAccount,
  bankTransaction,
  onfactCredential,
  openDocument,
  publication,
} from '../schema/index.ts';
import { asArray } from './parameters.ts';

export type Publication = typeof publication.$inferSelect;

type Intent = Pick<Publication, 'companyId' | 'operation'> & { allocationIds: readonly string[]; at: Date };

/**
 * Writes down what onFact must be told, at once due. The same intent twice stays one row.
 * @returns those that are new
 */
export async function insertPublications(
  tx: Transaction,
  { companyId, operation, allocationIds, at }: Intent,
): Promise<Pick<Publication, 'companyId' | 'publicationId'>[]> {
  const moment = at.toISOString();
  const rows = await tx.execute<{ publication_id: string }>(sql`
    insert into publication (company_id, allocation_id, operation, state, due_at, created_at, updated_at)
    select ${companyId}, id, ${operation}, 'pending', ${moment}, ${moment}, ${moment}
    from unnest(${asArray(allocationIds)}::uuid[]) id
    on conflict do nothing returning publication_id`);
  return rows.map((row) => ({ companyId, publicationId: row.publication_id }));
}

/** The publication with all that must be told: line, account and document. Locked until the transaction ends. */
export async function lockPublication(tx: Transaction, companyId: string, publicationId: string) {
  const [row] = await tx
    .select({ publication, allocation, transaction: bankTransaction, account: bankAccount, document: openDocument })
    .from(publication)
    .innerJoin(
      allocation,
      and(eq(allocation.companyId, publication.companyId), eq(allocation.allocationId, publication.allocationId)),
    )
    .innerJoin(
      bankTransaction,
      and(
        eq(bankTransaction.companyId, allocation.companyId),
        eq(bankTransaction.bankTransactionId, allocation.bankTransactionId),
      ),
    )
    .innerJoin(
      bankAccount,
      and(
        eq(bankAccount.companyId, bankTransaction.companyId),
        eq(bankAccount.bankAccountId, bankTransaction.bankAccountId),
      ),
    )
    .innerJoin(
      openDocument,
      and(eq(openDocument.companyId, allocation.companyId), eq(openDocument.documentId, allocation.documentId)),
    )
    .where(and(eq(publication.companyId, companyId), eq(publication.publicationId, publicationId)))
    .for('update', { of: publication });
  return row;
}

export type PublicationToWrite = NonNullable<Awaited<ReturnType<typeof lockPublication>>>;

/** The publication of an allocation for the other operation, locked. */
export async function lockPublicationOfAllocation(
  tx: Transaction,
  companyId: string,
  { allocationId, operation }: Pick<Publication, 'allocationId' | 'operation'>,
): Promise<Publication | undefined> {
  const [row] = await tx
    .select()
    .from(publication)
    .where(
      and(
        eq(publication.companyId, companyId),
        eq(publication.allocationId, allocationId),
        eq(publication.operation, operation),
      ),
    )
    .for('update');
  return row;
}

export async function updatePublication(
  tx: Transaction,
  { companyId, publicationId }: { companyId: string; publicationId: string },
  change: Partial<typeof publication.$inferInsert>,
): Promise<void> {
  await tx
    .update(publication)
    .set(change)
    .where(and(eq(publication.companyId, companyId), eq(publication.publicationId, publicationId)));
}

/** The onFact payments that are known to belong to other publications: none of them is the lost one. */
export async function listAdoptedPaymentIds(
  tx: Transaction,
  companyId: string,
  exceptPublicationId: string,
): Promise<number[]> {
  const rows = await tx
    .select({ id: publication.onfactPaymentId })
    .from(publication)
    .where(
      and(
        eq(publication.companyId, companyId),
        isNotNull(publication.onfactPaymentId),
        ne(publication.publicationId, exceptPublicationId),
      ),
    );
  return rows.flatMap(({ id }) => (id === null ? [] : [id]));
}

/**
 * A payment of ours that is in onFact for longer than this publication exists: payments with a lower id were there
 * before it could be sent.
 */
export async function findEarlierPaymentId(
  tx: Transaction,
  { companyId, createdAt }: Pick<Publication, 'companyId' | 'createdAt'>,
): Promise<number | undefined> {
  const [row] = await tx
    .select({ id: max(publication.onfactPaymentId) })
    .from(publication)
    .where(
      and(
        eq(publication.companyId, companyId),
        eq(publication.operation, 'create'),
        eq(publication.state, 'sent'),
        lt(publication.updatedAt, createdAt),
      ),
    );
  return row?.id ?? undefined;
}

/**
 * Whether something must end in onFact before this payment is sent. One that would look the same there and may be on
 * its way: a lost one could not be told from it. And the taking back of a payment of the same document: until then
 * onFact calls it paid. Of one company, whoever asks waits for whoever asked before.
 */
export async function mustWaitForAnother(
  tx: Transaction,
  { publication: asking, allocation: mine, transaction: line }: PublicationToWrite,
): Promise<boolean> {
  const { companyId } = asking;
  await tx
    .select({ companyId: onfactCredential.companyId })
    .from(onfactCredential)
    .where(eq(onfactCredential.companyId, companyId))
    .for('update');
  const isTakingBack = and(eq(publication.operation, 'retract'), eq(allocation.documentId, mine.documentId));
  const looksTheSame = and(
    eq(publication.operation, 'create'),
    inArray(publication.state, ['sending', 'unknown']),
    eq(bankTransaction.bankAccountId, line.bankAccountId),
    eq(bankTransaction.executionDate, line.executionDate),
    eq(allocation.amountMinor, mine.amountMinor),
  );
  const [obstacle] = await tx
    .select({ publicationId: publication.publicationId })
    .from(publication)
    .innerJoin(
      allocation,
      and(eq(allocation.companyId, publication.companyId), eq(allocation.allocationId, publication.allocationId)),
    )
    .innerJoin(
      bankTransaction,
      and(
        eq(bankTransaction.companyId, allocation.companyId),
        eq(bankTransaction.bankTransactionId, allocation.bankTransactionId),
      ),
    )
    .where(
      and(
        eq(publication.companyId, companyId),
        ne(publication.publicationId, asking.publicationId),
        isNotNull(publication.dueAt),
        or(isTakingBack, looksTheSame),
      ),
    )
    .limit(1);
  return obstacle !== undefined;
}

/** How much of a document onFact was told by us: payments that it has, with what closes it beside them. */
export async function sumTold(
  tx: Transaction,
  { companyId, documentId }: { companyId: string; documentId: string },
): Promise<bigint> {
  const rows = await tx.execute<{ told: string }>(sql`
    select coalesce(sum(amount_minor + adjustment_minor), 0)::text as told from allocation
    join publication using (company_id, allocation_id)
    left join allocation_undo undo using (company_id, allocation_id)
    where company_id = ${companyId} and document_id = ${documentId} and undo.allocation_id is null
      and operation = 'create' and state = 'sent'`);
  return BigInt(rows[0]?.told ?? 0);
}

export type DuePublication = Pick<Publication, 'companyId' | 'publicationId' | 'operation'>;

/**
 * What must be tried now, over all companies, oldest first; of each company only so many, so that one with a long
 * backlog does not keep the others waiting. Run it as the dispatcher.
 */
export async function listDuePublications(
  tx: Transaction,
  { now, limit, limitPerCompany }: { now: Date; limit: number; limitPerCompany: number },
): Promise<DuePublication[]> {
  const due = tx
    .select({
      companyId: publication.companyId,
      publicationId: publication.publicationId,
      operation: publication.operation,
      dueAt: publication.dueAt,
      place: sql<number>`row_number() over (partition by ${publication.companyId} order by ${publication.dueAt})`.as(
        'place',
      ),
    })
    .from(publication)
    .where(lte(publication.dueAt, now))
    .as('due');
  return tx
    .select({ companyId: due.companyId, publicationId: due.publicationId, operation: due.operation })
    .from(due)
    .where(lte(due.place, limitPerCompany))
    .orderBy(due.dueAt)
    .limit(limit);
}

/** onFact's payment account of a bank account, once known; null when it is not there any more. */
export async function savePaymentAccount(
  tx: Transaction,
  { companyId, bankAccountId }: { companyId: string; bankAccountId: string },
  onfactPaymentAccountId: number | null,
): Promise<void> {
  await tx
    .update(bankAccount)
    .set({ onfactPaymentAccountId })
    .where(and(eq(bankAccount.companyId, companyId), eq(bankAccount.bankAccountId, bankAccountId)));
}

/**
 * How many allocations onFact could not be told about, and since when; nobody tries again by itself.
 * @param except the problem that is none: taken back before it was sent
 */
export async function summarizeFailedPublications(
  tx: Transaction,
  companyId: string,
  except: string,
): Promise<{ count: number; since: Date | null }> {
  const [row] = await tx
    .select({ count: count(), since: min(publication.updatedAt) })
    .from(publication)
    .where(
      and(
        eq(publication.companyId, companyId),
        eq(publication.state, 'failed'),
        sql`${publication.problem} is distinct from ${except}`,
      ),
    );
  return row ?? { count: 0, since: null };
}
