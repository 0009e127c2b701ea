import { AsyncLocalStorage } from 'node:async_hooks';
import { asCallLog, deleteOutgoingCalls, insertOutgoingCalls } from '@onfact-ponto/db';
import type { NewOutgoingCall } from '@onfact-ponto/db';
import type { Services } from '../context.ts';

/** For whom a call to Ponto or onFact is made. */
export type CallOwner = Readonly<{ companyId: string; connectionId: string | null }>;

/** What a client tells of a call: no body, no token, no id of anything that belongs to a company. */
type Call = Readonly<{
  operation: string;
  status: number | undefined;
  durationMs: number;
  errorCode: string | undefined;
  requestId?: string | undefined;
}>;

export type CallLog = Readonly<{
  /** Hears of a call that has ended, and returns at once. */
  add(system: NewOutgoingCall['system'], call: Call): void;
  /** Writes what is waiting. Never throws. */
  flush(): Promise<void>;
}>;

const owners = new AsyncLocalStorage<CallOwner>();
/** Calls of about a minute of a busy process. What comes on top while the database is away is counted, not kept. */
const capacity = 5_000;
const flushAfterMs = 1_000;
const keptMs = 30 * 24 * 60 * 60_000;
const clearEveryMs = 60 * 60_000;
const clearedAtOnce = 10_000;

/** All calls within `work` are written down for this owner. */
export function callsOf<Result>(owner: CallOwner, work: () => Result): Result {
  return owners.run({ companyId: owner.companyId, connectionId: owner.connectionId }, work);
}

/**
 * Keeps calls in memory and writes them a second later, many in one statement, so that no work waits for the log or
 * fails with it. A process that dies takes its last second along.
 */
export function createCallLog({ db, clock, log }: Pick<Services, 'db' | 'clock' | 'log'>): CallLog {
  let waiting: NewOutgoingCall[] = [];
  let lostCount = 0;
  let isPlanned = false;
  let clearAt = 0;

  let written: Promise<void> = Promise.resolve();

  /** One at a time, so that whoever waits for it waits for what another one took along. */
  function flush(): Promise<void> {
    written = written.then(write);
    return written;
  }

  async function write(): Promise<void> {
    const calls = waiting;
    waiting = [];
    try {
      if (calls.length > 0) await asCallLog(db, (tx) => insertOutgoingCalls(tx, calls));
      if (lostCount > 0) log.warn('calls are missing in the log of calls', { lostCount });
      lostCount = 0;
      await clearOld();
    } catch (error) {
      /** Where the database is away, the next flush takes them along. */
      const kept = calls.concat(waiting);
      lostCount += Math.max(0, kept.length - capacity);
      waiting = kept.slice(-capacity);
      log.warn('the log of calls could not be written', { waitingCount: waiting.length, error });
    }
  }

  async function clearOld(): Promise<void> {
    const now = clock.now().getTime();
    if (now < clearAt) return;
    const deleted = await asCallLog(db, (tx) => deleteOutgoingCalls(tx, new Date(now - keptMs), clearedAtOnce));
    if (deleted < clearedAtOnce) clearAt = now + clearEveryMs;
  }

  async function flushSoon(): Promise<void> {
    isPlanned = true;
    await clock.sleep(flushAfterMs);
    isPlanned = false;
    await flush();
  }

  return {
    add(system, { operation, status, durationMs, errorCode, requestId }) {
      const owner = owners.getStore();
      if (!owner) return;
      if (waiting.length >= capacity) {
        lostCount += 1;
        return;
      }
      waiting.push({
        ...owner,
        system,
        at: clock.now(),
        operation,
        status: status ?? null,
        durationMs: Math.round(durationMs),
        errorCode: errorCode === undefined ? null : readableCode(errorCode),
        requestId: requestId === undefined ? null : readableId(requestId),
      });
      if (!isPlanned) void flushSoon();
    },
    flush,
  };
}

/** A code is letters. Whatever else an answer calls its code, it might be bank data. */
export function readableCode(code: string): string {
  return /^[A-Za-z][A-Za-z_.-]{0,79}$/.test(code) ? code : 'unreadable';
}

/** Ponto's ids are UUIDs; of anything else only the start is kept, with what an id is made of. */
function readableId(id: string): string {
  return id.replace(/[^\w-]/g, '').slice(0, 64);
}
