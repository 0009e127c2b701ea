import { Agent, errors as undiciErrors } from 'undici';
import type { CredentialsProvider } from './credentials.ts';
import { OnfactNetworkError, OnfactTimeoutError, OnfactUnexpectedResponseError } from './errors.ts';
import { patienceMs, type Pace } from './pace.ts';

export type Limits = Readonly<{ connectMs: number; totalMs: number; maximumBodyBytes: number }>;

/** onFact computes slowly at the end of a month, and a write whose answer is lost costs a look-up. */
export const defaultLimits: Limits = { connectMs: 10_000, totalMs: 60_000, maximumBodyBytes: 16 * 1024 * 1024 };

export type WireRequest = Readonly<{
  method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Path and query, percent-encoded. */
  target: string;
  headers?: Readonly<Record<string, string>> | undefined;
  body?: string | undefined;
  signal?: AbortSignal | undefined;
}>;

export type WireResponse = Readonly<{ status: number; body: string; retryAfterMs: number | undefined }>;

export type Transport = Readonly<{
  /**
   * Follows no redirect. What was refused unread is sent again: with renewed credentials after a 401 and, when it only
   * reads, a little later after a 429.
   * @throws OnfactNetworkError | OnfactTimeoutError | OnfactUnexpectedResponseError | OnfactHeldBackError
   */
  send(request: WireRequest): Promise<WireResponse>;
  close(): Promise<void>;
}>;

/** Requests to one origin for one company, paced, bounded in time and size. */
export function createTransport(options: {
  origin: URL;
  credentials: CredentialsProvider;
  pace: Pace;
  clock: { now(): Date };
  limits: Limits;
}): Transport {
  const { credentials, pace, limits } = options;
  const agent = new Agent({
    connect: { timeout: limits.connectMs },
    headersTimeout: limits.totalMs,
    bodyTimeout: limits.totalMs,
    maxResponseSize: limits.maximumBodyBytes,
  });

  async function sendInTurn(request: WireRequest): Promise<WireResponse> {
    await pace.turn(request.signal);
    const identity = await credentials.headers();
    const answer = await exchange(agent, request, identity, options);
    if (answer.status !== 401 || !(await credentials.renew?.(identity))) return answer;
    await pace.turn(request.signal);
    return exchange(agent, request, await credentials.headers(), options);
  }

  return {
    async send(request) {
      for (let patience = readAgain; ; patience -= 1) {
        const answer = await sendInTurn(request);
        if (answer.status !== 429) {
          pace.goOn();
          return answer;
        }
        const retryAfterMs = pace.slowDown(answer.retryAfterMs);
        const mayWait = request.method === 'GET' && patience > 0 && retryAfterMs <= patienceMs;
        if (!mayWait) return { ...answer, retryAfterMs };
      }
    },

    close: () => agent.close(),
  };
}

/** So often a reading that was told to wait does so by itself. */
const readAgain = 2;

async function exchange(
  agent: Agent,
  { method, target, headers, body, signal }: WireRequest,
  identity: Readonly<Record<string, string>>,
  { origin, clock, limits }: { origin: URL; clock: { now(): Date }; limits: Limits },
): Promise<WireResponse> {
  const content = body === undefined ? {} : { 'content-type': 'application/json' };
  const deadline = AbortSignal.timeout(limits.totalMs);
  const progress: Progress = { status: undefined };
  try {
    const answer = await agent.request({
      origin: origin.origin,
      path: target,
      method,
      headers: { ...identity, ...headers, ...content, accept: 'application/json' },
      body: body ?? null,
      signal: signal ? AbortSignal.any([signal, deadline]) : deadline,
    });
    progress.status = answer.statusCode;
    const retryAfter = answer.headers['retry-after'];
    return {
      status: answer.statusCode,
      body: await answer.body.text(),
      retryAfterMs: typeof retryAfter === 'string' ? retryAfterMs(retryAfter, clock.now()) : undefined,
    };
  } catch (error) {
    if (signal?.aborted && error === signal.reason) throw error;
    throw failureOf(error, { isWrite: method !== 'GET', deadline, limits, progress });
  }
}

/** How far the request came before it failed. */
type Progress = { status: number | undefined };

/** Seconds or an HTTP date; at least a second, and at most an hour whatever was asked. */
function retryAfterMs(header: string, now: Date): number | undefined {
  const milliseconds = /^\d{1,9}$/.test(header.trim()) ? Number(header) * 1000 : Date.parse(header) - now.getTime();
  return Number.isFinite(milliseconds) ? Math.min(Math.max(milliseconds, 1000), 3_600_000) : undefined;
}

function failureOf(
  error: unknown,
  failed: { isWrite: boolean; deadline: AbortSignal; limits: Limits; progress: Progress },
): Error {
  const { isWrite, deadline, limits, progress } = failed;
  const neverSent = error instanceof undiciErrors.ConnectTimeoutError || isRefusedConnection(error);
  const outcomeUnknown = isWrite && !neverSent;
  if (error instanceof undiciErrors.ResponseExceededMaxSizeError) {
    const problem = `the answer is larger than ${limits.maximumBodyBytes} bytes`;
    return new OnfactUnexpectedResponseError(problem, { status: progress.status ?? 0, outcomeUnknown });
  }
  if (error instanceof undiciErrors.ConnectTimeoutError) {
    return new OnfactTimeoutError(limits.connectMs, { outcomeUnknown });
  }
  const isTimeout =
    error instanceof undiciErrors.HeadersTimeoutError ||
    error instanceof undiciErrors.BodyTimeoutError ||
    (deadline.aborted && error === deadline.reason);
  if (isTimeout) return new OnfactTimeoutError(limits.totalMs, { outcomeUnknown });
  return new OnfactNetworkError(codeOf(error) ?? 'unknown reason', { outcomeUnknown, cause: error });
}

/** The connection was never made, so nothing can have been done. */
function isRefusedConnection(error: unknown): boolean {
  return ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH'].includes(codeOf(error) ?? '');
}

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}
