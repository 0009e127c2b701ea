import { ApiUnreachableError, ProblemError } from '@onfact-ponto/api-contract';
import { reasonOf, type Refusal } from './refusal.ts';

/** A refusal that the screens have words for. Anything else is thrown again. */
export function refusalOf(error: unknown): Refusal {
  if (error instanceof ApiUnreachableError) {
    return { reason: 'no_answer', runningId: undefined, requestId: undefined };
  }
  if (!(error instanceof ProblemError)) throw error;
  const { code, details, requestId } = error.problem;
  const reason = reasonOf[code];
  if (reason === undefined) throw error;
  return { reason, runningId: details?.paymentInitiationId, requestId };
}
