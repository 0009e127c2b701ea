import { PontoApiError, PontoError, PontoOAuthError, PontoUnexpectedResponseError } from '@onfact-ponto/ponto-client';
import { GrantLostError } from '../connection/access-token.ts';
import type { Log } from '../context.ts';
import { LeaseLostError } from './lease.ts';

/** Stable code of what went wrong with a pull, for the user's text and for support. */
export type Problem = { code: ProblemCode; requestId: string | undefined };

export type ProblemCode =
  | 'ponto_unreachable'
  | 'ponto_busy'
  | 'ponto_unexpected_answer'
  | 'ponto_refused'
  | 'account_not_found'
  | 'authorization_expired'
  | 'application_refused'
  /** A fault of ours: the log tells which. */
  | 'internal';

/** Says what a failure means. Losing the lease or the grant is the end of the pull, not of one account: it passes. */
export function problemOf(error: unknown, log: Log): Problem {
  if (error instanceof GrantLostError || error instanceof LeaseLostError) throw error;
  if (!(error instanceof PontoError)) {
    log.warn('a pull met an unexpected error', { error });
    return { code: 'internal', requestId: undefined };
  }
  return { code: codeOf(error), requestId: error.requestId };
}

function codeOf(error: PontoError): ProblemCode {
  if (error instanceof PontoApiError) {
    if (error.status === 404) return 'account_not_found';
    if (error.status === 429) return 'ponto_busy';
    if (error.status >= 500) return 'ponto_unreachable';
    return error.retryAdvice === 'ask-user' ? 'authorization_expired' : 'ponto_refused';
  }
  if (error instanceof PontoOAuthError) return error.status < 500 ? 'application_refused' : 'ponto_unreachable';
  return error instanceof PontoUnexpectedResponseError ? 'ponto_unexpected_answer' : 'ponto_unreachable';
}
