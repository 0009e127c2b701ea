import { and, desc, eq, gt, inArray, isNull, sql } from 'drizzle-orm';
import type { Transaction } from '../database.ts';
import {
  allocation,
  allocationUndo,
  auditEntry,
  bankAccount,
  bankTransaction,
  openDocument,
  publication,
} from '../schema/index.ts';

export type Allocation = typeof allocation.$inferSelect;

/**
 * Assigns an amount of a line to a document. The database refuses what exceeds either.
 * @throws a check violation `bank_transaction_not_over_allocated` or `open_document_not_over_allocated`
 */
export async function insertAllocation(tx: Transaction, row: typeof allocation.$inferInsert): Promise<Allocation> {
  const [added] = await tx.insert(allocation).values(row).returning();
  if (!added) throw new Error('An allocation was not inserted');
  return added;
}

/**
 * Whether an allocation that a rule just made still rests on what the rule saw: the line pays exactly what was open,
 * and nobody took the pair apart. Line and document are locked by the allocation itself.
 */
export async function isStillExact(tx: Transaction, made: Allocation): Promise<boolean> {
  const rows = await tx.execute(sql`
    select 1 from bank_transaction line
    join bank_account account using (company_id, bank_account_id)
    join open_document document using (company_id)
    where line.company_id = ${made.companyId} and line.bank_transaction_id = ${made.bankTransactionId}
      and document.document_id = ${made.documentId} and document.is_open
      and account.automatic_matching = 'exact'
      and line.structured_communication = document.structured_communication
      and line.missing_since is null
      and line.allocated_minor = line.amount_minor and document.allocated_minor = document.total_minor
      and not exists (
        select from allocation earlier join allocation_undo using (company_id, allocation_id)
        where earlier.company_id = line.company_id
          and earlier.bank_transaction_id = line.bank_transaction_id and earlier.document_id = document.document_id)`);
  return rows.length === 1;
}

/** Takes an allocation back. False when it was taken back before. */
export async function insertAllocationUndo(tx: Transaction, row: typeof allocationUndo.$inferInsert): Promise<boolean> {
  const rows = await tx.insert(allocationUndo).values(row).onConflictDoNothing().returning();
  return rows.length === 1;
}

export async function findAllocation(
  tx: Transaction,
  companyId: string,
  allocationId: string,
): Promise<{ allocation: Allocation; isUndone: boolean } | undefined> {
  const [row] = await tx
    .select({ allocation, undoneAt: allocationUndo.undoneAt })
    .from(allocation)
    .leftJoin(allocationUndo, sameAllocation)
    .where(and(eq(allocation.companyId, companyId), eq(allocation.allocationId, allocationId)));
  return row && { allocation: row.allocation, isUndone: row.undoneAt !== null };
}

const sameAllocation = and(
  eq(allocationUndo.companyId, allocation.companyId),
  eq(allocationUndo.allocationId, allocation.allocationId),
);

/** All allocations of a line, undone ones too, with document and publications; newest first. */
export async function listAllocationsOfTransaction(tx: Transaction, companyId: string, bankTransactionId: string) {
  const rows = await tx
    .select({ allocation, document: openDocument, undo: allocationUndo })
    .from(allocation)
    .innerJoin(
      openDocument,
      and(eq(openDocument.companyId, allocation.companyId), eq(openDocument.documentId, allocation.documentId)),
    )
    .leftJoin(allocationUndo, sameAllocation)
    .where(and(eq(allocation.companyId, companyId), eq(allocation.bankTransactionId, bankTransactionId)))
    .orderBy(desc(allocation.createdAt));
  const ids = rows.map((row) => row.allocation.allocationId);
  const publications =
    ids.length === 0
      ? []
      : await tx
          .select()
          .from(publication)
          .where(and(eq(publication.companyId, companyId), inArray(publication.allocationId, ids)))
          .orderBy(desc(publication.createdAt));
  return rows.map((row) => ({
    ...row,
    publications: publications.filter(({ allocationId }) => allocationId === row.allocation.allocationId),
  }));
}

/** The trail of one subject, newest first. */
export async function listAuditEntriesOfSubject(
  tx: Transaction,
  companyId: string,
  { subjectType, subjectId }: { subjectType: string; subjectId: string },
) {
  return tx
    .select()
    .from(auditEntry)
    .where(
      and(
        eq(auditEntry.companyId, companyId),
        eq(auditEntry.subjectType, subjectType),
        eq(auditEntry.subjectId, subjectId),
      ),
    )
    .orderBy(desc(auditEntry.at));
}

export type MatchableTransaction = Pick<
  typeof bankTransaction.$inferSelect,
  'bankTransactionId' | 'amountMinor' | 'currency' | 'structuredCommunication' | 'remittanceInformation'
>;

/** Money that came in with a structured communication and is not allocated, on accounts that match by themselves. */
export async function listMatchableTransactions(tx: Transaction, companyId: string): Promise<MatchableTransaction[]> {
  return tx
    .select({
      bankTransactionId: bankTransaction.bankTransactionId,
      amountMinor: bankTransaction.amountMinor,
      currency: bankTransaction.currency,
      structuredCommunication: bankTransaction.structuredCommunication,
      remittanceInformation: bankTransaction.remittanceInformation,
    })
    .from(bankTransaction)
    .innerJoin(
      bankAccount,
      and(
        eq(bankAccount.companyId, bankTransaction.companyId),
        eq(bankAccount.bankAccountId, bankTransaction.bankAccountId),
      ),
    )
    .where(
      and(
        eq(bankTransaction.companyId, companyId),
        eq(bankAccount.automaticMatching, 'exact'),
        sql`${bankTransaction.structuredCommunication} is not null`,
        sql`${bankTransaction.allocatedMinor} = 0`,
        isNull(bankTransaction.withdrawnAt),
        isNull(bankTransaction.doubtfulOf),
        isNull(bankTransaction.missingSince),
        gt(bankTransaction.amountMinor, 0n),
      ),
    );
}

/** Pairs that somebody took apart: never to be booked by a rule again. */
export async function listUndonePairs(
  tx: Transaction,
  companyId: string,
): Promise<{ bankTransactionId: string; documentId: string }[]> {
  return tx
    .select({ bankTransactionId: allocation.bankTransactionId, documentId: allocation.documentId })
    .from(allocation)
    .innerJoin(allocationUndo, sameAllocation)
    .where(eq(allocation.companyId, companyId));
}

/** @param since the first day that counts, on the clock of Belgian books */
export async function countAutomaticAllocations(tx: Transaction, companyId: string, since: string): Promise<number> {
  const [row] = await tx
    .select({ count: sql<number>`count(*)::int` })
    .from(allocation)
    .leftJoin(allocationUndo, sameAllocation)
    .where(
      and(
        eq(allocation.companyId, companyId),
        eq(allocation.cause, 'rule'),
        sql`${allocation.createdAt} >= ${since}::date::timestamp at time zone 'Europe/Brussels'`,
        isNull(allocationUndo.undoneAt),
      ),
    );
  return row?.count ?? 0;
}
