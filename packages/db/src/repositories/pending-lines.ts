import { and, desc, eq, gte, isNull, sql } from 'drizzle-orm';
import type { Transaction } from '../database.ts';
import { bankAccount, bankTransaction, pendingLine } from '../schema/index.ts';
import type { AccountPlace } from './ledger.ts';
import { asJson } from './parameters.ts';

export type PendingLine = typeof pendingLine.$inferSelect;
export type PendingLineReading = Omit<PendingLine, 'companyId' | 'bankAccountId' | 'position' | 'fetchedAt'>;

/** What a booking tells that an announcement told before it. */
export type BookedLine = Pick<
  typeof bankTransaction.$inferSelect,
  'amountMinor' | 'currency' | 'counterpartReference' | 'remittanceInformation' | 'providerCreatedAt'
>;

/** What Ponto made of an account since a moment. */
export async function listBookedSince(
  tx: Transaction,
  { companyId, bankAccountId }: AccountPlace,
  since: Date,
): Promise<BookedLine[]> {
  return tx
    .select({
      amountMinor: bankTransaction.amountMinor,
      currency: bankTransaction.currency,
      counterpartReference: bankTransaction.counterpartReference,
      remittanceInformation: bankTransaction.remittanceInformation,
      providerCreatedAt: bankTransaction.providerCreatedAt,
    })
    .from(bankTransaction)
    .where(
      and(
        eq(bankTransaction.companyId, companyId),
        eq(bankTransaction.bankAccountId, bankAccountId),
        gte(bankTransaction.providerCreatedAt, since),
        isNull(bankTransaction.withdrawnAt),
      ),
    );
}

/** Puts these in the place of all that were there. Nothing is written when they are the same. */
export async function replacePendingLines(
  tx: Transaction,
  { companyId, bankAccountId }: AccountPlace,
  readings: readonly PendingLineReading[],
  fetchedAt: Date,
): Promise<void> {
  const ofAccount = and(eq(pendingLine.companyId, companyId), eq(pendingLine.bankAccountId, bankAccountId));
  const stored = await tx.select(readingColumns).from(pendingLine).where(ofAccount).orderBy(pendingLine.position);
  if (asJson(stored) === asJson(readings.map(inOrderOfColumns))) return;
  await tx.delete(pendingLine).where(ofAccount);
  if (readings.length === 0) return;
  await tx
    .insert(pendingLine)
    .values(readings.map((reading, position) => ({ ...reading, companyId, bankAccountId, position, fetchedAt })));
}

const readingColumns = {
  sourceReference: pendingLine.sourceReference,
  executionDate: pendingLine.executionDate,
  valueDate: pendingLine.valueDate,
  amountMinor: pendingLine.amountMinor,
  currency: pendingLine.currency,
  counterpartName: pendingLine.counterpartName,
  counterpartReference: pendingLine.counterpartReference,
  remittanceInformation: pendingLine.remittanceInformation,
  description: pendingLine.description,
};

function inOrderOfColumns(reading: PendingLineReading): object {
  return Object.fromEntries(
    Object.keys(readingColumns).map((name) => [name, reading[name as keyof PendingLineReading]]),
  );
}

export type ListedPendingLine = PendingLineReading & {
  bankAccountId: string;
  accountDescription: string | null;
  accountReference: string;
};

/**
 * What banks have announced, newest first, of accounts that are still read: an announcement that nobody has confirmed
 * since a moment says nothing any more.
 */
export async function listPendingLines(
  tx: Transaction,
  companyId: string,
  { bankAccountId, readSince }: { bankAccountId?: string | undefined; readSince: Date },
): Promise<ListedPendingLine[]> {
  return tx
    .select({
      ...readingColumns,
      bankAccountId: pendingLine.bankAccountId,
      accountDescription: bankAccount.description,
      accountReference: bankAccount.reference,
    })
    .from(pendingLine)
    .innerJoin(
      bankAccount,
      and(eq(bankAccount.companyId, pendingLine.companyId), eq(bankAccount.bankAccountId, pendingLine.bankAccountId)),
    )
    .where(
      and(
        eq(pendingLine.companyId, companyId),
        bankAccountId === undefined ? undefined : eq(pendingLine.bankAccountId, bankAccountId),
        eq(bankAccount.isShared, true),
        gte(bankAccount.fetchedAt, readSince),
      ),
    )
    .orderBy(sql`${pendingLine.executionDate} desc nulls first`, desc(pendingLine.fetchedAt), pendingLine.position)
    .limit(200);
}
