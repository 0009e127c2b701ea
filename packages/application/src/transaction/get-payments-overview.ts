import {
  countAutomaticAllocations,
  countTransactionsToProcess,
  findLatestPull,
  findLiveConnection,
  inCompany,
  listBankAccounts,
  sumBalances,
} from '@onfact-ponto/db';
import type { BankAccount, Connection, ConnectionState, CurrencyBalance, Transaction } from '@onfact-ponto/db';
import { bankDayOfDate } from '@onfact-ponto/primitives';
import { stateOf } from '../bank-account/account-view.ts';
import { viewStateOf } from '../connection/get-connection.ts';
import type { ConnectionView } from '../connection/get-connection.ts';
import type { Context } from '../context.ts';

export type PaymentsOverview = {
  toProcessCount: number;
  matchedAutomaticallyThisMonth: number;
  ponto: {
    state: ConnectionView['state'];
    accountNames: string[];
    balances: CurrencyBalance[];
    toProcessCount: number;
    lastPullAt: Date | null;
    lastPullFailed: boolean;
    expiredSince: Date | null;
  } | null;
};

/** The page Betalingen. Reads our own database alone, so the line Ponto is there when Ponto is not. */
export async function getPaymentsOverview(context: Context): Promise<PaymentsOverview> {
  const { companyId } = context;
  const now = context.clock.now();
  return inCompany(context.db, companyId, async (tx) => {
    const [connection, accounts, balances, toProcessCount, matchedAutomaticallyThisMonth] = await Promise.all([
      findLiveConnection(tx, companyId),
      listBankAccounts(tx, companyId),
      sumBalances(tx, companyId),
      countTransactionsToProcess(tx, companyId),
      countAutomaticAllocations(tx, companyId, firstOfMonth(now)),
    ]);
    const state = connection ? await viewStateOf(tx, context, connection) : 'not_active';
    const isKnown = connection !== undefined || accounts.length > 0;
    return {
      toProcessCount,
      matchedAutomaticallyThisMonth,
      ponto: isKnown
        ? {
            state,
            ...summary(accounts, connection?.state, now),
            ...(await lastPull(tx, connection)),
            balances,
            toProcessCount,
          }
        : null,
    };
  });
}

function summary(accounts: readonly BankAccount[], connection: ConnectionState | undefined, now: Date) {
  const shared = accounts.filter(({ isShared }) => isShared);
  const expired = shared.filter((account) => stateOf(account, connection, now) === 'expired');
  const since = expired.flatMap(({ authorizationExpiresAt }) => authorizationExpiresAt?.getTime() ?? []);
  return {
    accountNames: shared.map(({ description, reference }) => description ?? reference),
    expiredSince: since.length > 0 ? new Date(Math.min(...since)) : null,
  };
}

async function lastPull(tx: Transaction, connection: Connection | undefined) {
  const pull = connection && (await findLatestPull(tx, connection));
  return {
    lastPullAt: pull?.finishedAt ?? connection?.lastSuccessfulPullAt ?? null,
    lastPullFailed: pull?.outcome === 'failed' || pull?.outcome === 'partly_failed',
  };
}

function firstOfMonth(now: Date): string {
  return `${bankDayOfDate(now).slice(0, 7)}-01`;
}
