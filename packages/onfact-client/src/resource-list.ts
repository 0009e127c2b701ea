import type { Decoder } from './decode.ts';
import type { Filter } from './filter.ts';
import type { JsonApi } from './json-api.ts';
import { decodePage, listQuery, type ListRequest, type OnfactPage, type Order } from './list.ts';
import { readWholeList } from './whole-list.ts';

type Row = Readonly<{ id: number; modified?: string | undefined }>;

/**
 * The list of one resource: a page of it, or all of it.
 * @param wholeOrder the order in which all of it is read: newest first where rows change, so that a caller can stop
 */
export function createList<Resource extends Row>(
  api: JsonApi,
  { path, wholeOrder, decode }: { path: string; wholeOrder: Order; decode: Decoder<Resource> },
) {
  async function unfiltered(request: ListRequest<Resource>): Promise<OnfactPage<Resource>> {
    const { signal } = request;
    return decodePage(await api({ method: 'GET', path: [path], query: listQuery(request), signal }), decode);
  }

  async function* pages(
    request: Pick<ListRequest<Resource>, 'filter' | 'signal'> = {},
  ): AsyncGenerator<OnfactPage<Resource>, void> {
    const readPage = (offset: number) => unfiltered({ ...request, offset, limit: 100, orderBy: wholeOrder });
    for await (const page of readWholeList(readPage)) yield accepted(page, request.filter);
  }

  return {
    /** @throws RangeError when offset or limit are not ones that onFact accepts */
    async listPage(request: ListRequest<Resource> = {}): Promise<OnfactPage<Resource>> {
      return accepted(await unfiltered(request), request.filter);
    },

    /**
     * All rows, each version of a row once, however the list moves meanwhile; one that changes comes again.
     * @throws OnfactListChangedError at the end, when rows were missed
     */
    pages,

    /** All rows at once, for a list that is short. What cannot be understood is left out. */
    async all(request: Pick<ListRequest<Resource>, 'filter' | 'signal'> = {}): Promise<readonly Resource[]> {
      const all = new Map<number, Resource>();
      for await (const { items } of pages(request)) for (const item of items) all.set(item.id, item);
      return [...all.values()];
    },
  };
}

function accepted<Resource>(page: OnfactPage<Resource>, filter: Filter<Resource> | undefined): OnfactPage<Resource> {
  return filter === undefined ? page : { ...page, items: page.items.filter((item) => filter.accepts(item)) };
}
