import type { BankAccount, BankTransactionReading, UnreadableReading } from '@onfact-ponto/db';
import type { PontoPage, PontoTransaction } from '@onfact-ponto/ponto-client';
import { isTooLarge, readingOf, tooLargeReadingOf, unreadableReadingOf } from './transaction-reading.ts';

type Page = PontoPage<PontoTransaction>;

/** The lines that are ours to read: up to and with the oldest line of the first pull. */
export function linesBeforeBoundary(
  account: BankAccount,
  page: Page,
): { readings: BankTransactionReading[]; unreadable: UnreadableReading[]; reachedBoundary: boolean } {
  const lines = inOrder(page);
  const ours = lines.slice(0, lengthBeforeBoundary(account, lines));
  const readings: BankTransactionReading[] = [];
  const unreadable: UnreadableReading[] = [];
  for (const { line, isReadable } of ours) {
    if (!isReadable) unreadable.push(unreadableReadingOf(line));
    else if (isTooLarge(line)) unreadable.push(tooLargeReadingOf(line));
    else readings.push(readingOf(line));
  }
  return {
    readings,
    unreadable,
    reachedBoundary: ours.length < lines.length || isBoundary(account, ours.at(-1)),
  };
}

type Line =
  | { isReadable: true; line: PontoTransaction }
  | { isReadable: false; line: PontoPage<PontoTransaction>['unreadable'][number] };

/** The page as Ponto sent it: what could not be read stands between the others. */
export function inOrder({ items, unreadable }: Page): Line[] {
  const lines = items.map((line): Line => ({ isReadable: true, line }));
  for (const line of unreadable) lines.splice(line.position, 0, { isReadable: false, line });
  return lines;
}

/**
 * The boundary stands where its id does. When its id is gone, all is beyond it from where only lines follow that
 * are older than it was.
 */
function lengthBeforeBoundary(account: BankAccount, lines: readonly Line[]): number {
  const { boundaryCreatedAt } = account;
  const boundary = lines.findIndex((entry) => isBoundary(account, entry));
  if (boundary !== -1) return boundary + 1;

  const isBeyond = (entry: Line) =>
    boundaryCreatedAt !== null &&
    entry.isReadable &&
    entry.line.createdAt !== undefined &&
    entry.line.createdAt < boundaryCreatedAt;
  const lastOurs = lines.findLastIndex((entry) => entry.isReadable && !isBeyond(entry));
  const firstBeyond = lines.findIndex((entry, index) => index > lastOurs && isBeyond(entry));
  return firstBeyond === -1 ? lines.length : firstBeyond;
}

function isBoundary({ boundaryTransactionId }: BankAccount, entry: Line | undefined): boolean {
  return boundaryTransactionId !== null && entry?.line.id === boundaryTransactionId;
}
