import type { Connection } from '@onfact-ponto/api-contract';
import { isShared } from '#lib/ponto/status.ts';

/** How far the first pull is, step by step: accounts, their balances, their transactions. */
export type Progress = Readonly<{
  accounts: number;
  balances: number;
  accountsRead: number;
  transactions: number;
  state: 'busy' | 'partly' | 'done';
}>;

/** Of this link alone: accounts and pulls of the link before say nothing about it. */
export function progressOf({ bankAccounts, lastPull, connectedAt }: Connection): Progress {
  const isOfThisLink = (moment: string | null | undefined) => (moment ?? '') >= (connectedAt ?? '');
  const shared = bankAccounts.filter((account) => isShared(account) && isOfThisLink(account.fetchedAt));
  const accountsRead = shared.filter(({ history }) => history.firstPullIsDone).length;
  const isOver = lastPull !== null && lastPull.outcome !== 'running' && isOfThisLink(lastPull.startedAt);
  return {
    accounts: shared.length,
    balances: shared.filter(({ balance }) => balance !== null).length,
    accountsRead,
    transactions: shared.reduce((sum, { history }) => sum + history.transactionCount, 0),
    state: shared.length > 0 && accountsRead === shared.length ? 'done' : isOver ? 'partly' : 'busy',
  };
}
