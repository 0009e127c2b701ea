import { isStorableAmount, listBankAccounts, markUnshared, saveBankAccount } from '@onfact-ponto/db';
import type { BankAccount, Transaction } from '@onfact-ponto/db';
import { PontoError } from '@onfact-ponto/ponto-client';
import type { PontoAccount } from '@onfact-ponto/ponto-client';
import { bankDayOfDate } from '@onfact-ponto/primitives';
import type { Money } from '@onfact-ponto/primitives';
import { withAccessToken } from '../connection/access-token.ts';
import type { Context } from '../context.ts';
import { readableCode } from '../support/call-log.ts';
import { problemColumns } from './account-problem.ts';

export type AccountsAtPonto = {
  accounts: readonly PontoAccount[];
  /** False when an account of the list could not be understood: then nobody can say which ones are missing. */
  isComplete: boolean;
  banks: ReadonlyMap<string, Bank>;
};

/** What is kept of an account's bank. */
type Bank = Readonly<{
  name: string;
  paymentsSupported: boolean | null;
  futureDatedPaymentsSupported: boolean | null;
}>;

/** Ten thousand accounts, more than any company shares; a list that goes on longer is a fault at Ponto. */
const maximumPages = 100;

/** Reads all shared accounts, and what is not known yet of their banks. */
export async function readAccountsAtPonto(
  context: Context,
  connectionId: string,
  known: readonly BankAccount[],
): Promise<AccountsAtPonto> {
  const { accounts, isComplete } = await readAllPages(context, connectionId);
  const banks = new Map(
    known.flatMap(({ financialInstitutionId, bankName, paymentsSupported, futureDatedPaymentsSupported }) =>
      financialInstitutionId && bankName
        ? [[financialInstitutionId, { name: bankName, paymentsSupported, futureDatedPaymentsSupported }] as const]
        : [],
    ),
  );
  for (const { financialInstitutionId } of accounts) {
    if (!financialInstitutionId || banks.has(financialInstitutionId)) continue;
    const bank = await readBank(context, connectionId, financialInstitutionId);
    if (bank !== undefined) banks.set(financialInstitutionId, bank);
  }
  return { accounts, isComplete, banks };
}

/** A bank without a name is no reason to leave its lines unread. */
async function readBank(
  context: Context,
  connectionId: string,
  financialInstitutionId: string,
): Promise<Bank | undefined> {
  try {
    const bank = await withAccessToken(context, connectionId, (token) =>
      context.ponto.financialInstitutions.get(token, financialInstitutionId),
    );
    return {
      name: bank.name,
      paymentsSupported: bank.paymentsEnabled ?? null,
      futureDatedPaymentsSupported: bank.futureDatedPaymentsAllowed ?? null,
    };
  } catch (error) {
    if (!(error instanceof PontoError)) throw error;
    context.log.warn('a bank could not be read', { financialInstitutionId, code: error.code });
    return undefined;
  }
}

/** Stores what Ponto tells of the accounts. Accounts that are no longer shared are closed, never deleted. */
export async function saveAccountsOfPonto(
  tx: Transaction,
  context: Context,
  { accounts, isComplete, banks }: AccountsAtPonto,
): Promise<BankAccount[]> {
  const known = await listBankAccounts(tx, context.companyId);
  const knownByNumber = new Map(known.map((account) => [`${account.reference} ${account.currency}`, account]));
  const saved: BankAccount[] = [];
  for (const account of onePerNumber(accounts)) {
    const reading = readingOf(account, knownByNumber.get(keyOf(account)), banks, context.clock.now());
    saved.push(await saveBankAccount(tx, context.companyId, reading));
  }
  const sharedIds = saved.map(({ bankAccountId }) => bankAccountId);
  if (isComplete) await markUnshared(tx, context.companyId, sharedIds);
  return (await listBankAccounts(tx, context.companyId)).filter(({ isShared }) => isShared);
}

/**
 * While a bank's connection to Ponto is being replaced, one account stands there twice. The one that has lines and
 * goes on is ours; the choice is the same at each pull, so that the walk does not change between them.
 */
function onePerNumber(accounts: readonly PontoAccount[]): PontoAccount[] {
  const byNumber = Map.groupBy(accounts, keyOf);
  return [...byNumber.values()].flatMap((same) => same.toSorted(byPreference).slice(0, 1));
}

/** Number and currency tell accounts apart: one IBAN may stand for several currencies. */
function keyOf(account: PontoAccount): string {
  return `${numberOf(account)} ${account.currency}`;
}

function numberOf({ iban, reference }: PontoAccount): string {
  return iban ?? reference;
}

function byPreference(left: PontoAccount, right: PontoAccount): number {
  return (
    Number(left.synchronizedAt === undefined) - Number(right.synchronizedAt === undefined) ||
    Number(left.deprecated) - Number(right.deprecated) ||
    (right.authorizedAt?.getTime() ?? 0) - (left.authorizedAt?.getTime() ?? 0) ||
    left.id.localeCompare(right.id)
  );
}

async function readAllPages(context: Context, connectionId: string): Promise<Omit<AccountsAtPonto, 'banks'>> {
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

function readingOf(
  account: PontoAccount,
  before: BankAccount | undefined,
  banks: ReadonlyMap<string, Bank>,
  fetchedAt: Date,
) {
  const { currentBalanceReferenceDate } = account;
  const bank = banks.get(account.financialInstitutionId ?? '');
  return {
    reference: numberOf(account),
    referenceType: account.referenceType,
    currency: account.currency,
    subtype: account.subtype ?? null,
    description: account.description ?? null,
    product: account.product ?? null,
    holderName: account.holderName ?? null,
    bankName: bank?.name ?? null,
    paymentsSupported: bank?.paymentsSupported ?? null,
    futureDatedPaymentsSupported: bank?.futureDatedPaymentsSupported ?? null,
    financialInstitutionId: account.financialInstitutionId ?? null,
    pontoAccountId: account.id,
    availability: account.availability ?? null,
    currentBalanceMinor: storableMinor(account.currentBalance),
    availableBalanceMinor: storableMinor(account.availableBalance),
    balanceReferenceDate: currentBalanceReferenceDate ? bankDayOfDate(currentBalanceReferenceDate) : null,
    bankSynchronizedAt: account.synchronizedAt ?? null,
    authorizedAt: account.authorizedAt ?? null,
    authorizationExpiresAt: account.authorizationExpirationExpectedAt ?? null,
    fetchedAt,
    ...problemColumns(problemAtBank(account), before, fetchedAt),
  };
}

/**
 * A consent can end long before its day: the last visit to the bank tells, also one that nobody asked for. A visit
 * from before the consent was renewed says nothing about the new one.
 */
export function problemAtBank({ latestSynchronization, authorizedAt }: PontoAccount) {
  if (latestSynchronization?.status !== 'error') return undefined;
  const { errors, updatedAt } = latestSynchronization;
  const needsPerson = errors.find(({ needsReauthorization }) => needsReauthorization);
  if (needsPerson && authorizedAt !== undefined && authorizedAt > updatedAt) return undefined;
  const code = needsPerson ? 'authorization_expired' : 'bank_error';
  const told = (needsPerson ?? errors[0])?.code;
  return { code, providerCode: told === undefined ? undefined : readableCode(told), requestId: undefined };
}

/** A balance that the database cannot hold is a fault of the bank: unknown, like one that is not told. */
function storableMinor(balance: Money | undefined): bigint | null {
  return balance && isStorableAmount(balance.amountMinor) ? balance.amountMinor : null;
}
