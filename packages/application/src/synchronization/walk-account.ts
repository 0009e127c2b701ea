import type { BankAccount } from '@onfact-ponto/db';
import { PontoApiError } from '@onfact-ponto/ponto-client';
import type { PontoPage, PontoTransaction } from '@onfact-ponto/ponto-client';
import { withAccessToken } from '../connection/access-token.ts';
import type { Context } from '../context.ts';
import { deepWalkOf, settleDeepWalk, sight } from './deep-walk.ts';
import type { DeepWalk } from './deep-walk.ts';
import { whileHeld } from './lease.ts';
import type { HeldPull } from './lease.ts';
import { storePage } from './store-page.ts';

/** Ponto's largest page, and the promise: the first link brings in the newest 100 lines, one page. */
const pageSize = 100;
/** 500,000 lines in one walk; more is a list without end. */
const maximumPages = 5_000;

type Page = PontoPage<PontoTransaction>;

/**
 * Reads the new lines of an account, newest first, page by page; each page is one transaction that writes its lines
 * and where the walk goes on. The first walk is one page. Later walks end at a page that earlier walks knew wholly,
 * at the boundary of the first, or at the end of the list: never at a date, for a late booking with an old date
 * stands on top. A walk that was broken off is brought to its end first; what came since stands above it, for another.
 * Once a week that other one goes deeper.
 * @returns the account as it is after it
 */
export async function walkAccount(context: Context, held: HeldPull, account: BankAccount): Promise<BankAccount> {
  const ready = account.walkCursor === null ? account : await walkOn(context, held, account, undefined);
  const deepWalk = deepWalkOf(ready, context.clock.now());
  const walked = await walkOn(context, held, ready, deepWalk);
  if (!deepWalk) return walked;
  return whileHeld(context, held, (tx) => settleDeepWalk(tx, context, walked, deepWalk));
}

/** Goes on with the walk of an account to its end, or begins one. */
async function walkOn(
  context: Context,
  held: HeldPull,
  account: BankAccount,
  deepWalk: DeepWalk | undefined,
): Promise<BankAccount> {
  let cursor = account.walkCursor ?? undefined;
  const seen = new Set<string>();
  let hasStartedAgain = false;
  for (let pages = 0; pages < maximumPages; pages += 1) {
    const page = await readPage(context, held, account, cursor);
    if (page === 'cursor-gone') {
      if (hasStartedAgain) throw new Error('Ponto forgot its own cursors twice in one walk');
      hasStartedAgain = true;
      seen.clear();
      cursor = undefined;
      if (deepWalk) deepWalk.isComplete = false;
      continue;
    }
    await context.crashPoint('pull.page-read');
    const next = page.paging.after;
    if (deepWalk) sight(deepWalk, page);
    const goesDeeper = deepWalk !== undefined && !deepWalk.hasReachedFloor;
    const stored = await whileHeld(context, held, (tx) => storePage(tx, context, held, account, page, { goesDeeper }));
    await context.crashPoint('pull.page-committed');
    if (stored.walkIsDone) return stored.account;
    if (next === undefined || seen.has(next)) throw new Error('Ponto gave the same page twice');
    seen.add(next);
    cursor = next;
  }
  throw new Error(`A walk did not end after ${maximumPages} pages`);
}

async function readPage(
  context: Context,
  { connectionId }: HeldPull,
  { pontoAccountId }: BankAccount,
  after: string | undefined,
): Promise<Page | 'cursor-gone'> {
  if (pontoAccountId === null) throw new Error('Only an account that Ponto shares is pulled');
  try {
    return await withAccessToken(context, connectionId, (token) =>
      context.ponto.transactions.list(token, pontoAccountId, { limit: pageSize, after }),
    );
  } catch (error) {
    const isClientFault = error instanceof PontoApiError && error.status >= 400 && error.status < 500;
    if (after !== undefined && isClientFault && error.status !== 401 && error.status !== 429) return 'cursor-gone';
    throw error;
  }
}
