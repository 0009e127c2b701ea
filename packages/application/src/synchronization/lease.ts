import { extendLease, inCompany } from '@onfact-ponto/db';
import type { ClaimedConnection, Transaction } from '@onfact-ponto/db';
import type { Context } from '../context.ts';

/** What a pull holds while it runs: the connection, under this fence, for this reading. */
export type HeldPull = ClaimedConnection & {
  pullId: string;
  /** The due time that this reading serves. Another one means that somebody wants a later reading. */
  dueAt: Date | null;
  /** A user waits for it. */
  isUrgent: boolean;
  /** What users asked of the bank that was answered before this reading began. */
  answeredRequestIds: readonly string[];
};

/** Somebody else took the connection over, or it was deactivated: the pull ends without writing any more. */
export class LeaseLostError extends Error {
  override readonly name = 'LeaseLostError';
}

/**
 * Opens a transaction that writes only while the connection is still ours, and keeps it for longer.
 * @throws LeaseLostError
 */
export async function whileHeld<Result>(
  context: Context,
  held: ClaimedConnection,
  work: (tx: Transaction) => Promise<Result>,
): Promise<Result> {
  return inCompany(context.db, context.companyId, async (tx) => {
    const leaseUntil = new Date(context.clock.now().getTime() + context.settings.leaseMs);
    if (!(await extendLease(tx, held, leaseUntil))) throw new LeaseLostError('The connection is held by a later claim');
    return work(tx);
  });
}
