import { createSecureContext } from 'node:tls';
import { Agent, errors as undiciErrors, type Dispatcher } from 'undici';
import { PontoNetworkError, PontoTimeoutError, PontoUnexpectedResponseError } from './errors.ts';
import type { RequestSigner } from './http-signature.ts';

/** PEM texts. The certificate identifies the application to Ponto; `ca` is only for a private authority. */
export type TlsOptions = Readonly<{
  ca?: string | undefined;
  certificate: string;
  key: string;
  passphrase?: string | undefined;
}>;

export type Limits = Readonly<{
  connectMs: number;
  /** From the request until the first line of the answer. */
  headersMs: number;
  /** Between two pieces of the body. */
  bodyMs: number;
  totalMs: number;
  maximumBodyBytes: number;
}>;

export const defaultLimits: Limits = {
  connectMs: 10_000,
  headersMs: 20_000,
  bodyMs: 10_000,
  totalMs: 45_000,
  maximumBodyBytes: 8 * 1024 * 1024,
};

export type WireRequest = Readonly<{
  method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  /** Path and query, percent-encoded. */
  target: string;
  headers: Readonly<Record<string, string>>;
  body?: string | undefined;
  signal?: AbortSignal | undefined;
}>;

export type WireResponse = Readonly<{
  status: number;
  contentType: string | undefined;
  /** `ibanity-request-id`. */
  requestId: string | undefined;
  retryAfterMs: number | undefined;
  body: string;
}>;

export type Transport = Readonly<{
  /** Follows no redirect. @throws PontoNetworkError | PontoTimeoutError | PontoUnexpectedResponseError */
  send(request: WireRequest): Promise<WireResponse>;
  close(): Promise<void>;
}>;

/**
 * Requests over mutual TLS to one origin, signed when there is a signer, bounded in time and size.
 * @throws Error when certificate, key or passphrase do not fit together
 */
export function createTransport(options: {
  origin: URL;
  tls: TlsOptions;
  sign: RequestSigner | undefined;
  clock: { now(): Date };
  limits: Limits;
}): Transport {
  const { origin, sign, clock, limits } = options;
  const agent = createAgent(options.tls, limits);

  return {
    async send({ method, target, headers, body = '', signal }) {
      const signature = await sign?.({ method, target, host: origin.hostname, headers, body }, clock.now());
      const deadline = AbortSignal.timeout(limits.totalMs);
      try {
        const answer = await agent.request({
          origin: origin.origin,
          path: target,
          method,
          headers: { ...headers, ...signature },
          body: body === '' ? null : body,
          signal: signal ? AbortSignal.any([signal, deadline]) : deadline,
        });
        return await readAnswer(answer, clock, limits);
      } catch (error) {
        throw failureOf(error, { limits, deadline, signal });
      }
    },

    close: () => agent.close(),
  };
}

function createAgent({ ca, certificate, key, passphrase }: TlsOptions, limits: Limits): Agent {
  const identity = {
    cert: certificate,
    key,
    ...(passphrase === undefined ? {} : { passphrase }),
    ...(ca === undefined ? {} : { ca }),
  };
  try {
    createSecureContext(identity);
  } catch (cause) {
    throw new Error('The transport certificate cannot be used: certificate, key and passphrase do not fit together', {
      cause,
    });
  }
  return new Agent({
    connect: { ...identity, timeout: limits.connectMs },
    headersTimeout: limits.headersMs,
    bodyTimeout: limits.bodyMs,
    maxResponseSize: limits.maximumBodyBytes,
  });
}

async function readAnswer(
  answer: Dispatcher.ResponseData,
  clock: { now(): Date },
  limits: Limits,
): Promise<WireResponse> {
  const requestId = headerOf(answer, 'ibanity-request-id');
  let body: string;
  try {
    body = await readText(answer.body);
  } catch (error) {
    if (!(error instanceof undiciErrors.ResponseExceededMaxSizeError)) throw error;
    const problem = `the answer is larger than ${limits.maximumBodyBytes} bytes`;
    throw new PontoUnexpectedResponseError(problem, { status: answer.statusCode, requestId, body: '' });
  }
  return {
    status: answer.statusCode,
    contentType: headerOf(answer, 'content-type'),
    requestId,
    retryAfterMs: retryAfterMs(headerOf(answer, 'retry-after'), clock.now()),
    body,
  };
}

/** Into one buffer: pieces that are kept apart weigh a hundred times what they carry when a body comes byte by byte. */
async function readText(pieces: AsyncIterable<Uint8Array>): Promise<string> {
  let buffer = new Uint8Array(16_384);
  let length = 0;
  for await (const piece of pieces) {
    if (length + piece.length > buffer.length) {
      const larger = new Uint8Array(2 * (length + piece.length));
      larger.set(buffer.subarray(0, length));
      buffer = larger;
    }
    buffer.set(piece, length);
    length += piece.length;
  }
  return new TextDecoder().decode(buffer.subarray(0, length));
}

function headerOf({ headers }: Dispatcher.ResponseData, name: string): string | undefined {
  const value = headers[name];
  return Array.isArray(value) ? value[0] : value;
}

/** Seconds or an HTTP date; at least a second, and at most an hour whatever was asked. */
function retryAfterMs(header: string | undefined, now: Date): number | undefined {
  if (header === undefined) return undefined;
  const isNumber = /^[+-]?\d+(?:\.\d+)?$/.test(header);
  const milliseconds = isNumber ? Number(header) * 1000 : Date.parse(header) - now.getTime();
  return Number.isNaN(milliseconds) ? undefined : Math.min(Math.max(milliseconds, 1000), 3_600_000);
}

function failureOf(
  error: unknown,
  { limits, deadline, signal }: { limits: Limits; deadline: AbortSignal; signal: AbortSignal | undefined },
): unknown {
  if (error instanceof PontoUnexpectedResponseError) return error;
  if (signal?.aborted && error === signal.reason) return error;
  if (deadline.aborted && error === deadline.reason) return new PontoTimeoutError('total', limits.totalMs);
  if (error instanceof undiciErrors.ConnectTimeoutError) return new PontoTimeoutError('connect', limits.connectMs);
  if (error instanceof undiciErrors.HeadersTimeoutError) return new PontoTimeoutError('headers', limits.headersMs);
  if (error instanceof undiciErrors.BodyTimeoutError) return new PontoTimeoutError('body', limits.bodyMs);
  return new PontoNetworkError(reasonOf(error), { cause: error });
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown reason';
  return 'code' in error && typeof error.code === 'string' ? error.code : error.message;
}
