import {
  adoptRelinkedLines,
  findKnownLines,
  lockBankAccount,
  saveBalanceReading,
  updateBankAccount,
} from '@onfact-ponto/db';
import type { BankAccount, BankTransactionReading, Transaction } from '@onfact-ponto/db';
import type { PontoPage, PontoTransaction } from '@onfact-ponto/ponto-client';
import { bankDayOfDate } from '@onfact-ponto/primitives';
import type { Context } from '../context.ts';
import { adoptAbsorbedLines } from './join-ponto-lines.ts';
import type { HeldPull } from './lease.ts';
import { inOrder, linesBeforeBoundary } from './lines-before-boundary.ts';
import { storeLines } from './store-lines.ts';

type Page = PontoPage<PontoTransaction>;
type PageResult = { walkIsDone: boolean; account: BankAccount };

/**
 * Writes the lines of a page of a walk, and where the walk goes on.
 * @param depth whether the walk goes on although everything on the page was known
 */
export async function storePage(
  tx: Transaction,
  context: Context,
  held: HeldPull,
  account: BankAccount,
  page: Page,
  { goesDeeper }: { goesDeeper: boolean },
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
  await storeLines(tx, context, held, locked, place, {
    fresh,
    readings,
    before: new Map<string, { contentHash: string | null }>([...known, ...adopted]),
    unreadable,
    raw: inOrder(page).map(({ line }) => line.raw),
  });

  const isLast = page.paging.after === undefined;
  const isEmpty = references.length === 0 && !reachedBoundary;
  const isFirst = account.firstPullAt === null && (isLast || !isEmpty);
  const wasKnownBefore = (reference: string) => (known.get(reference)?.walk ?? walk) < walk;
  const walkIsDone =
    isFirst ||
    reachedBoundary ||
    newBoundary !== undefined ||
    isLast ||
    (!account.isRelinked && !goesDeeper && !isEmpty && references.every(wasKnownBefore));
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
