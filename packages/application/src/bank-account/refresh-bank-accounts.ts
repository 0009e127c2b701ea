import { listBankAccounts, markUnshared, saveBankAccount } from '@onfact-ponto/db';
import type { BankAccount, Transaction } from '@onfact-ponto/db';
import type { PontoAccount } from '@onfact-ponto/ponto-client';
import { bankDayOfDate } from '@onfact-ponto/primitives';
import { withAccessToken } from '../connection/access-token.ts';
import type { Context } from '../context.ts';

export type AccountsAtPonto = {
  accounts: readonly PontoAccount[];
  /** False when an account of the list could not be understood: then nobody can say which ones are missing. */
  isComplete: boolean;
  bankNames: ReadonlyMap<string, string>;
};

/** Far more accounts than any company shares; a list that goes on longer is a fault at Ponto. */
const maximumPages = 20;

/** Reads all shared accounts, and the names of their banks that are not known yet. */
export async function readAccountsAtPonto(
  context: Context,
  connectionId: string,
  known: readonly BankAccount[],
): Promise<AccountsAtPonto> {
  const { accounts, isComplete } = await readAllPages(context, connectionId);
  const bankNames = new Map(
    known.flatMap(({ financialInstitutionId, bankName }) =>
      financialInstitutionId && bankName ? [[financialInstitutionId, bankName] as const] : [],
    ),
  );
  for (const { financialInstitutionId } of accounts) {
    if (!financialInstitutionId || bankNames.has(financialInstitutionId)) continue;
    const bank = await withAccessToken(context, connectionId, (token) =>
      context.ponto.financialInstitutions.get(token, financialInstitutionId),
    );
    bankNames.set(financialInstitutionId, bank.name);
  }
  return { accounts, isComplete, bankNames };
}

/** Stores what Ponto tells of the accounts. Accounts that are no longer shared are closed, never deleted. */
export async function saveAccountsOfPonto(
  tx: Transaction,
  context: Context,
  { accounts, isComplete, bankNames }: AccountsAtPonto,
): Promise<BankAccount[]> {
  const saved: BankAccount[] = [];
  for (const account of accounts) {
    saved.push(await saveBankAccount(tx, context.companyId, readingOf(account, bankNames, context.clock.now())));
  }
  const sharedIds = saved.map(({ bankAccountId }) => bankAccountId);
  if (isComplete) await markUnshared(tx, context.companyId, sharedIds);
  return (await listBankAccounts(tx, context.companyId)).filter(({ isShared }) => isShared);
}

async function readAllPages(context: Context, connectionId: string): Promise<Omit<AccountsAtPonto, 'bankNames'>> {
  const accounts: PontoAccount[] = [];
  let isComplete = true;
  let after: string | undefined;
  for (let page = 0; page < maximumPages; page += 1) {
    const answer = await withAccessToken(context, connectionId, (token) =>
      context.ponto.accounts.list(token, { limit: 100, after }),
    );
    accounts.push(...answer.items);
    for (const { id, path, problem } of answer.unreadable) {
      isComplete = false;
      context.log.warn('an account could not be read', { pontoAccountId: id, path, problem });
    }
    after = answer.paging.after;
    if (after === undefined) return { accounts, isComplete };
  }
  throw new Error(`Ponto lists more than ${maximumPages * 100} accounts`);
}

function readingOf(account: PontoAccount, bankNames: ReadonlyMap<string, string>, fetchedAt: Date) {
  const { currentBalanceReferenceDate } = account;
  return {
    reference: account.iban ?? account.reference,
    referenceType: account.referenceType,
    currency: account.currency,
    subtype: account.subtype ?? null,
    description: account.description ?? null,
    product: account.product ?? null,
    holderName: account.holderName ?? null,
    bankName: bankNames.get(account.financialInstitutionId ?? '') ?? null,
    financialInstitutionId: account.financialInstitutionId ?? null,
    pontoAccountId: account.id,
    availability: account.availability ?? null,
    currentBalanceMinor: account.currentBalance?.amountMinor ?? null,
    availableBalanceMinor: account.availableBalance?.amountMinor ?? null,
    balanceReferenceDate: currentBalanceReferenceDate ? bankDayOfDate(currentBalanceReferenceDate) : null,
    bankSynchronizedAt: account.synchronizedAt ?? null,
    authorizedAt: account.authorizedAt ?? null,
    authorizationExpiresAt: account.authorizationExpirationExpectedAt ?? null,
    fetchedAt,
  };
}
