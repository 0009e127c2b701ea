import { and, asc, desc, eq, inArray, sql } from 'drizzle-orm';
import type { Transaction } from '../database.ts';
import { bankTransaction, openDocument, paymentInitiation, paymentInitiationItem } from '../schema/index.ts';
import type { OpenDocument } from './open-documents.ts';

/** A document that can be paid, with the payment that carries it now, if one does. */
export type PayableDocument = {
  document: OpenDocument;
  running: { paymentInitiationId: string; state: (typeof paymentInitiation.$inferSelect)['state'] } | null;
};

/** Open purchases, and sales credit notes to refund: first what is due first. */
export async function listPayableDocuments(
  tx: Transaction,
  companyId: string,
  limit: number,
): Promise<PayableDocument[]> {
  const isRunning = and(
    eq(paymentInitiationItem.companyId, openDocument.companyId),
    eq(paymentInitiationItem.documentId, openDocument.documentId),
    eq(paymentInitiationItem.isLive, true),
  );
  const rows = await tx
    .select({
      document: openDocument,
      paymentInitiationId: paymentInitiation.paymentInitiationId,
      state: paymentInitiation.state,
    })
    .from(openDocument)
    .leftJoin(paymentInitiationItem, isRunning)
    .leftJoin(
      paymentInitiation,
      and(
        eq(paymentInitiation.companyId, paymentInitiationItem.companyId),
        eq(paymentInitiation.paymentInitiationId, paymentInitiationItem.paymentInitiationId),
      ),
    )
    .where(
      and(
        eq(openDocument.companyId, companyId),
        inArray(openDocument.kind, ['purchase_invoice', 'sales_credit_note']),
        eq(openDocument.isOpen, true),
        eq(openDocument.isDeleted, false),
        sql`${openDocument.allocatedMinor} + ${openDocument.adjustedMinor} < ${openDocument.totalMinor}`,
      ),
    )
    .orderBy(sql`${openDocument.dueDate} asc nulls last`, asc(openDocument.number), asc(openDocument.documentId))
    .limit(limit);
  return rows.map(({ document, paymentInitiationId, state }) => ({
    document,
    running: paymentInitiationId === null || state === null ? null : { paymentInitiationId, state },
  }));
}

/** Where the last payment to each supplier went that was not refused or taken back. */
export async function listLastPaidAccounts(
  tx: Transaction,
  companyId: string,
  contactIds: readonly number[],
): Promise<{ onfactContactId: number; iban: string; preparedAt: Date }[]> {
  const rows = await tx
    .selectDistinctOn([openDocument.onfactContactId], {
      onfactContactId: openDocument.onfactContactId,
      iban: paymentInitiationItem.creditorIban,
      preparedAt: paymentInitiation.preparedAt,
    })
    .from(paymentInitiationItem)
    .innerJoin(
      paymentInitiation,
      and(
        eq(paymentInitiation.companyId, paymentInitiationItem.companyId),
        eq(paymentInitiation.paymentInitiationId, paymentInitiationItem.paymentInitiationId),
      ),
    )
    .innerJoin(
      openDocument,
      and(
        eq(openDocument.companyId, paymentInitiationItem.companyId),
        eq(openDocument.documentId, paymentInitiationItem.documentId),
      ),
    )
    .where(
      and(
        eq(paymentInitiationItem.companyId, companyId),
        inArray(openDocument.onfactContactId, [...contactIds]),
        sql`${paymentInitiation.state} not in ('refused', 'expired', 'cancelled')`,
      ),
    )
    .orderBy(openDocument.onfactContactId, desc(paymentInitiation.preparedAt));
  return rows.flatMap(({ onfactContactId, ...row }) => (onfactContactId === null ? [] : [{ onfactContactId, ...row }]));
}

/** What the purchase credit notes of each supplier leave to be set off. */
export async function listOpenCredits(
  tx: Transaction,
  companyId: string,
  contactIds: readonly number[],
): Promise<{ onfactContactId: number; openMinor: bigint }[]> {
  const rows = await tx
    .select({
      onfactContactId: openDocument.onfactContactId,
      openMinor: sql<string>`sum(${openDocument.totalMinor} - ${openDocument.allocatedMinor} - ${openDocument.adjustedMinor})`,
    })
    .from(openDocument)
    .where(
      and(
        eq(openDocument.companyId, companyId),
        eq(openDocument.kind, 'purchase_credit_note'),
        eq(openDocument.isOpen, true),
        eq(openDocument.isDeleted, false),
        inArray(openDocument.onfactContactId, [...contactIds]),
      ),
    )
    .groupBy(openDocument.onfactContactId);
  return rows.flatMap(({ onfactContactId, openMinor }) =>
    onfactContactId === null ? [] : [{ onfactContactId, openMinor: BigInt(openMinor) }],
  );
}

/** Under which name the bank last showed each account. */
export async function listNamesOfAccounts(
  tx: Transaction,
  companyId: string,
  ibans: readonly string[],
): Promise<{ iban: string; name: string }[]> {
  const rows = await tx
    .selectDistinctOn([bankTransaction.counterpartReference], {
      iban: bankTransaction.counterpartReference,
      name: bankTransaction.counterpartName,
    })
    .from(bankTransaction)
    .where(
      and(
        eq(bankTransaction.companyId, companyId),
        inArray(bankTransaction.counterpartReference, [...ibans]),
        sql`${bankTransaction.counterpartName} is not null and ${bankTransaction.withdrawnAt} is null`,
      ),
    )
    .orderBy(bankTransaction.counterpartReference, desc(bankTransaction.executionDate));
  return rows.flatMap(({ iban, name }) => (iban === null || name === null ? [] : [{ iban, name }]));
}
