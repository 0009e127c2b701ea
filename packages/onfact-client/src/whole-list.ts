import { OnfactListChangedError } from './errors.ts';
import type { OnfactPage, UnreadableResource } from './list.ts';

type Row = Readonly<{ id: number; modified?: string | undefined }>;

/**
 * Reads a whole list in an order of its own, page by page, each version of a row once. Best is newest change first:
 * then a caller may stop at what it knows.
 *
 * Rows move while they are read. One that is deleted pulls the others up, past the reader: so each page must share a
 * row with what was read before, else the reader steps back. One that is new or changes jumps to the top, behind the
 * reader: so at the end the top is read again until nothing there is new, or it joins what is known and nothing is missing. What was seen is then held against the count.
 * @throws OnfactListChangedError when rows were missed all the same, or the list never comes to rest
 */
export async function* readWholeList<Resource extends Row>(
  readPage: (offset: number) => Promise<OnfactPage<Resource>>,
): AsyncGenerator<OnfactPage<Resource>, void> {
  const progress: Progress = { seen: new Map(), reads: 0, count: 0 };
  yield* walk(readPage, progress, ({ isLast }) => isLast);
  yield* walk(readPage, progress, ({ isLast, isAllKnown, isComplete }) => isLast || isAllKnown || isComplete);
  if (progress.seen.size < progress.count) throw new OnfactListChangedError(progress.seen.size, progress.count);
}

/** Rows that two neighbouring pages share. */
const overlap = 10;

type Progress = {
  /** The version of each row, by its id. */
  readonly seen: Map<string, string>;
  reads: number;
  /** As the latest page told it. */
  count: number;
};

async function* walk<Resource extends Row>(
  readPage: (offset: number) => Promise<OnfactPage<Resource>>,
  progress: Progress,
  isDone: (page: { isLast: boolean; isAllKnown: boolean; isComplete: boolean }) => boolean,
): AsyncGenerator<OnfactPage<Resource>, void> {
  let offset = 0;
  let isAtEnd = false;
  while (!isAtEnd) {
    const page = await readPage(offset);
    const rows = page.items.length + page.unreadable.length;
    progress.count = page.count;
    progress.reads += 1;
    if (progress.reads > mostReads(page.count)) throw new OnfactListChangedError(progress.seen.size, page.count);

    const fresh = withoutSeen(page, progress.seen);
    const freshRows = fresh.items.length + fresh.unreadable.length;
    const isGap = offset > 0 && freshRows === rows;
    if (isGap) {
      offset = Math.max(0, offset - 2 * overlap);
    } else {
      note(fresh, progress.seen);
      if (freshRows > 0) yield fresh;
      isAtEnd = isDone({
        isLast: rows === 0 || offset + rows >= page.count,
        isAllKnown: freshRows === 0,
        isComplete: freshRows < rows && progress.seen.size >= page.count,
      });
      offset += Math.max(1, rows - overlap);
    }
  }
}

/** Far above what any list at rest needs: it only stops the reading of one that never comes to rest. */
function mostReads(count: number): number {
  return 50 + count;
}

/** What was not seen yet in this version. */
function withoutSeen<Resource extends Row>(
  { items, unreadable, count }: OnfactPage<Resource>,
  seen: ReadonlyMap<string, string>,
): OnfactPage<Resource> {
  return {
    items: items.filter((row) => seen.get(String(row.id)) !== versionOf(row)),
    unreadable: unreadable.filter((row) => seen.get(keyOf(row)) !== keyOf(row)),
    count,
  };
}

function note({ items, unreadable }: OnfactPage<Row>, seen: Map<string, string>): void {
  for (const row of items) seen.set(String(row.id), versionOf(row));
  for (const row of unreadable) seen.set(keyOf(row), keyOf(row));
}

function versionOf({ modified }: Row): string {
  return modified ?? '';
}

/** What cannot be read may lack an id, and never says its version: it is itself. */
function keyOf({ raw }: UnreadableResource): string {
  return JSON.stringify(raw);
}
