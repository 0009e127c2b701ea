import { settleMissingLines, updateBankAccount } from '@onfact-ponto/db';
import type { BankAccount, Transaction } from '@onfact-ponto/db';
import type { PontoPage, PontoTransaction } from '@onfact-ponto/ponto-client';
import { recordAudit } from '../audit.ts';
import type { Context } from '../context.ts';

const dayMs = 24 * 60 * 60_000;
const everyMs = 7 * dayMs;
/** So far below the last deep walk this one looks again. */
const overlapMs = 14 * dayMs;

/**
 * A walk that does not stop at what is known: it finds strays, lines that changed without a word, and lines that are
 * no longer there. It lives in memory only. One that is broken off counts for nothing, and the next pull begins anew.
 */
export type DeepWalk = {
  /** It goes on until Ponto's lines are older than this. */
  readonly floor: Date;
  readonly sighted: Set<string>;
  /** The oldest that it has seen: what Ponto created after that, and it did not meet, is gone. */
  oldest: Date | undefined;
  hasReachedFloor: boolean;
  /** False when it does not know whether it saw everything in its span. */
  isComplete: boolean;
};

/** @returns undefined while none is due: before the first pull, after relinking, and within a week of the last */
export function deepWalkOf(account: BankAccount, now: Date): DeepWalk | undefined {
  const last = account.deepWalkedAt ?? account.firstPullAt;
  if (last === null || account.isRelinked || now.getTime() - last.getTime() < everyMs) return undefined;
  const floor = new Date(last.getTime() - overlapMs);
  return { floor, sighted: new Set(), oldest: undefined, hasReachedFloor: false, isComplete: true };
}

/** Notes what stands on a page. */
export function sight(walk: DeepWalk, { items, unreadable }: PontoPage<PontoTransaction>): void {
  for (const { id, createdAt } of items) {
    walk.sighted.add(id);
    if (createdAt && (walk.oldest === undefined || createdAt < walk.oldest)) walk.oldest = createdAt;
  }
  for (const { id } of unreadable) {
    if (id === undefined) walk.isComplete = false;
    else walk.sighted.add(id);
  }
  walk.hasReachedFloor = walk.oldest !== undefined && walk.oldest < walk.floor;
}

/** Marks the lines of its span that it did not meet, and clears the mark of those that it met again. */
export async function settleDeepWalk(
  tx: Transaction,
  context: Context,
  account: BankAccount,
  { sighted, oldest, isComplete }: DeepWalk,
): Promise<BankAccount> {
  const now = context.clock.now();
  if (isComplete && oldest !== undefined) {
    const { missing, found } = await settleMissingLines(tx, account, { sighted: [...sighted], since: oldest, at: now });
    for (const [action, ids] of [
      ['transaction.missing', missing],
      ['transaction.found', found],
    ] as const) {
      for (const id of ids) await recordAudit(tx, context, { action, subject: { type: 'bank-transaction', id } });
    }
  }
  const updated = await updateBankAccount(tx, account, { deepWalkedAt: now });
  if (!updated) throw new Error('The account that was walked does not exist');
  return updated;
}
