import fc from 'fast-check';
import { expect, it } from 'vitest';
import { PontoApiError } from './api-error.ts';
import { pageOf } from './page-of.ts';

const url = 'https://localhost/list';
const items = (count: number) => Array.from({ length: count }, (_, index) => ({ id: `id-${index}` }));
const ids = (page: { items: readonly { id: string }[] }) => page.items.map(({ id }) => id);

it('gives every id once, newest first, whatever the page size', () => {
  fc.assert(
    fc.property(fc.nat(250), fc.integer({ min: 1, max: 100 }), (count, limit) => {
      const all = items(count);
      const walked: string[] = [];
      let after: string | undefined;
      do {
        const query = new URLSearchParams({ 'page[limit]': String(limit), ...(after ? { 'page[after]': after } : {}) });
        const page = pageOf(all, query, url);
        walked.push(...ids(page));
        after = page.paging.after;
      } while (after !== undefined);
      expect(walked).toEqual(all.map(({ id }) => id).toReversed());
    }),
  );
});

it('goes back to newer items with before, newest first within the page', () => {
  const query = new URLSearchParams({ 'page[limit]': '2', 'page[before]': 'id-3' });
  const page = pageOf(items(10), query, url);
  expect(ids(page)).toEqual(['id-5', 'id-4']);
  expect(page.links.prev).toBe(`${url}?page[before]=id-5&page[limit]=2`);
});

it('gives an empty page before the newest item', () => {
  expect(ids(pageOf(items(3), new URLSearchParams({ before: 'id-2' }), url))).toEqual([]);
});

it('takes 10 by default and never more than 100', () => {
  expect(pageOf(items(300), new URLSearchParams(), url).items).toHaveLength(10);
  expect(pageOf(items(300), new URLSearchParams({ 'page[limit]': '250' }), url).paging.limit).toBe(100);
});

it('understands the older spelling without brackets', () => {
  expect(ids(pageOf(items(5), new URLSearchParams({ limit: '2', after: 'id-3' }), url))).toEqual(['id-2', 'id-1']);
});

it.each(['0', '-1', 'all', '1.5'])('refuses a limit of %s', (limit) => {
  expect(() => pageOf(items(3), new URLSearchParams({ limit }), url)).toThrow(PontoApiError);
});

it('has no next page at the end and no previous one at the start', () => {
  const page = pageOf(items(3), new URLSearchParams(), url);
  expect(page.links).toEqual({ first: `${url}?page[limit]=10` });
  expect(page.paging).toEqual({ limit: 10 });
});
