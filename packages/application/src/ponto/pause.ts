import type { PontoApplication } from '@onfact-ponto/db';
import {
  PontoError,
  PontoHeldBackError,
  PontoInvalidRequestError,
  PontoNetworkError,
  PontoOAuthError,
  PontoUnexpectedResponseError,
} from '@onfact-ponto/ponto-client';

/** What the end of one call says about Ponto and our application there, whoever it was made for. */
export type CallEnd =
  | { kind: 'answered' }
  | { kind: 'busy'; waitMs: number | undefined }
  | { kind: 'unreachable' }
  | { kind: 'application_refused' }
  /** Nothing: the caller gave up, or was not let through. */
  | { kind: 'unknown' };

type Pause = Pick<PontoApplication, 'pauseReason' | 'pausedSince' | 'pausedUntil' | 'failureCount'>;

/** So many calls without an answer, over all processes, are no accident any more. */
const failuresUntilPause = 5;
const firstWaitMs = 10_000;
const longestWaitMs = 3_600_000;
const firstProbeMs = 60_000;
const longestProbeMs = 15 * 60_000;

export function endOfCall(failure: unknown): CallEnd {
  if (!(failure instanceof PontoError) || wasNotSent(failure)) return { kind: 'unknown' };
  const { status, retryAdvice } = failure;
  if (status === 429)
    return { kind: 'busy', waitMs: typeof retryAdvice === 'object' ? retryAdvice.afterMs : undefined };
  if (failure instanceof PontoOAuthError && failure.error === 'invalid_client') return { kind: 'application_refused' };
  if (failure instanceof PontoNetworkError && isRefusedCertificate(failure.cause))
    return { kind: 'application_refused' };
  const isSomethingElse = failure instanceof PontoUnexpectedResponseError;
  if (status === undefined || status === 408 || status >= 500 || isSomethingElse) return { kind: 'unreachable' };
  return { kind: 'answered' };
}

function wasNotSent(failure: PontoError): boolean {
  return failure instanceof PontoHeldBackError || failure instanceof PontoInvalidRequestError;
}

/** The other end ended the handshake because of our certificate. That we refuse theirs has other codes. */
function isRefusedCertificate(cause: unknown): boolean {
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
  return /^ERR_SSL_.*ALERT.*(CERTIFICATE|UNKNOWN_CA)/.test(code);
}

/**
 * What follows for everybody from the end of a call. A pause is only made longer by a new request for patience: calls
 * that were under way when it began say nothing new.
 * @returns undefined when nothing changes
 */
export function pauseAfterCall(pause: Pause, end: CallEnd, now: Date): Partial<Pause> | undefined {
  switch (end.kind) {
    case 'unknown':
      return undefined;
    case 'answered':
      return pause.pauseReason === null && pause.failureCount > 0 ? { failureCount: 0 } : undefined;
    case 'busy':
      return needsProbe(pause) ? undefined : patience(pause, end.waitMs, now);
    case 'application_refused':
      return needsProbe(pause) ? undefined : begin('application_refused', 1, firstProbeMs, now);
    case 'unreachable': {
      if (pause.pauseReason !== null) return undefined;
      const failureCount = pause.failureCount + 1;
      if (failureCount < failuresUntilPause) return { failureCount };
      return begin('unreachable', failureCount, untilProbeMs(failureCount), now);
    }
  }
}

/**
 * What follows from the end of a probe. Once it was answered all go on; that the token endpoint answers does not prove
 * that the rest does, so the next failure begins the pause anew, for longer.
 */
export function pauseAfterProbe(pause: Pause, end: CallEnd, now: Date): Partial<Pause> {
  if (end.kind === 'answered') {
    const failureCount = pause.pauseReason === 'unreachable' ? pause.failureCount : 0;
    return { pauseReason: null, pausedSince: null, pausedUntil: null, failureCount };
  }
  const failureCount = pause.failureCount + 1;
  const waitMs = end.kind === 'busy' && end.waitMs !== undefined ? end.waitMs : untilProbeMs(failureCount);
  const pauseReason = end.kind === 'application_refused' ? 'application_refused' : pause.pauseReason;
  return { pauseReason, failureCount, pausedUntil: new Date(now.getTime() + waitMs) };
}

/** Whether nobody may ask Ponto anything now. */
export function isPaused(pause: Pause, now: Date): boolean {
  return needsProbe(pause) || (pause.pauseReason === 'busy' && pause.pausedUntil !== null && pause.pausedUntil > now);
}

/** Patience ends by itself; anything else when Ponto was seen to answer. */
export function needsProbe({ pauseReason }: Pause): boolean {
  return pauseReason === 'unreachable' || pauseReason === 'application_refused';
}

function patience(pause: Pause, waitMs: number | undefined, now: Date): Partial<Pause> {
  const failureCount = pause.failureCount + 1;
  const wait = Math.min(waitMs ?? firstWaitMs * 2 ** Math.min(pause.failureCount, 9), longestWaitMs);
  const until = new Date(Math.max(now.getTime() + wait, pause.pausedUntil?.getTime() ?? 0));
  return { pauseReason: 'busy', pausedSince: pause.pausedSince ?? now, pausedUntil: until, failureCount };
}

function begin(pauseReason: Pause['pauseReason'], failureCount: number, waitMs: number, now: Date): Partial<Pause> {
  return { pauseReason, pausedSince: now, pausedUntil: new Date(now.getTime() + waitMs), failureCount };
}

function untilProbeMs(failureCount: number): number {
  const doublings = Math.max(0, Math.min(failureCount - failuresUntilPause, 10));
  return Math.min(firstProbeMs * 2 ** doublings, longestProbeMs);
}
