import { and, count, eq, inArray, isNull, min, notInArray, sql } from 'drizzle-orm';
import type { Transaction } from '../database.ts';
import { bankAccount, bankTransaction, unreadableLine } from '../schema/index.ts';

export type BankAccount = typeof bankAccount.$inferSelect;

/** What Ponto tells about an account at each pull. */
export type BankAccountReading = Pick<
  BankAccount,
  | 'reference'
  | 'referenceType'
  | 'currency'
  | 'subtype'
  | 'description'
  | 'product'
  | 'holderName'
  | 'bankName'
  | 'financialInstitutionId'
  | 'paymentsSupported'
  | 'futureDatedPaymentsSupported'
  | 'pontoAccountId'
  | 'availability'
  | 'currentBalanceMinor'
  | 'availableBalanceMinor'
  | 'balanceReferenceDate'
  | 'bankSynchronizedAt'
  | 'authorizedAt'
  | 'authorizationExpiresAt'
  | 'fetchedAt'
  | 'problem'
  | 'problemSince'
  | 'problemProviderCode'
  | 'problemRequestId'
>;

/**
 * Adds an account or renews what is known of it. Number and currency identify it, so an account that was linked
 * again under a new Ponto id keeps its history.
 */
export async function saveBankAccount(
  tx: Transaction,
  companyId: string,
  reading: BankAccountReading,
): Promise<BankAccount> {
  const [saved] = await tx
    .insert(bankAccount)
    .values({ ...reading, companyId, isShared: true, automaticMatching: 'exact' })
    .onConflictDoUpdate({
      target: [bankAccount.companyId, bankAccount.reference, bankAccount.currency],
      set: { ...reading, isShared: true, ...restartedWhenRelinked(reading.pontoAccountId) },
    })
    .returning();
  if (!saved) throw new Error('A bank account was not saved');
  return saved;
}

/** Adds an account that only statements tell of, or finds it: number and currency identify it. */
export async function addStatementAccount(
  tx: Transaction,
  row: Pick<
    BankAccount,
    'companyId' | 'reference' | 'referenceType' | 'currency' | 'description' | 'onfactPaymentAccountId'
  >,
): Promise<BankAccount> {
  await tx
    .insert(bankAccount)
    .values({ ...row, isShared: false, automaticMatching: 'exact', hasStatements: true })
    .onConflictDoNothing();
  const [found] = await tx
    .select()
    .from(bankAccount)
    .where(
      and(
        eq(bankAccount.companyId, row.companyId),
        eq(bankAccount.reference, row.reference),
        eq(bankAccount.currency, row.currency),
      ),
    );
  if (!found) throw new Error('A bank account was not added');
  return found;
}

/**
 * A cursor is an id of the old link; under a new account id another walk starts from the top and renews the ids, also
 * of the lines that an unfinished one brought in.
 */
function restartedWhenRelinked(pontoAccountId: string | null) {
  const isSame = sql`${bankAccount.pontoAccountId} is not distinct from ${pontoAccountId}`;
  return {
    walk: sql`${bankAccount.walk} + case when ${isSame} then 0 else 1 end` as never,
    walkCursor: sql`case when ${isSame} then ${bankAccount.walkCursor} end` as never,
    boundaryCreatedAt: sql`case when ${isSame} then ${bankAccount.boundaryCreatedAt} end` as never,
    isRelinked: sql`${bankAccount.firstPullAt} is not null and (${bankAccount.isRelinked} or not ${isSame})` as never,
  };
}

/** Closes, never deletes, the accounts that Ponto no longer lists. */
export async function markUnshared(tx: Transaction, companyId: string, sharedIds: readonly string[]): Promise<void> {
  await tx
    .update(bankAccount)
    .set({ isShared: false })
    .where(
      and(
        eq(bankAccount.companyId, companyId),
        eq(bankAccount.isShared, true),
        sharedIds.length > 0 ? notInArray(bankAccount.bankAccountId, [...sharedIds]) : undefined,
      ),
    );
}

export async function updateBankAccount(
  tx: Transaction,
  { companyId, bankAccountId }: { companyId: string; bankAccountId: string },
  change: Partial<typeof bankAccount.$inferInsert>,
): Promise<BankAccount | undefined> {
  const [row] = await tx
    .update(bankAccount)
    .set(change)
    .where(and(eq(bankAccount.companyId, companyId), eq(bankAccount.bankAccountId, bankAccountId)))
    .returning();
  return row;
}

export async function findBankAccount(
  tx: Transaction,
  companyId: string,
  bankAccountId: string,
): Promise<BankAccount | undefined> {
  const [row] = await tx
    .select()
    .from(bankAccount)
    .where(and(eq(bankAccount.companyId, companyId), eq(bankAccount.bankAccountId, bankAccountId)));
  return row;
}

export async function listBankAccounts(tx: Transaction, companyId: string): Promise<BankAccount[]> {
  return tx
    .select()
    .from(bankAccount)
    .where(eq(bankAccount.companyId, companyId))
    .orderBy(sql`${bankAccount.isShared} desc`, bankAccount.currency, bankAccount.description, bankAccount.reference);
}

export type AccountHistory = { transactionCount: number; oldestDate: string | null; unreadableCount: number };

/** How much of each account is stored, by account id. */
export async function summarizeHistory(tx: Transaction, companyId: string): Promise<Map<string, AccountHistory>> {
  const [lines, unreadable] = await Promise.all([
    tx
      .select({
        bankAccountId: bankTransaction.bankAccountId,
        transactionCount: count(),
        oldestDate: min(bankTransaction.executionDate),
      })
      .from(bankTransaction)
      .where(and(eq(bankTransaction.companyId, companyId), isNull(bankTransaction.withdrawnAt)))
      .groupBy(bankTransaction.bankAccountId),
    tx
      .select({ bankAccountId: unreadableLine.bankAccountId, unreadableCount: count() })
      .from(unreadableLine)
      .where(eq(unreadableLine.companyId, companyId))
      .groupBy(unreadableLine.bankAccountId),
  ]);
  const history = new Map<string, AccountHistory>();
  for (const { bankAccountId, ...line } of lines) history.set(bankAccountId, { ...line, unreadableCount: 0 });
  for (const { bankAccountId, unreadableCount } of unreadable) {
    const known = history.get(bankAccountId) ?? { transactionCount: 0, oldestDate: null };
    history.set(bankAccountId, { ...known, unreadableCount });
  }
  return history;
}

/** The accounts with these numbers, over companies. Run it under the gate of their holder. */
export async function listAccountsWithNumbers(tx: Transaction, references: readonly string[]): Promise<BankAccount[]> {
  return tx
    .select()
    .from(bankAccount)
    .where(inArray(bankAccount.reference, [...references]));
}
