import type { BankAccount } from '@onfact-ponto/db';
import type { Context } from '../context.ts';
import type { HeldPull } from './lease.ts';
import { readDeltas } from './read-deltas.ts';
import { readPendingLines } from './read-pending-lines.ts';
import { walkAccount } from './walk-account.ts';

/**
 * Reads what is new of an account: the walk finds every new line, the deltas that Ponto announced find what changed
 * deep below, and what the bank has not booked yet is replaced as a whole, if the bank can have told something since.
 * Without that it is one call.
 */
export async function pullBankAccount(context: Context, held: HeldPull, account: BankAccount): Promise<void> {
  const walked = await walkAccount(context, held, account);
  const announcedCount = await readDeltas(context, held, walked);
  if (held.isUrgent || announcedCount > 0 || hasBankTold(walked)) await readPendingLines(context, held, walked);
}

/** The moment is the bank's last visit as Ponto told it before this reading, so a visit during it is not missed. */
function hasBankTold({ bankSynchronizedAt, pendingReadFor }: BankAccount): boolean {
  return bankSynchronizedAt === null || bankSynchronizedAt.getTime() !== pendingReadFor?.getTime();
}
