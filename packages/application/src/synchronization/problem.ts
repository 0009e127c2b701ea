import {
  PontoApiError,
  PontoError,
  PontoHeldBackError,
  PontoOAuthError,
  PontoUnexpectedResponseError,
} from '@onfact-ponto/ponto-client';
import { GrantLostError } from '../connection/access-token.ts';
import type { Log } from '../context.ts';
import { readableCode } from '../support/call-log.ts';
import { LeaseLostError } from './lease.ts';

/** What went wrong with a pull, and what Ponto said: for the user's text and for support. */
export type Problem = {
  /** Stable. */
  code: ProblemCode;
  /** Undefined when no answer came, or when the fault is ours. */
  status: number | undefined;
  /** Ponto's own code when it named one. */
  providerCode: string | undefined;
  requestId: string | undefined;
};

export type ProblemCode =
  | 'ponto_unreachable'
  | 'ponto_busy'
  | 'ponto_unexpected_answer'
  /** We may not read this: the plan, or what was agreed to, does not cover it. */
  | 'ponto_forbidden'
  | 'ponto_refused'
  | 'authorization_expired'
  | 'application_refused'
  /** A fault of ours: the log tells which. */
  | 'internal';

/**
 * Says what a failure means. Losing the lease or the grant, or not being let through to Ponto, is the end of the pull,
 * not of one account: it passes.
 */
export function problemOf(error: unknown, log: Log): Problem {
  if (error instanceof GrantLostError || error instanceof LeaseLostError || error instanceof PontoHeldBackError) {
    throw error;
  }
  if (!(error instanceof PontoError)) {
    log.warn('a pull met an unexpected error', { error });
    return { code: 'internal', status: undefined, providerCode: undefined, requestId: undefined };
  }
  return {
    code: codeOf(error),
    status: error.status,
    providerCode: readableCode(error.reason),
    requestId: error.requestId,
  };
}

function codeOf(error: PontoError): ProblemCode {
  if (error instanceof PontoApiError) {
    if (error.status === 429) return 'ponto_busy';
    if (error.status >= 500) return 'ponto_unreachable';
    if (error.retryAdvice === 'ask-user') return 'authorization_expired';
    return error.status === 403 ? 'ponto_forbidden' : 'ponto_refused';
  }
  if (error instanceof PontoOAuthError) return error.status < 500 ? 'application_refused' : 'ponto_unreachable';
  return error instanceof PontoUnexpectedResponseError ? 'ponto_unexpected_answer' : 'ponto_unreachable';
}
