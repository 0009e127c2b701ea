import { OnfactApiError, OnfactError, OnfactUnexpectedResponseError } from './errors.ts';
import type { ApiRequest, JsonApi } from './json-api.ts';

/** One HTTP call to onFact as it may be logged and shown to support: no body, no key, no id. */
export type OnfactCall = Readonly<{
  /** What is asked, in words that are the same for every company: "POST invoices/{id}/payments". */
  operation: string;
  /** Undefined when no answer came. */
  status: number | undefined;
  durationMs: number;
  /** The code of our own error, or "CANCELLED" when the caller stopped waiting. Undefined when the call succeeded. */
  errorCode: string | undefined;
}>;

/** Hears of every call when it has ended, in the async context of who made it. What it throws is dropped. */
export type OnCall = (call: OnfactCall) => void;

export function observed(api: JsonApi, onCall: OnCall, clock: { now(): Date }): JsonApi {
  return async (request) => {
    const startedAt = clock.now().getTime();
    const tell = (outcome: Pick<OnfactCall, 'status' | 'errorCode'>): void => {
      try {
        onCall({ operation: operationOf(request), durationMs: clock.now().getTime() - startedAt, ...outcome });
      } catch {
        // An answer must not be lost with the log of it.
      }
    };
    try {
      const answer = await api(request);
      tell({ status: answer.status, errorCode: undefined });
      return answer;
    } catch (error) {
      tell({ status: statusOf(error), errorCode: error instanceof OnfactError ? error.code : 'CANCELLED' });
      throw error;
    }
  };
}

/** Ids are numbers; the other steps of a path are names. */
function operationOf({ method, path }: ApiRequest): string {
  return `${method} ${path.map((step) => (typeof step === 'number' ? '{id}' : step)).join('/')}`;
}

function statusOf(error: unknown): number | undefined {
  return error instanceof OnfactApiError || error instanceof OnfactUnexpectedResponseError ? error.status : undefined;
}
