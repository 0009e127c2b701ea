import {
  addToPull,
  adoptRelinkedLines,
  findKnownLines,
  insertReceivedPage,
  insertUnreadableLines,
  lockBankAccount,
  reviseBankTransaction,
  saveBalanceReading,
  updateBankAccount,
} from '@onfact-ponto/db';
import type { BankAccount, BankTransactionReading, Transaction } from '@onfact-ponto/db';
import { PontoApiError } from '@onfact-ponto/ponto-client';
import type { PontoPage, PontoTransaction } from '@onfact-ponto/ponto-client';
import { bankDayOfDate } from '@onfact-ponto/primitives';
import { recordAudit } from '../audit.ts';
import { withAccessToken } from '../connection/access-token.ts';
import type { Context } from '../context.ts';
import { adoptAbsorbedLines, fillFromStatements, joinPontoLines } from './join-ponto-lines.ts';
import { whileHeld } from './lease.ts';
import type { HeldPull } from './lease.ts';
import { inOrder, linesBeforeBoundary } from './lines-before-boundary.ts';

/** Ponto's largest page, and the promise: the first link brings in the newest 100 lines, one page. */
const pageSize = 100;
/** 500,000 lines in one walk; more is a list without end. */
const maximumPages = 5_000;

type Page = PontoPage<PontoTransaction>;
type PageResult = { walkIsDone: boolean; account: BankAccount };

/**
 * Reads the new lines of an account, newest first, page by page; each page is one transaction that writes its lines
 * and where the walk goes on. The first walk is one page. Later walks end at a page that earlier walks knew wholly,
 * at the boundary of the first, or at the end of the list: never at a date, for a late booking with an old date
 * stands on top. A walk that was broken off is brought to its end first; what came since stands above it, for another.
 */
export async function pullBankAccount(context: Context, held: HeldPull, account: BankAccount): Promise<void> {
  const walked = await walkOn(context, held, account);
  if (account.walkCursor !== null) await walkOn(context, held, walked);
}

/** Goes on with the walk of an account to its end, or begins one. @returns the account as it is after it */
async function walkOn(context: Context, held: HeldPull, account: BankAccount): Promise<BankAccount> {
  let cursor = account.walkCursor ?? undefined;
  for (let pages = 0; pages < maximumPages; pages += 1) {
    const page = await readPage(context, held, account, cursor);
    if (page === 'cursor-gone') {
      cursor = undefined;
      continue;
    }
    await context.crashPoint('pull.page-read');
    const next = page.paging.after;
    const stored = await whileHeld(context, held, (tx) => storePage(tx, context, held, account, page));
    await context.crashPoint('pull.page-committed');
    if (stored.walkIsDone) return stored.account;
    if (next === cursor) throw new Error('Ponto gave the same page twice');
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

async function storePage(
  tx: Transaction,
  context: Context,
  held: HeldPull,
  account: BankAccount,
  page: Page,
): Promise<PageResult> {
  const { companyId, bankAccountId, walk } = account;
  const place = { companyId, bankAccountId, source: 'ponto' as const, walk, fetchedAt: context.clock.now() };
  const { readings, unreadable, reachedBoundary } = linesBeforeBoundary(account, page);
  const references = [...readings, ...unreadable].map(({ sourceReference }) => sourceReference);

  const [locked, known] = await Promise.all([lockBankAccount(tx, account), findKnownLines(tx, place, references)]);
  if (!locked) throw new Error('The account that is pulled does not exist');
  const unknown = readings.filter(({ sourceReference }) => (known.get(sourceReference)?.contentHash ?? null) === null);
  const present = new Set(references);
  const adopted = account.isRelinked ? await adoptRelinkedLines(tx, place, unknown, present) : noneAdopted;
  const absorbed = account.isRelinked ? await adoptAbsorbedLines(tx, locked, place, unknown, present) : noneAbsorbed;
  const newBoundary = [...adopted].find(([, line]) => line.oldReference === account.boundaryTransactionId)?.[0];
  const fresh = upTo(newBoundary, unknown).filter(
    (reading) =>
      !adopted.has(reading.sourceReference) &&
      !absorbed.has(reading.sourceReference) &&
      !isBeyondRelinked(account, reading),
  );
  const newTransactionCount = await joinPontoLines(tx, context, locked, place, fresh);
  const before = new Map<string, { contentHash: string | null }>([...known, ...adopted]);
  const revised = await revise(tx, context, place, readings, before);
  if (locked.hasStatements) await fillFromStatements(tx, companyId, revised);
  const changedTransactionCount = revised.length;
  await insertUnreadableLines(tx, place, unreadable);
  if (newTransactionCount + changedTransactionCount > 0)
    await insertReceivedPage(
      tx,
      place,
      inOrder(page).map(({ line }) => line.raw),
    );
  await addToPull(tx, held, { newTransactionCount, changedTransactionCount });

  const isLast = page.paging.after === undefined;
  const isEmpty = references.length === 0 && !reachedBoundary;
  const isFirst = account.firstPullAt === null && (isLast || !isEmpty);
  const wasKnownBefore = (reference: string) => (known.get(reference)?.walk ?? walk) < walk;
  const walkIsDone =
    isFirst ||
    reachedBoundary ||
    newBoundary !== undefined ||
    isLast ||
    (!account.isRelinked && !isEmpty && references.every(wasKnownBefore));
  const updated = await updateBankAccount(tx, account, {
    ...(walkIsDone ? endOfWalk(walk) : { walkCursor: page.paging.after }),
    ...(isFirst ? firstPull(page, references.length, context.clock.now()) : {}),
    ...(newBoundary === undefined ? {} : { boundaryTransactionId: newBoundary }),
  });
  if (!updated) throw new Error('The account that is pulled does not exist');
  if (walkIsDone) await keepBalance(tx, updated, context.clock.now());
  return { walkIsDone, account: updated };
}

const noneAdopted: Awaited<ReturnType<typeof adoptRelinkedLines>> = new Map();
const noneAbsorbed: ReadonlySet<string> = new Set();

/** What the bank says there is, beside the lines that were read up to now: later it proves that none is missing. */
async function keepBalance(tx: Transaction, account: BankAccount, observedAt: Date): Promise<void> {
  const { companyId, bankAccountId, currentBalanceMinor, balanceReferenceDate, bankSynchronizedAt } = account;
  if (currentBalanceMinor === null || bankSynchronizedAt === null) return;
  const day = balanceReferenceDate ?? bankDayOfDate(bankSynchronizedAt);
  await saveBalanceReading(tx, { companyId, bankAccountId, day, balanceMinor: currentBalanceMinor, observedAt });
}

/** The lines down to the one that stands at the boundary now; all of them when it is not among them. */
function upTo(boundary: string | undefined, readings: readonly BankTransactionReading[]) {
  const index = readings.findIndex(({ sourceReference }) => sourceReference === boundary);
  return index === -1 ? readings : readings.slice(0, index + 1);
}

/** Under new ids the boundary may be gone: then a line from before its day was never ours to read. */
function isBeyondRelinked(
  { isRelinked, boundaryDate }: BankAccount,
  { executionDate }: BankTransactionReading,
): boolean {
  return isRelinked && boundaryDate !== null && executionDate < boundaryDate;
}

function endOfWalk(walk: number) {
  return { walk: walk + 1, walkCursor: null, isRelinked: false };
}

/** What the first page says about the rest: nothing beyond its oldest line will be read. */
function firstPull(page: Page, lineCount: number, firstPullAt: Date) {
  const hasOlder = page.paging.after !== undefined;
  return {
    firstPullAt,
    firstPullCount: lineCount,
    boundaryTransactionId: page.paging.after ?? null,
    boundaryCreatedAt: hasOlder ? (page.items.at(-1)?.createdAt ?? null) : null,
    boundaryDate: hasOlder ? (page.items.at(-1)?.executionDate ?? null) : null,
  };
}

async function revise(
  tx: Transaction,
  context: Context,
  place: Parameters<typeof reviseBankTransaction>[1],
  readings: readonly BankTransactionReading[],
  known: ReadonlyMap<string, { contentHash: string | null }>,
): Promise<string[]> {
  const changed = readings.filter(({ sourceReference, contentHash }) => {
    const before = known.get(sourceReference)?.contentHash;
    return before !== undefined && before !== null && before !== contentHash;
  });
  const revised: string[] = [];
  for (const reading of changed) {
    const { outcome, bankTransactionId } = await reviseBankTransaction(tx, place, reading);
    if (outcome === 'amount_is_allocated') {
      context.log.warn('the amount of an allocated line changed at Ponto', { bankTransactionId });
    }
    if (outcome !== 'revised' || bankTransactionId === undefined) continue;
    revised.push(bankTransactionId);
    await recordAudit(tx, context, {
      action: 'transaction.revise',
      subject: { type: 'bank-transaction', id: bankTransactionId },
    });
  }
  return revised;
}
