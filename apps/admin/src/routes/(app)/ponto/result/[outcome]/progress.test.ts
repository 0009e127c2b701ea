import type { Connection } from '@onfact-ponto/api-contract';
import { describe, expect, it } from 'vitest';
import { progressOf } from './progress.ts';

describe('the progress of the first pull', () => {
  it('is busy while no account is known and no pull has ended', () => {
    expect(progressOf(given({ accounts: [], outcome: null })).state).toBe('busy');
    expect(progressOf(given({ accounts: [], outcome: 'running' })).state).toBe('busy');
  });

  it('is done only when every shared account was read', () => {
    expect(progressOf(given({ accounts: [true, false], outcome: 'running' })).state).toBe('busy');
    expect(progressOf(given({ accounts: [true, true], outcome: 'running' })).state).toBe('done');
  });

  it('says that something is missing when the pull ended before every account was read', () => {
    expect(progressOf(given({ accounts: [true, false], outcome: 'partly_failed' })).state).toBe('partly');
    expect(progressOf(given({ accounts: [], outcome: 'failed' })).state).toBe('partly');
  });
});

describe('the progress after linking again', () => {
  it('does not take what the link before had read for its own', () => {
    const before = given({ accounts: [true], outcome: 'succeeded' });
    expect(progressOf({ ...before, connectedAt: '2026-11-02T10:00:00.000Z' })).toMatchObject({
      state: 'busy',
      accounts: 0,
    });
  });
});

const linkedAt = '2026-11-01T10:00:00.000Z';
const readAt = '2026-11-01T10:00:05.000Z';

type Outcome = NonNullable<Connection['lastPull']>['outcome'];

function given({ accounts, outcome }: { accounts: boolean[]; outcome: Outcome | null }): Connection {
  return {
    connectedAt: linkedAt,
    lastPull: outcome === null ? null : { outcome, startedAt: readAt },
    bankAccounts: accounts.map((firstPullIsDone) => ({
      state: 'linked',
      fetchedAt: readAt,
      balance: null,
      history: { firstPullIsDone, transactionCount: firstPullIsDone ? 100 : 0 },
    })),
  } as unknown as Connection;
}
