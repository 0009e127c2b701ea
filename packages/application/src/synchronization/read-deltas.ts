import {
  findKnownLines,
  forgetAnnouncedSynchronizations,
  inCompany,
  listAnnouncedSynchronizations,
  lockBankAccount,
} from '@onfact-ponto/db';
import type { BankAccount, Transaction } from '@onfact-ponto/db';
import { PontoApiError } from '@onfact-ponto/ponto-client';
import type { PontoPage, PontoTransaction } from '@onfact-ponto/ponto-client';
import { withAccessToken } from '../connection/access-token.ts';
import type { Context } from '../context.ts';
import { whileHeld } from './lease.ts';
import type { HeldPull } from './lease.ts';
import { storeLines } from './store-lines.ts';
import { isTooLarge, readingOf } from './transaction-reading.ts';

/** What is announced of an account beyond this number is left to the walks. */
export const maximumDeltas = 5;
const maximumPages = 50;

type Page = PontoPage<PontoTransaction>;

/**
 * Reads exactly what the synchronizations changed of which Ponto told. The walk has found every new line already;
 * this finds what changed below it, days before a deep walk would. Nothing depends on it: a delta that Ponto no longer
 * has is forgotten.
 * @returns how many were announced
 */
export async function readDeltas(context: Context, held: HeldPull, account: BankAccount): Promise<number> {
  const { companyId, pontoAccountId } = account;
  if (pontoAccountId === null) return 0;
  const place = { companyId, pontoAccountId };
  const announced = await inCompany(context.db, companyId, (tx) => listAnnouncedSynchronizations(tx, place));
  const [newest] = announced;
  if (!newest) return 0;
  for (const { synchronizationId } of announced.slice(0, maximumDeltas)) {
    await readDelta(context, held, account, synchronizationId);
  }
  await whileHeld(context, held, (tx) => forgetAnnouncedSynchronizations(tx, place, newest.announcedAt));
  return announced.length;
}

async function readDelta(
  context: Context,
  held: HeldPull,
  account: BankAccount,
  synchronizationId: string,
): Promise<void> {
  const seen = new Set<string>();
  let after: string | undefined;
  for (let pages = 0; pages < maximumPages; pages += 1) {
    const page = await readPage(context, held, synchronizationId, after);
    if (page === 'gone') return;
    await whileHeld(context, held, (tx) => storeDelta(tx, context, held, account, page));
    after = page.paging.after;
    if (after === undefined || seen.has(after)) return;
    seen.add(after);
  }
}

async function readPage(
  context: Context,
  { connectionId }: HeldPull,
  synchronizationId: string,
  after: string | undefined,
): Promise<Page | 'gone'> {
  try {
    return await withAccessToken(context, connectionId, (token) =>
      context.ponto.synchronizations.updatedTransactions(token, synchronizationId, { limit: 100, after }),
    );
  } catch (error) {
    const isGone = error instanceof PontoApiError && [400, 404, 410, 422].includes(error.status);
    if (isGone) return 'gone';
    throw error;
  }
}

async function storeDelta(
  tx: Transaction,
  context: Context,
  held: HeldPull,
  account: BankAccount,
  page: Page,
): Promise<void> {
  const { companyId, bankAccountId, walk } = account;
  const place = { companyId, bankAccountId, source: 'ponto' as const, walk, fetchedAt: context.clock.now() };
  const lines = page.items.filter((line) => isOfAccount(account, line) && !isTooLarge(line));
  const readings = lines.map(readingOf);
  const [locked, before] = await Promise.all([
    lockBankAccount(tx, account),
    findKnownLines(
      tx,
      place,
      readings.map(({ sourceReference }) => sourceReference),
    ),
  ]);
  if (!locked) throw new Error('The account that is pulled does not exist');
  const strays = new Set(lines.filter((line) => isNewerThanBoundary(account, line)).map(({ id }) => id));
  await storeLines(tx, context, held, locked, place, {
    readings,
    before,
    fresh: readings.filter(({ sourceReference }) => !before.has(sourceReference) && strays.has(sourceReference)),
    /** A walk keeps them, with their place. */
    unreadable: [],
    raw: lines.map(({ raw }) => raw),
  });
}

function isOfAccount({ pontoAccountId }: BankAccount, { accountId }: PontoTransaction): boolean {
  return accountId === undefined || accountId === pontoAccountId;
}

/**
 * A delta has no order in which the boundary stands. A line that does not say when it was made, or that Ponto made
 * together with the one at the boundary, is left to walks.
 */
function isNewerThanBoundary(account: BankAccount, { createdAt }: PontoTransaction): boolean {
  if (account.boundaryTransactionId === null) return true;
  const { boundaryCreatedAt } = account;
  return createdAt !== undefined && boundaryCreatedAt !== null && createdAt > boundaryCreatedAt;
}
