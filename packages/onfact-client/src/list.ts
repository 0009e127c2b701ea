import type { JsonValue } from '@onfact-ponto/primitives';
import { z } from 'zod';
import { UndecodableError, jsonObject, type Decoder } from './decode.ts';
import { OnfactUnexpectedResponseError } from './errors.ts';
import type { Filter } from './filter.ts';
import type { ApiAnswer, ApiRequest } from './json-api.ts';

/** Which part of a list to read. onFact knows no cursor, so rows can shift between two pages. */
export type ListRequest<Resource> = Readonly<{
  filter?: Filter<Resource> | undefined;
  offset?: number;
  /** 1 to 100; onFact's own default is 100. */
  limit?: number;
  orderBy?: Order;
  signal?: AbortSignal | undefined;
}>;

export type Order = `${string}:${'ascend' | 'descend'}`;

/** One page. What could not be understood is set apart, and never hides the rest. */
export type OnfactPage<Resource> = Readonly<{
  items: readonly Resource[];
  unreadable: readonly UnreadableResource[];
  /** How many there are in the whole list, as onFact filters it. */
  count: number;
}>;

export type UnreadableResource = Readonly<{
  id: number | undefined;
  /** The part that was not understood: "total_amount_incl". */
  path: string;
  problem: string;
  raw: JsonValue;
}>;

/** @throws RangeError when offset or limit are not ones that onFact accepts */
export function listQuery<Resource>({
  filter,
  offset = 0,
  limit = 100,
  orderBy,
}: ListRequest<Resource>): NonNullable<ApiRequest['query']> {
  if (!Number.isInteger(limit) || limit < 1 || limit > 100)
    throw new RangeError('A page of onFact holds 1 to 100 rows');
  if (!Number.isInteger(offset) || offset < 0) throw new RangeError('An offset is 0 or more');
  return { q: filter?.q, offset, limit, order_by: orderBy };
}

/** @throws OnfactUnexpectedResponseError when the answer is no list at all */
export function decodePage<Resource>(answer: ApiAnswer, decode: Decoder<Resource>): OnfactPage<Resource> {
  const list = listDocument.safeParse(answer.document);
  if (!list.success) {
    throw new OnfactUnexpectedResponseError('no list', { status: answer.status, outcomeUnknown: false });
  }
  const items: Resource[] = [];
  const unreadable: UnreadableResource[] = [];
  for (const resource of list.data.items) {
    try {
      items.push(decode(resource));
    } catch (error) {
      if (!(error instanceof UndecodableError)) throw error;
      unreadable.push({ id: idOf(resource), path: error.path, problem: error.message, raw: resource });
    }
  }
  return { items, unreadable, count: list.data.count };
}

const listDocument = z.object({ count: z.number().int().nonnegative(), items: z.array(z.custom<JsonValue>()) });

function idOf(resource: JsonValue): number | undefined {
  const object = jsonObject.safeParse(resource);
  const value = object.success ? object.data.id : undefined;
  return typeof value === 'number' ? value : undefined;
}
