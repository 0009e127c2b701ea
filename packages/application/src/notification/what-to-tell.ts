import type { BankAccount, Connection, ConsentReminder, Pull } from '@onfact-ponto/db';
import { consentIdOf, isConsentOver, nextReminderAt, reminderOf } from './consent.ts';

/** What the look at a connection finds, before anybody is told. Pure: no database, no clock. */

export type Watched = Readonly<{
  connection: Pick<
    Connection,
    'connectionId' | 'state' | 'stateSince' | 'stateReason' | 'connectedAt' | 'lastSuccessfulPullAt' | 'failedPullCount'
  >;
  lastPullOutcome: Pull['outcome'] | undefined;
  /** Those that are shared with us. */
  accounts: readonly BankAccount[];
  /** Those that Ponto told of once and lists no more. */
  unsharedAccounts: readonly BankAccount[];
  reminders: readonly ConsentReminder[];
  pullIntervalMs: number;
}>;

/** Something that is the matter now. While it lasts it is told once. */
export type Matter = Readonly<{
  kind: 'connection_stopped' | 'no_data';
  cause: string;
  bankAccountIds: readonly string[];
  facts: Readonly<{ reason: string; since: string }>;
}>;

/** A consent about which people must be reminded now. */
export type DueReminder = Pick<ConsentReminder, 'bankAccountId' | 'consent' | 'daysBefore'>;

const dayMs = 24 * 60 * 60_000;

/** What keeps bank data from coming in: one matter per cause, the widest one first. */
export function mattersOf(watched: Watched, now: Date): Matter[] {
  const stop = stopOf(watched, now);
  if (stop) return [stop];
  if (watched.connection.state !== 'active') return [];
  const silence = silenceOfConnection(watched, now);
  return silence ? [silence] : silenceOfBanks(watched.accounts, now);
}

/**
 * The connection as a whole. A state that needs a person is told at once, also when that person works at support; pulls that fail are told when two rounds
 * failed one after the other, for most outages are over sooner, and then nobody has to act.
 */
function stopOf({ connection, lastPullOutcome, pullIntervalMs }: Watched, now: Date): Matter | undefined {
  const { connectionId, state, stateSince, stateReason, failedPullCount } = connection;
  const isParked = state === 'paused' && stateReason === 'parked_after_failures';
  if (state === 'needs_reconnect' || state === 'blocked' || isParked) {
    const reason = isParked ? 'parked' : state;
    return {
      kind: 'connection_stopped',
      cause: `connection ${connectionId} ${reason}`,
      bankAccountIds: [],
      facts: { reason, since: stateSince.toISOString() },
    };
  }
  const since = lastSuccessOf(connection);
  const isFailing = state === 'active' && failedPullCount > 1 && lastPullOutcome === 'failed' && since !== undefined;
  if (!isFailing || now.getTime() - since.getTime() < 2 * pullIntervalMs) return undefined;
  return {
    kind: 'connection_stopped',
    cause: `connection ${connectionId} failing`,
    bankAccountIds: [],
    facts: { reason: 'failing', since: since.toISOString() },
  };
}

/** No pull succeeded for a day, whatever the reason: also when none was tried. */
function silenceOfConnection({ connection, lastPullOutcome, accounts }: Watched, now: Date): Matter | undefined {
  const since = lastSuccessOf(connection);
  if (since === undefined || now.getTime() - since.getTime() < dayMs) return undefined;
  /** Of an account whose consent is over, the consent is the matter. */
  const failing = accounts.filter((account) => account.problem !== null && !isConsentOver(account, now));
  if (lastPullOutcome === 'partly_failed' && failing.length === 0) return undefined;
  return {
    kind: 'no_data',
    cause: `connection ${connection.connectionId} silent`,
    bankAccountIds: failing.map(({ bankAccountId }) => bankAccountId),
    facts: { reason: 'connection', since: since.toISOString() },
  };
}

/** Ponto got nothing from a bank for a day, although the bank can be reached and its consent stands. */
function silenceOfBanks(accounts: readonly BankAccount[], now: Date): Matter[] {
  const silent = accounts.filter(
    (account) => account.availability === 'available' && isSilent(account, now) && !isConsentOver(account, now),
  );
  const byBank = Map.groupBy(silent, (account) => account.financialInstitutionId ?? account.bankAccountId);
  return [...byBank].map(([bank, ofBank]) => ({
    kind: 'no_data',
    cause: `bank ${bank} silent`,
    bankAccountIds: ofBank.map(({ bankAccountId }) => bankAccountId),
    facts: {
      reason: 'bank',
      since: new Date(Math.min(...ofBank.map((account) => account.bankSynchronizedAt?.getTime() ?? 0))).toISOString(),
    },
  }));
}

/**
 * Ponto had nothing of this account from the bank for a day, although it visits a bank every six hours. Before the first answer, the bank
 * is still waited for.
 */
export function isSilent({ bankSynchronizedAt }: Pick<BankAccount, 'bankSynchronizedAt'>, now: Date): boolean {
  return bankSynchronizedAt !== null && now.getTime() - bankSynchronizedAt.getTime() > dayMs;
}

/** Linking counts as the first success: from then on data is expected. */
function lastSuccessOf({ connectedAt, lastSuccessfulPullAt }: Watched['connection']): Date | undefined {
  if (connectedAt === null) return undefined;
  return lastSuccessfulPullAt && lastSuccessfulPullAt > connectedAt ? lastSuccessfulPullAt : connectedAt;
}

/** While the connection itself has stopped, what we know of consents is old, and linking again is what helps. */
export function dueReminders({ connection, accounts, reminders }: Watched, now: Date): DueReminder[] {
  if (connection.state !== 'active') return [];
  return accounts.flatMap((account) => {
    const daysBefore = reminderOf(account, now);
    if (daysBefore === undefined) return [];
    const consent = consentIdOf(account);
    const last = reminders.find((one) => one.bankAccountId === account.bankAccountId && one.consent === consent);
    return last && last.daysBefore <= daysBefore ? [] : [{ bankAccountId: account.bankAccountId, consent, daysBefore }];
  });
}

/** The reminders whose consent still ends: not renewed, and the account still shared. */
export function lastingReminders({ accounts, reminders }: Watched, now: Date): ConsentReminder[] {
  return reminders.filter((reminder) => {
    const account = accounts.find(({ bankAccountId }) => bankAccountId === reminder.bankAccountId);
    return account && consentIdOf(account) === reminder.consent && reminderOf(account, now) !== undefined;
  });
}

/**
 * The accounts that disappeared since people were last told. While the connection itself has stopped, Ponto's list is
 * old.
 * @param toldIds the accounts about which something was said that is not over
 */
export function newlyUnshared({ connection, unsharedAccounts }: Watched, toldIds: ReadonlySet<string>): BankAccount[] {
  if (connection.state !== 'active') return [];
  return unsharedAccounts.filter(({ bankAccountId }) => !toldIds.has(bankAccountId));
}

/** When time alone changes what is to be told; a pull and a change of state ask for a look by themselves. */
export function nextLookAt({ connection, accounts, pullIntervalMs }: Watched, now: Date): Date {
  const lastSuccess = lastSuccessOf(connection)?.getTime();
  const moments = [
    ...(lastSuccess === undefined ? [] : [lastSuccess + 2 * pullIntervalMs, lastSuccess + dayMs]),
    ...accounts.flatMap(({ bankSynchronizedAt }) =>
      bankSynchronizedAt ? [bankSynchronizedAt.getTime() + dayMs + 1] : [],
    ),
    ...accounts.flatMap((account) => nextReminderAt(account, now)?.getTime() ?? []),
  ];
  return new Date(Math.min(now.getTime() + dayMs, ...moments.filter((moment) => moment > now.getTime())));
}
