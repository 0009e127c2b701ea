import { PontoApiError, notFound } from './api-error.ts';

const defaultLimit = 10;
const maximumLimit = 100;

/** What happens to a limit above the maximum, which the real service leaves unsaid. */
export type AboveMaximum = 'lowers' | 'refuses';

export type Page<Item> = Readonly<{
  items: readonly Item[];
  paging: { limit: number; after?: string; before?: string };
  links: { first: string; next?: string; prev?: string };
}>;

/**
 * Cuts the page that a query asks for.
 * @param ascending all items, oldest first; the page is newest first
 * @param url absolute address of the list, without query
 * @param options what to do with a limit above the maximum
 * @throws PontoApiError when the limit is no positive number or the cursor points to nothing
 */
export function pageOf<Item extends { id: string }>(
  ascending: readonly Item[],
  query: URLSearchParams,
  url: string,
  { aboveMaximum = 'lowers' }: { aboveMaximum?: AboveMaximum } = {},
): Page<Item> {
  const limit = limitOf(query, aboveMaximum);
  const after = query.get('page[after]') ?? query.get('after');
  const before = query.get('page[before]') ?? query.get('before');
  const [start, end] = bounds(ascending, limit, after, before);

  const items = ascending.slice(start, end).toReversed();
  const [oldest, newest] = [items.at(-1), items.at(0)];
  const page = (parameters: string): string => `${url}?${parameters}page[limit]=${limit}`;
  const older = start > 0 && oldest ? { after: oldest.id } : {};
  const newer = end < ascending.length && newest ? { before: newest.id } : {};

  return {
    items,
    paging: { limit, ...newer, ...older },
    links: {
      first: page(''),
      ...(older.after === undefined ? {} : { next: page(`page[after]=${older.after}&`) }),
      ...(newer.before === undefined ? {} : { prev: page(`page[before]=${newer.before}&`) }),
    },
  };
}

/** Start and end in ascending order. `after` goes to older items, `before` to newer ones. */
function bounds(
  ascending: readonly { id: string }[],
  limit: number,
  after: string | null,
  before: string | null,
): [start: number, end: number] {
  if (after !== null) {
    const end = positionOf(ascending, after);
    return [Math.max(0, end - limit), end];
  }
  if (before !== null) {
    const start = positionOf(ascending, before) + 1;
    return [start, Math.min(ascending.length, start + limit)];
  }
  return [Math.max(0, ascending.length - limit), ascending.length];
}

function positionOf(ascending: readonly { id: string }[], cursor: string): number {
  const position = ascending.findLastIndex(({ id }) => id === cursor);
  if (position < 0) throw notFound('page cursor');
  return position;
}

function limitOf(query: URLSearchParams, aboveMaximum: AboveMaximum): number {
  const given = query.get('page[limit]') ?? query.get('limit');
  if (given === null) return defaultLimit;
  const isTooMuch = aboveMaximum === 'refuses' && Number(given) > maximumLimit;
  if (isTooMuch || !/^[1-9]\d{0,5}$/.test(given)) {
    throw new PontoApiError(400, 'pageLimitInvalid', `The page limit must be between 1 and ${maximumLimit}.`, {
      attribute: 'limit',
    });
  }
  return Math.min(Number(given), maximumLimit);
}
