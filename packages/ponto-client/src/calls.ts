import { PontoError, type AnsweredWith } from './errors.ts';
import type { WireRequest } from './transport.ts';

/** One HTTP call to Ponto as it may be logged and shown to support: no body, no token, no id of an account. */
export type PontoCall = CallName &
  Readonly<{
    /** Undefined when no answer came. */
    status: number | undefined;
    durationMs: number;
    /** Ponto's own name for the call (`ibanity-request-id`): quote it when writing to Ponto support. */
    requestId: string | undefined;
    /**
     * Ponto's code when it named one, else that of our own error; "CANCELLED" when the caller stopped waiting.
     * Undefined when the call succeeded. A code, never a sentence.
     */
    errorCode: string | undefined;
  }>;

/** What is asked, in words that are the same for every organization. */
export type CallName = Readonly<{
  /** The name of the client's own function: "transactions.list". */
  operation: string;
  method: WireRequest['method'];
  /** "/ponto-connect/accounts/{accountId}/transactions". */
  pathTemplate: string;
}>;

/**
 * Hears of every call once, when it has ended, in the async context of who made it (so an `AsyncLocalStorage` tells
 * for whom). What it throws is dropped: an answer, such as new tokens, must not be lost with it.
 */
export type OnCall = (call: PontoCall) => void;

/**
 * Stands before every call: performs it when its turn has come, and sees how it ended. A call that it does not perform
 * it refuses with a `PontoHeldBackError`.
 */
export type Gate = <Answered>(call: CallName, perform: () => Promise<Answered>) => Promise<Answered>;

/** Performs one call, and tells about it. */
export type ObserveCall = <Answered extends { answer: AnsweredWith }>(
  call: CallName,
  perform: () => Promise<Answered>,
) => Promise<Answered>;

export function createCallObserver(onCall: OnCall, clock: { now(): Date }): ObserveCall {
  return async (call, perform) => {
    const startedAt = clock.now().getTime();
    const tell = (outcome: Pick<PontoCall, 'status' | 'requestId' | 'errorCode'>): void => {
      try {
        onCall({ ...call, ...outcome, durationMs: clock.now().getTime() - startedAt });
      } catch {
        // See OnCall.
      }
    };
    try {
      const answered = await perform();
      const { status, requestId } = answered.answer;
      tell({ status, requestId, errorCode: undefined });
      return answered;
    } catch (error) {
      tell(failureOf(error));
      throw error;
    }
  };
}

/** For who does not want to hear of calls. */
export const unobserved: ObserveCall = (_call, perform) => perform();

/** The wait at the gate is no part of what is told: that is how long Ponto took. */
export function behindGate(gate: Gate, observe: ObserveCall): ObserveCall {
  return (call, perform) => gate(call, () => observe(call, perform));
}

function failureOf(error: unknown): Pick<PontoCall, 'status' | 'requestId' | 'errorCode'> {
  if (!(error instanceof PontoError)) return { status: undefined, requestId: undefined, errorCode: 'CANCELLED' };
  return { status: error.status, requestId: error.requestId, errorCode: error.reason };
}
