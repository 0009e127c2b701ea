import type { BankAccount } from '@onfact-ponto/db';
import type { Context } from '../context.ts';
import type { HeldPull } from './lease.ts';
import { readDeltas } from './read-deltas.ts';
import { readPendingLines } from './read-pending-lines.ts';
import { walkAccount } from './walk-account.ts';

/**
 * Reads what is new of an account: the walk finds every new line, the deltas that Ponto announced find what changed
 * deep below, and what the bank has not booked yet is replaced as a whole. With nothing new that is two calls.
 */
export async function pullBankAccount(context: Context, held: HeldPull, account: BankAccount): Promise<void> {
  const walked = await walkAccount(context, held, account);
  await readDeltas(context, held, walked);
  await readPendingLines(context, held, walked);
}
