import type { BankAccount } from '@onfact-ponto/db';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { consentIdOf, reminderOf } from './consent.ts';
import { dueReminders, lastingReminders, mattersOf, newlyUnshared, nextLookAt } from './what-to-tell.ts';
import type { Watched } from './what-to-tell.ts';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
const now = new Date('2026-11-24T09:00:00Z');
const before = (milliseconds: number) => new Date(now.getTime() - milliseconds);
const inDays = (days: number) => new Date(now.getTime() + days * dayMs);

function account(change: Partial<BankAccount> = {}): BankAccount {
  return {
    bankAccountId: 'a',
    isShared: true,
    availability: 'available',
    problem: null,
    financialInstitutionId: 'bank',
    bankSynchronizedAt: before(hourMs),
    authorizedAt: before(dayMs),
    authorizationExpiresAt: inDays(180),
    ...change,
  } as BankAccount;
}

function watched({
  connection,
  ...change
}: Partial<Omit<Watched, 'connection'>> & { connection?: object } = {}): Watched {
  return {
    connection: {
      connectionId: 'c',
      state: 'active',
      stateSince: before(100 * dayMs),
      stateReason: null,
      connectedAt: before(100 * dayMs),
      lastSuccessfulPullAt: before(hourMs),
      failedPullCount: 0,
      ...connection,
    },
    lastPullOutcome: 'succeeded',
    accounts: [account()],
    unsharedAccounts: [],
    reminders: [],
    pullIntervalMs: 4 * hourMs,
    ...change,
  };
}

describe('a reminder', () => {
  it.each([
    [200, undefined],
    [31, undefined],
    [30, 30],
    [15, 30],
    [14, 14],
    [8, 14],
    [7, 7],
    [2, 7],
    [1, 1],
    [0, 0],
    [-3, 0],
  ])('with %i days left is the one of %s', (daysLeft, expected) => {
    expect(reminderOf(account({ authorizationExpiresAt: inDays(daysLeft) }), now)).toBe(expected);
  });

  it('counts days of the calendar in Brussels, not spans of 24 hours', () => {
    const lateInBrussels = new Date('2026-11-24T23:30:00Z');
    expect(reminderOf(account({ authorizationExpiresAt: lateInBrussels }), now)).toBe(1);
  });

  it('is the one of the day itself when the bank says that the consent is over long before its day', () => {
    expect(reminderOf(account({ problem: 'authorization_expired' }), now)).toBe(0);
  });

  it('is none for an account of which no end is told', () => {
    expect(reminderOf(account({ authorizationExpiresAt: null }), now)).toBeUndefined();
  });

  it('comes once for each threshold, the most urgent only, whenever one looks', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 45 * 24 }), { minLength: 1, maxLength: 60 }), (hours) => {
        const ending = account({ authorizationExpiresAt: inDays(40) });
        const told: number[] = [];
        let reminders: Watched['reminders'] = [];
        for (const hour of hours.toSorted((left, right) => left - right)) {
          const at = new Date(now.getTime() + hour * hourMs);
          const due = dueReminders(watched({ accounts: [ending], reminders }), at);
          expect(due.length).toBeLessThanOrEqual(1);
          told.push(...due.map(({ daysBefore }) => daysBefore));
          if (due.length > 0) reminders = due.map((one) => ({ ...one, notificationId: 'n' }));
        }
        expect(told).toEqual([...new Set(told)].toSorted((left, right) => right - left));
        const last = new Date(now.getTime() + Math.max(...hours) * hourMs);
        expect(told.at(-1)).toBe(reminderOf(ending, last));
      }),
    );
  });

  it('starts anew with a renewed consent, and what was said about the old one is over', () => {
    const old = account({ authorizationExpiresAt: inDays(5) });
    const reminders = [{ bankAccountId: 'a', consent: consentIdOf(old), daysBefore: 7, notificationId: 'n' }];
    expect(dueReminders(watched({ accounts: [old], reminders }), now)).toEqual([]);
    expect(lastingReminders(watched({ accounts: [old], reminders }), now)).toHaveLength(1);

    const renewed = account({ authorizationExpiresAt: inDays(180) });
    expect(lastingReminders(watched({ accounts: [renewed], reminders }), now)).toEqual([]);
    expect(dueReminders(watched({ accounts: [renewed], reminders }), inDays(150))).toMatchObject([{ daysBefore: 30 }]);
  });

  it('waits while the connection itself has stopped', () => {
    const accounts = [account({ authorizationExpiresAt: inDays(5) })];
    expect(dueReminders(watched({ accounts, connection: { state: 'needs_reconnect' } }), now)).toEqual([]);
  });
});

describe('what is the matter', () => {
  const failing = { failedPullCount: 7, lastSuccessfulPullAt: before(8 * hourMs) };

  it('is nothing while pulls succeed', () => {
    expect(mattersOf(watched(), now)).toEqual([]);
  });

  it.each(['needs_reconnect', 'blocked'] as const)('is a connection that is %s, at once', (state) => {
    expect(mattersOf(watched({ connection: { state, lastSuccessfulPullAt: before(30 * dayMs) } }), now)).toMatchObject([
      { kind: 'connection_stopped', facts: { reason: state } },
    ]);
  });

  it('is a connection that was parked because it stopped us, not one that support paused for a while', () => {
    const paused = { state: 'paused', stateReason: null };
    expect(mattersOf(watched({ connection: paused }), now)).toEqual([]);
    const parked = { ...paused, stateReason: 'parked_after_failures' };
    expect(mattersOf(watched({ connection: parked }), now)).toMatchObject([
      { kind: 'connection_stopped', facts: { reason: 'parked' } },
    ]);
  });

  it('is two rounds that failed one after the other, not one with all its repetitions', () => {
    const oneRound = { ...failing, lastSuccessfulPullAt: before(5 * hourMs) };
    expect(mattersOf(watched({ lastPullOutcome: 'failed', connection: oneRound }), now)).toEqual([]);
    expect(mattersOf(watched({ lastPullOutcome: 'failed', connection: failing }), now)).toMatchObject([
      { kind: 'connection_stopped', facts: { reason: 'failing' } },
    ]);
  });

  it.each([
    ['no pull was tried', 'succeeded', 0],
    ['one account always fails', 'partly_failed', 40],
  ] as const)('is a day without a successful pull, also when %s', (_, lastPullOutcome, failedPullCount) => {
    const accounts = [account({ problem: 'ponto_refused' }), account({ bankAccountId: 'b' })];
    const connection = { failedPullCount, lastSuccessfulPullAt: before(dayMs) };
    expect(mattersOf(watched({ accounts, lastPullOutcome, connection }), now)).toMatchObject([
      { kind: 'no_data', bankAccountIds: ['a'], facts: { reason: 'connection' } },
    ]);
    expect(mattersOf(watched({ accounts, lastPullOutcome, connection }), before(1))).toEqual([]);
  });

  it('is a bank that gave Ponto nothing for a day, once for all its accounts, whatever the stated end', () => {
    const silent = { bankSynchronizedAt: before(dayMs + 1) };
    const accounts = [account(silent), account({ bankAccountId: 'b', ...silent })];
    expect(mattersOf(watched({ accounts }), now)).toMatchObject([
      { kind: 'no_data', bankAccountIds: ['a', 'b'], facts: { reason: 'bank' } },
    ]);
  });

  it.each([
    ['that cannot be reached', { availability: 'readonly' }],
    ['whose consent is over: that is the matter', { problem: 'authorization_expired' }],
    ['that has not answered for the first time', { bankSynchronizedAt: null }],
  ])('is not a silent bank %s', (_, change) => {
    const accounts = [account({ bankSynchronizedAt: before(3 * dayMs), ...change })];
    expect(mattersOf(watched({ accounts }), now)).toEqual([]);
  });

  it('has one cause: of a connection that fails, the banks are not told as well', () => {
    const accounts = [account({ bankSynchronizedAt: before(3 * dayMs) })];
    const connection = { ...failing, lastSuccessfulPullAt: before(2 * dayMs) };
    expect(mattersOf(watched({ accounts, lastPullOutcome: 'failed', connection }), now)).toHaveLength(1);
  });
});

describe('an account that Ponto lists no more', () => {
  const unsharedAccounts = [account({ isShared: false }), account({ bankAccountId: 'b', isShared: false })];

  it('is told unless it was told before', () => {
    expect(newlyUnshared(watched({ unsharedAccounts }), new Set(['a']))).toEqual([unsharedAccounts[1]]);
  });

  it('is not told while the connection itself has stopped: that is the matter', () => {
    const stopped = watched({ unsharedAccounts, connection: { state: 'needs_reconnect' } });
    expect(newlyUnshared(stopped, new Set())).toEqual([]);
  });
});

it('looks again before anything that time alone changes, and at the latest after a day', () => {
  fc.assert(
    fc.property(fc.integer({ min: -5 * 24, max: 200 * 24 }), fc.integer({ min: 0, max: 30 }), (endsIn, lastPull) => {
      const accounts = [account({ authorizationExpiresAt: new Date(now.getTime() + endsIn * hourMs + 1) })];
      const at = watched({ accounts, connection: { lastSuccessfulPullAt: before(lastPull * hourMs) } });
      const next = nextLookAt(at, now);
      expect(next.getTime()).toBeGreaterThan(now.getTime());
      expect(next.getTime()).toBeLessThanOrEqual(now.getTime() + dayMs);
      /** Brussels is two hours ahead of UTC at most, and the look comes with the UTC day. */
      const justBefore = new Date(next.getTime() - 2 * hourMs - 1);
      if (justBefore <= now) return;
      expect(reminderOf(account(accounts[0]), justBefore)).toBe(reminderOf(account(accounts[0]), now));
      expect(mattersOf(at, justBefore)).toEqual(mattersOf(at, now));
    }),
  );
});
