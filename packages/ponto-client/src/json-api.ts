import { z } from 'zod';
import { unobserved, type ObserveCall } from './calls.ts';
import { PontoApiError, PontoUnexpectedResponseError, type AnsweredWith, type PontoErrorItem } from './errors.ts';
import { parseExactJson, type JsonValue } from '@onfact-ponto/primitives';
import type { ApiPath } from './resources/api-path.ts';
import type { Transport, WireRequest, WireResponse } from './transport.ts';

export type ApiRequest = Readonly<{
  /** The name of the client's own function, for `onCall`: "accounts.list". */
  operation: string;
  method: WireRequest['method'];
  path: ApiPath;
  accessToken?: string | undefined;
  query?: Readonly<Record<string, string | number | undefined>>;
  body?: object;
  idempotencyKey?: string | undefined;
  signal?: AbortSignal | undefined;
}>;

/** What every reading takes. */
export type CallOptions = Readonly<{ signal?: AbortSignal | undefined }>;

/** What every writing takes. One key is one intent, for ever: keep it before the call, send it with each repetition. */
export type WriteOptions = CallOptions & Readonly<{ idempotencyKey: string }>;

export type ApiAnswer = Readonly<{ document: JsonValue; answer: AnsweredWith }>;

/** One request to the JSON:API-like part of Ponto. */
export type JsonApi = (request: ApiRequest) => Promise<ApiAnswer>;

const mediaType = 'application/vnd.api+json';

export function createJsonApi(transport: Pick<Transport, 'send'>, observe: ObserveCall = unobserved): JsonApi {
  return ({ operation, ...request }) => {
    const call = { operation, method: request.method, pathTemplate: request.path.template };
    return observe(call, () => ask(transport, request));
  };
}

async function ask(transport: Pick<Transport, 'send'>, request: Omit<ApiRequest, 'operation'>): Promise<ApiAnswer> {
  const { method, path, accessToken, query = {}, body, idempotencyKey, signal } = request;
  const response = await transport.send({
    method,
    target: path.target + queryString(query),
    headers: {
      accept: mediaType,
      ...(accessToken === undefined ? {} : { authorization: `Bearer ${accessToken}` }),
      ...(idempotencyKey === undefined ? {} : { 'ibanity-idempotency-key': idempotencyKey }),
      ...(body === undefined ? {} : { 'content-type': mediaType }),
    },
    body: body === undefined ? undefined : JSON.stringify(body),
    signal,
  });

  const answer = answeredWith(response);
  if (response.status >= 400) throw new PontoApiError(errorsOf(response.body), answer);
  if (response.status >= 300) throw new PontoUnexpectedResponseError('a redirect is never followed', answer);
  return { document: readDocument(answer), answer };
}

export function answeredWith({ status, requestId, retryAfterMs, body }: WireResponse): AnsweredWith {
  return { status, requestId, retryAfterMs, body };
}

/** @throws PontoUnexpectedResponseError */
export function readDocument(answer: AnsweredWith): JsonValue {
  try {
    return parseExactJson(answer.body);
  } catch {
    // The parser's own message quotes the body, so it is not kept as the cause.
    throw new PontoUnexpectedResponseError('no JSON', answer);
  }
}

/** The items of an error document; none when the body is something else. */
export function errorsOf(body: string): readonly PontoErrorItem[] {
  try {
    const document = errorDocument.safeParse(JSON.parse(body));
    return document.success ? document.data.errors : [];
  } catch {
    return [];
  }
}

/** Codes are logged and shown to support, so whatever does not look like one is not taken for one. */
export const errorCode = z
  .string()
  .regex(/^[\w.-]{1,64}$/)
  .catch('unnamed');

const nothing = z.null().transform(() => undefined);
const errorDocument = z.object({
  errors: z.array(
    z
      .object({
        code: errorCode,
        detail: z.string().catch(''),
        meta: z.object({ attribute: z.string().optional() }).optional().or(nothing).catch(undefined),
        source: z.object({ pointer: z.string().optional() }).optional().or(nothing).catch(undefined),
      })
      .transform(({ code, detail, meta, source }): PontoErrorItem => ({
        code,
        detail,
        ...(meta?.attribute === undefined ? {} : { attribute: meta.attribute }),
        ...(source?.pointer === undefined ? {} : { pointer: source.pointer }),
      })),
  ),
});

function queryString(query: NonNullable<ApiRequest['query']>): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined) parameters.set(name, String(value));
  }
  return parameters.size === 0 ? '' : `?${parameters.toString()}`;
}
