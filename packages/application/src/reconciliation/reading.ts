import { beginDocumentReading, findDocumentReading, inCompany, saveDocumentReading } from '@onfact-ponto/db';
import type { DocumentReading, Transaction } from '@onfact-ponto/db';
import { OnfactError } from '@onfact-ponto/onfact-client';
import type { OnfactPage } from '@onfact-ponto/onfact-client';
import { bankDayOfDate } from '@onfact-ponto/primitives';
import type { Context } from '../context.ts';

/** How much of a list must be read. */
export type Extent = 'everything' | 'what_is_new';

export type Reading<Row> = Readonly<{
  kind: DocumentReading['kind'];
  pages(): AsyncIterable<OnfactPage<Row>>;
  /** @returns how many rows were new or different */
  save(rows: readonly Row[]): Promise<number>;
  after?(extent: Extent): Promise<void>;
}>;

/**
 * Reads a list of onFact that stands newest change first, until a page holds nothing new. It overlaps by that page, so
 * what changed while the last reading went on is met again. All is read the first time, after a reading that was broken
 * off, and once a day, because nothing promises that every change moves a row to the top. A list that this key may not
 * read, or that this onFact does not have, is noted and passed over.
 */
export async function readInParts<Row extends Readonly<{ modified: string | undefined }>>(
  context: Context,
  reading: Reading<Row>,
): Promise<void> {
  const { companyId, clock } = context;
  const { kind } = reading;
  const extent = await inCompany(context.db, companyId, (tx) => begin(tx, context, kind));
  try {
    for await (const page of reading.pages()) {
      const changedCount = await reading.save(page.items);
      for (const { id, path } of page.unreadable)
        context.log.warn('a row of onFact could not be read', { kind, id, path });
      if (extent === 'what_is_new' && changedCount === 0 && isNewestFirst(page.items)) break;
    }
    await reading.after?.(extent);
  } catch (error) {
    if (!isClosedToUs(error)) throw error;
    const problem = error.code.toLowerCase();
    context.log.warn('a list of onFact is closed to us', { kind, problem });
    await inCompany(context.db, companyId, (tx) => saveDocumentReading(tx, { companyId, kind, readAt: null, problem }));
    return;
  }
  const readAt = clock.now();
  await inCompany(context.db, companyId, (tx) => saveDocumentReading(tx, { companyId, kind, readAt, problem: null }));
}

async function begin(tx: Transaction, { companyId, clock }: Context, kind: DocumentReading['kind']): Promise<Extent> {
  const startedAt = clock.now();
  const previous = await findDocumentReading(tx, { companyId, kind });
  await beginDocumentReading(tx, { companyId, kind, startedAt });
  const { readAt = null } = previous ?? {};
  const isContinued = readAt !== null && previous?.problem === null && previous.startedAt === null;
  return isContinued && bankDayOfDate(readAt) === bankDayOfDate(startedAt) ? 'what_is_new' : 'everything';
}

/**
 * onFact may not have heeded the order that was asked for: then a page says nothing about those behind it. Rows that
 * all changed at the same moment do not tell.
 */
function isNewestFirst(rows: readonly Readonly<{ modified: string | undefined }>[]): boolean {
  const moments = rows.map(({ modified }) => modified ?? '');
  const isDescending = moments.every((moment, index) => index === 0 || moment <= (moments[index - 1] ?? ''));
  return isDescending && (moments[0] ?? '') > (moments.at(-1) ?? '');
}

/** The key has no right to this part of the books, or this onFact does not have it. */
export function isClosedToUs(error: unknown): error is OnfactError {
  return error instanceof OnfactError && closedCodes.includes(error.code);
}

/** As it was noted of a reading. */
export function isNotedClosed({ problem }: Pick<DocumentReading, 'problem'>): boolean {
  return closedCodes.some((code) => problem === code.toLowerCase());
}

const closedCodes: readonly OnfactError['code'][] = ['ONFACT_FORBIDDEN', 'ONFACT_NOT_FOUND'];
