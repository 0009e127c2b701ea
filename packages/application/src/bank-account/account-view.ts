import { findLiveConnection, listBankAccounts, summarizeHistory } from '@onfact-ponto/db';
import type { BankAccount, ConnectionState, Transaction } from '@onfact-ponto/db';
import { money } from '@onfact-ponto/primitives';
import type { Currency, Money } from '@onfact-ponto/primitives';
import { isConsentOver, reminderOf } from '../notification/consent.ts';

export type BankAccountState =
  | 'linked'
  | 'waiting_for_bank'
  | 'expires_soon'
  | 'expired'
  | 'revoked'
  | 'bank_error'
  | 'not_shared'
  | 'statements_only';

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
  automaticMatching: 'off' | 'exact' | 'learned';
  problem: string | null;
  /** Whether its bank takes payments that Ponto prepares; null while that is not known. */
  paymentsSupported: boolean | null;
};

/** All accounts ever linked, with how much of each is stored; those no longer shared come last. */
export async function listAccountViews(tx: Transaction, companyId: string, now: Date): Promise<BankAccountView[]> {
  const [accounts, histories, connection] = await Promise.all([
    listBankAccounts(tx, companyId),
    summarizeHistory(tx, companyId),
    findLiveConnection(tx, companyId),
  ]);
  return accounts.map((account) =>
    viewOf(account, histories.get(account.bankAccountId), stateOf(account, connection?.state, now)),
  );
}

type History = Awaited<ReturnType<typeof summarizeHistory>> extends Map<string, infer Value> ? Value : never;

function viewOf(account: BankAccount, history: History | undefined, state: BankAccountState): BankAccountView {
  return {
    id: account.bankAccountId,
    reference: account.reference,
    referenceType: account.referenceType,
    currency: account.currency,
    description: account.description,
    holderName: account.holderName,
    bankName: account.bankName,
    state,
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
    paymentsSupported: account.paymentsSupported,
  };
}

/** The most important thing that is the matter with an account. */
export function stateOf(account: BankAccount, connection: ConnectionState | undefined, now: Date): BankAccountState {
  if (!account.isShared) return account.pontoAccountId === null ? 'statements_only' : 'not_shared';
  if (connection === 'needs_reconnect') return 'revoked';
  if (account.bankSynchronizedAt === null) return 'waiting_for_bank';
  if (isConsentOver(account, now)) return 'expired';
  if (account.problem !== null || account.availability === 'readonly') return 'bank_error';
  return reminderOf(account, now) === undefined ? 'linked' : 'expires_soon';
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
