import type { Context } from 'hono';
import { notFound } from './api-error.ts';
import { pageOf, type Page } from './page-of.ts';
import { document, productUrl, queryOf } from './served.ts';
import type { PontoSimulation } from './simulation.ts';

/** Stands behind a cursor whose page was already answered with nothing. */
const afterEmptyPage = '~';

/**
 * One page of a list, with its cursors and links; wrong in the way that the settings ask for.
 * @param list `items` are all of them, oldest first; `path` is under the product; `meta` joins the paging
 */
export function listDocument<Item extends { id: string }>(
  simulation: PontoSimulation,
  c: Context,
  list: Readonly<{
    items: readonly Item[];
    path: string;
    resource: (item: Item) => object;
    meta?: object;
  }>,
): Response {
  const { items, paging, links } = spoiledPage(simulation, list.items, queryOf(c), productUrl(simulation, list.path));
  return document(c, { data: items.map(list.resource), meta: { paging, ...list.meta }, links });
}

function spoiledPage<Item extends { id: string }>(
  { state: { settings } }: PontoSimulation,
  items: readonly Item[],
  query: URLSearchParams,
  url: string,
): Page<Item> {
  const after = query.get('page[after]') ?? query.get('after');
  const proper = (): Page<Item> => pageOf(items, query, url, { aboveMaximum: settings.pageLimitAboveMaximum });

  switch (settings.paging) {
    case 'normal':
    case 'grows':
      return proper();
    case 'repeats': {
      const page = proper();
      if (after === null) return page;
      return { ...page, paging: { ...page.paging, after }, links: withNext(page, url, after) };
    }
    case 'foreign-next': {
      const { links, ...page } = proper();
      const { next } = links;
      return {
        ...page,
        links: next === undefined ? links : { ...links, next: next.replace(/^https:\/\/[^/]+/, foreignOrigin) },
      };
    }
    case 'empty-pages':
      return afterAnEmptyPage(items, query, url, after);
    case 'oversized': {
      const page = proper();
      const rest = pageOf(items, withCursor(query, page.paging.after ?? after), url);
      return page.paging.after === undefined ? page : { ...rest, items: [...page.items, ...rest.items] };
    }
    case 'loses-cursor':
      if (after !== null) throw notFound('page cursor');
      return proper();
  }
}

const foreignOrigin = 'https://api.ibanity.example';

/** Each page is first answered with nothing and a cursor that leads on. */
function afterAnEmptyPage<Item extends { id: string }>(
  items: readonly Item[],
  query: URLSearchParams,
  url: string,
  after: string | null,
): Page<Item> {
  if (after?.endsWith(afterEmptyPage) === true) {
    const cursor = after.slice(0, -afterEmptyPage.length);
    return pageOf(items, withCursor(query, cursor === '' ? null : cursor), url);
  }
  const page = pageOf(items, query, url);
  if (page.items.length === 0) return page;
  const next = `${after ?? ''}${afterEmptyPage}`;
  return { items: [], paging: { limit: page.paging.limit, after: next }, links: withNext(page, url, next) };
}

function withNext({ links, paging }: Page<{ id: string }>, url: string, after: string): Page<never>['links'] {
  return { ...links, next: `${url}?page[after]=${after}&page[limit]=${paging.limit}` };
}

function withCursor(query: URLSearchParams, after: string | null): URLSearchParams {
  const changed = new URLSearchParams(query);
  changed.delete('after');
  changed.delete('page[after]');
  if (after !== null) changed.set('page[after]', after);
  return changed;
}
