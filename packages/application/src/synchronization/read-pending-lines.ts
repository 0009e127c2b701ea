import { listBookedSince, replacePendingLines, updateBankAccount } from '@onfact-ponto/db';
import type { BankAccount, Transaction } from '@onfact-ponto/db';
import { PontoApiError } from '@onfact-ponto/ponto-client';
import type { PontoPendingTransaction } from '@onfact-ponto/ponto-client';
import { withAccessToken } from '../connection/access-token.ts';
import type { Context } from '../context.ts';
import { whileHeld } from './lease.ts';
import type { HeldPull } from './lease.ts';
import { pendingReadingOf, stillPending } from './pending-lines.ts';

/** A thousand announcements; what a bank has beyond that nobody looks through. */
const maximumPages = 10;

/** Replaces what the bank has announced and not booked, as a whole. After the walk, so that a booking comes first. */
export async function readPendingLines(context: Context, held: HeldPull, account: BankAccount): Promise<void> {
  const { pontoAccountId } = account;
  if (pontoAccountId === null) return;
  const lines = await readAll(context, held, pontoAccountId);
  await whileHeld(context, held, (tx) => replace(tx, context, account, lines));
}

async function readAll(
  context: Context,
  { connectionId }: HeldPull,
  pontoAccountId: string,
): Promise<PontoPendingTransaction[]> {
  const lines = new Map<string, PontoPendingTransaction>();
  let after: string | undefined;
  for (let pages = 0; pages < maximumPages; pages += 1) {
    const page = await withAccessToken(context, connectionId, (token) =>
      context.ponto.pendingTransactions.list(token, pontoAccountId, { limit: 100, after }),
    ).catch(noneWhenRefused);
    for (const line of page.items) lines.set(line.id, line);
    after = page.paging.after;
    if (after === undefined) break;
  }
  return [...lines.values()];
}

/** A bank or a plan without announcements is no failure: booked lines are what matters. */
function noneWhenRefused(error: unknown): { items: PontoPendingTransaction[]; paging: { after?: string } } {
  if (error instanceof PontoApiError && (error.status === 403 || error.status === 404))
    return { items: [], paging: {} };
  throw error;
}

async function replace(
  tx: Transaction,
  context: Context,
  account: BankAccount,
  lines: readonly PontoPendingTransaction[],
): Promise<void> {
  const since = lines.flatMap(({ createdAt }) => createdAt?.getTime() ?? []);
  const booked = since.length === 0 ? [] : await listBookedSince(tx, account, new Date(Math.min(...since)));
  const readings = stillPending(lines, booked).map(pendingReadingOf);
  await replacePendingLines(tx, account, readings, context.clock.now());
  await updateBankAccount(tx, account, { pendingReadFor: account.bankSynchronizedAt });
}
