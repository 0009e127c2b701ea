import { z } from 'zod';
import { absent, jsonObject, optionalMoment, UndecodableError, type Decoder } from './decode.ts';
import { PontoUnexpectedResponseError } from './errors.ts';
import type { JsonValue } from '@onfact-ponto/primitives';
import type { ApiAnswer, ApiRequest } from './json-api.ts';
import { latestSynchronization, type PontoSynchronization } from './resources/synchronization-shape.ts';

/** Which part of a list to read. A list stands newest first; `after` gives what is older than that id. */
export type PageRequest = Readonly<{
  /** 1 to 100; Ponto's own default is 10. */
  limit?: number;
  after?: string | undefined;
  before?: string | undefined;
  signal?: AbortSignal | undefined;
}>;

/** One page. What could not be understood is set apart, and never hides the rest. */
export type PontoPage<Resource> = Readonly<{
  items: readonly Resource[];
  unreadable: readonly UnreadableResource[];
  /** Pass `after` on to read the next older page; undefined at the end. */
  paging: Readonly<{ limit: number | undefined; after: string | undefined; before: string | undefined }>;
  /** The last time that Ponto reached the bank for this list. */
  synchronizedAt: Date | undefined;
  latestSynchronization: PontoSynchronization | undefined;
}>;

export type UnreadableResource = Readonly<{
  id: string | undefined;
  /** Where it stood in the list as sent, from 0. */
  position: number;
  /** The part that was not understood: "attributes.amount". */
  path: string;
  problem: string;
  raw: JsonValue;
}>;

/** @throws RangeError when the limit is not one that Ponto accepts */
export function pageQuery({ limit, after, before }: PageRequest): NonNullable<ApiRequest['query']> {
  if (limit !== undefined && !(Number.isInteger(limit) && limit >= 1 && limit <= 100)) {
    throw new RangeError('A page of Ponto holds 1 to 100 resources');
  }
  return { 'page[limit]': limit, 'page[after]': after, 'page[before]': before };
}

/**
 * Reads page after page to the end of the list. An empty page with more behind it is walked over.
 * @param maximumPages more is a list without end
 * @throws PontoUnexpectedResponseError when a cursor comes back, or the list does not end
 */
export async function* walkPages<Resource>(
  readPage: (after: string | undefined) => Promise<PontoPage<Resource>>,
  { maximumPages = 1000 }: { maximumPages?: number } = {},
): AsyncGenerator<PontoPage<Resource>, void, undefined> {
  const seen = new Set<string>();
  let after: string | undefined;
  for (let pages = 0; pages < maximumPages; pages += 1) {
    const page = await readPage(after);
    yield page;
    after = page.paging.after;
    if (after === undefined) return;
    if (seen.has(after)) throw new PontoUnexpectedResponseError('a list that goes in a circle', nothingMore);
    seen.add(after);
  }
  throw new PontoUnexpectedResponseError(`a list of more than ${maximumPages} pages`, nothingMore);
}

/** The pages were good answers; what is wrong is how they follow each other. */
const nothingMore = { status: 200, requestId: undefined, body: '' };

/** @throws PontoUnexpectedResponseError when the answer is no list at all */
export function decodePage<Resource>({ document, answer }: ApiAnswer, decode: Decoder<Resource>): PontoPage<Resource> {
  const list = listDocument.safeParse(document);
  if (!list.success) throw new PontoUnexpectedResponseError('no list document', answer);

  const items: Resource[] = [];
  const unreadable: UnreadableResource[] = [];
  for (const [position, resource] of list.data.data.entries()) {
    try {
      items.push(decode(resource));
    } catch (error) {
      if (!(error instanceof UndecodableError)) throw error;
      unreadable.push({ id: idOf(resource), position, path: error.path, problem: error.message, raw: resource });
    }
  }
  const { meta } = list.data;
  return {
    items,
    unreadable,
    paging: { limit: meta?.paging?.limit, after: meta?.paging?.after, before: meta?.paging?.before },
    synchronizedAt: meta?.synchronizedAt,
    latestSynchronization: meta?.latestSynchronization,
  };
}

const cursor = absent(z.string().min(1));

/** A wrong cursor stops the walk loudly, because rows would be missed; a wrong hint about freshness does not. */
const listDocument = z.object({
  data: z.array(z.custom<JsonValue>()),
  meta: z
    .object({
      paging: z.object({ limit: absent(z.number().int()), after: cursor, before: cursor }).nullish(),
      synchronizedAt: optionalMoment.catch(undefined),
      latestSynchronization,
    })
    .nullish(),
});

function idOf(resource: JsonValue): string | undefined {
  const object = jsonObject.safeParse(resource);
  return object.success && typeof object.data.id === 'string' ? object.data.id : undefined;
}
