import { listBankAccounts, summarizeHistory } from '@onfact-ponto/db';
import type { BankAccount, Transaction } from '@onfact-ponto/db';
import { money } from '@onfact-ponto/primitives';
import type { Currency, Money } from '@onfact-ponto/primitives';

export type BankAccountState =
  'linked' | 'waiting_for_bank' | 'expires_soon' | 'expired' | 'bank_error' | 'not_shared' | 'statements_only';

export type BankAccountView = {
  id: string;
  reference: string;
  referenceType: string;
  currency: string;
  description: string | null;
  holderName: string | null;
  bankName: string | null;
  state: BankAccountState;
  balance: { current: Money; available: Money | null; referenceDate: string | null } | null;
  bankSynchronizedAt: Date | null;
  fetchedAt: Date | null;
  authorizationExpiresAt: Date | null;
  history: {
    transactionCount: number;
    oldestDate: string | null;
    firstPullIsDone: boolean;
    firstPullCount: number | null;
    isComplete: boolean;
  };
  unreadableCount: number;
  automaticMatching: 'off' | 'exact';
  problem: string | null;
};

const warnBeforeMs = 30 * 24 * 60 * 60_000;

/** All accounts ever linked, with how much of each is stored; those no longer shared come last. */
export async function listAccountViews(tx: Transaction, companyId: string, now: Date): Promise<BankAccountView[]> {
  const [accounts, histories] = await Promise.all([listBankAccounts(tx, companyId), summarizeHistory(tx, companyId)]);
  return accounts.map((account) => viewOf(account, histories.get(account.bankAccountId), now));
}

type History = Awaited<ReturnType<typeof summarizeHistory>> extends Map<string, infer Value> ? Value : never;

function viewOf(account: BankAccount, history: History | undefined, now: Date): BankAccountView {
  return {
    id: account.bankAccountId,
    reference: account.reference,
    referenceType: account.referenceType,
    currency: account.currency,
    description: account.description,
    holderName: account.holderName,
    bankName: account.bankName,
    state: stateOf(account, now),
    balance: balanceOf(account),
    bankSynchronizedAt: account.bankSynchronizedAt,
    fetchedAt: account.fetchedAt,
    authorizationExpiresAt: account.authorizationExpiresAt,
    history: {
      transactionCount: history?.transactionCount ?? 0,
      oldestDate: history?.oldestDate ?? null,
      firstPullIsDone: account.firstPullAt !== null,
      firstPullCount: account.firstPullCount,
      isComplete: account.firstPullAt !== null && account.boundaryTransactionId === null,
    },
    unreadableCount: history?.unreadableCount ?? 0,
    automaticMatching: account.automaticMatching,
    problem: account.problem,
  };
}

/** The most important thing that is the matter with an account. */
export function stateOf(account: BankAccount, now: Date): BankAccountState {
  const expiresAt = account.authorizationExpiresAt?.getTime();
  if (!account.isShared) return account.pontoAccountId === null ? 'statements_only' : 'not_shared';
  if (account.bankSynchronizedAt === null) return 'waiting_for_bank';
  if ((expiresAt !== undefined && expiresAt <= now.getTime()) || account.problem === 'authorization_expired') {
    return 'expired';
  }
  if (account.problem !== null || account.availability === 'readonly') return 'bank_error';
  return expiresAt !== undefined && expiresAt - now.getTime() <= warnBeforeMs ? 'expires_soon' : 'linked';
}

/** Only what the bank said: an unknown balance is none, not zero. */
function balanceOf(account: BankAccount): BankAccountView['balance'] {
  const currency = account.currency as Currency;
  if (account.currentBalanceMinor === null) return null;
  return {
    current: money(account.currentBalanceMinor, currency),
    available: account.availableBalanceMinor === null ? null : money(account.availableBalanceMinor, currency),
    referenceDate: account.balanceReferenceDate,
  };
}
