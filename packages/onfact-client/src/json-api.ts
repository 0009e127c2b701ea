import { parseExactJson, type JsonValue } from '@onfact-ponto/primitives';
import { z } from 'zod';
import { OnfactApiError, OnfactUnexpectedResponseError } from './errors.ts';
import type { Transport, WireRequest } from './transport.ts';

export type ApiRequest = Readonly<{
  method: WireRequest['method'];
  /** Steps below "/v1", without the extension: `['invoices', 12, 'payments']`. */
  path: readonly (string | number)[];
  /** ".json" unless told otherwise. */
  extension?: '';
  headers?: WireRequest['headers'];
  query?: Readonly<Record<string, string | number | undefined>>;
  body?: object;
  signal?: AbortSignal | undefined;
}>;

export type ApiAnswer = Readonly<{ document: JsonValue; status: number; isWrite: boolean }>;

/** One request to the REST API. */
export type JsonApi = (request: ApiRequest) => Promise<ApiAnswer>;

export function createJsonApi(transport: Transport): JsonApi {
  return async ({ method, path, extension = '.json', headers, query = {}, body, signal }) => {
    const isWrite = method !== 'GET';
    const response = await transport.send({
      method,
      target: targetOf(path, extension, query),
      headers,
      body: body === undefined ? undefined : JSON.stringify(body),
      signal,
    });

    const { status, retryAfterMs } = response;
    if (status >= 400) {
      throw new OnfactApiError({ status, isWrite, retryAfterMs, ...refusalIn(response.body) });
    }
    if (status >= 300) {
      throw new OnfactUnexpectedResponseError('a redirect is never followed', { status, outcomeUnknown: isWrite });
    }
    return { document: readDocument(response.body, status, isWrite), status, isWrite };
  };
}

/** The extension is part of almost every address. */
function targetOf(path: ApiRequest['path'], extension: string, query: NonNullable<ApiRequest['query']>): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined) parameters.set(name, String(value));
  }
  const search = parameters.size === 0 ? '' : `?${parameters.toString()}`;
  return `/v1/${path.map(encodeURIComponent).join('/')}${extension}${search}`;
}

function readDocument(body: string, status: number, isWrite: boolean): JsonValue {
  // Some writes answer with nothing but their status.
  if (body === '' && isWrite) return null;
  try {
    return parseExactJson(body);
  } catch {
    throw new OnfactUnexpectedResponseError('no JSON', { status, outcomeUnknown: isWrite });
  }
}

/** `{ errors: { lines: [{ name: { _empty: "…" } }] } }` becomes "lines[0].name _empty"; the sentences are left out. */
function refusalIn(body: string): { reason: string | undefined; problems: readonly string[] } {
  try {
    const { code, errors } = errorDocument.parse(JSON.parse(body));
    return { reason: code, problems: flatten(errors, '').slice(0, 20) };
  } catch {
    return { reason: undefined, problems: [] };
  }
}

/** A code is one word. Anything else is dropped, for it may hold what nobody may log. */
const errorDocument = z.object({
  code: z
    .string()
    .regex(/^\w{1,60}$/)
    .optional()
    .catch(undefined),
  errors: z.unknown().optional(),
});

function flatten(errors: unknown, path: string): string[] {
  if (Array.isArray(errors)) return errors.flatMap((entry, index) => flatten(entry, `${path}[${index}]`));
  if (typeof errors !== 'object' || errors === null) return [];
  return Object.entries(errors).flatMap(([name, value]) =>
    typeof value === 'object' && value !== null
      ? flatten(value, path === '' ? name : `${path}.${name}`)
      : [`${path} ${name}`.trim()],
  );
}
