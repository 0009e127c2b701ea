/**
 * Base of everything the client throws on purpose; `code` is stable across releases. A request that the caller
 * cancels through its own signal throws the reason of that signal instead: after a write its outcome is unknown too.
 */
export abstract class OnfactError extends Error {
  abstract readonly code:
    | OnfactRefusalCode
    | 'ONFACT_NETWORK'
    | 'ONFACT_TIMEOUT'
    | 'ONFACT_UNEXPECTED_RESPONSE'
    | 'ONFACT_LIST_CHANGED'
    | 'ONFACT_HELD_BACK'
    | 'ONFACT_TWO_FACTOR_REQUIRED';
  /**
   * The write may have been done. onFact knows no idempotency key, so look for its result before sending it again.
   * Always false for a request that only reads.
   */
  abstract readonly outcomeUnknown: boolean;
}

export type OnfactRefusalCode =
  | 'ONFACT_UNAUTHORIZED'
  | 'ONFACT_FORBIDDEN'
  | 'ONFACT_NOT_FOUND'
  | 'ONFACT_VALIDATION'
  | 'ONFACT_TOO_MANY_REQUESTS'
  | 'ONFACT_SERVER';

/** onFact answered that it did not, or could not, do it. */
export class OnfactApiError extends OnfactError {
  override readonly name = 'OnfactApiError';
  readonly code: OnfactRefusalCode;
  readonly status: number;
  readonly outcomeUnknown: boolean;
  /** How long onFact asks to wait; undefined when it does not say. */
  readonly retryAfterMs: number | undefined;
  /** onFact's own name of it: "InvalidLogin"; undefined when it gave none. */
  readonly reason: string | undefined;
  /** Which rule each field broke: "users[0].email _isUnique". */
  readonly problems: readonly string[];

  constructor(answer: {
    status: number;
    isWrite: boolean;
    retryAfterMs: number | undefined;
    reason: string | undefined;
    problems: readonly string[];
  }) {
    const code = codeOf(answer.status);
    super(`onFact answered ${answer.status} (${code})${answer.problems.map((problem) => `; ${problem}`).join('')}`);
    this.code = code;
    this.status = answer.status;
    this.outcomeUnknown = answer.isWrite && code === 'ONFACT_SERVER';
    this.retryAfterMs = answer.retryAfterMs;
    this.reason = answer.reason;
    this.problems = answer.problems;
  }
}

/** Not sent: onFact asked this company to wait, and the time has not come. */
export class OnfactHeldBackError extends OnfactError {
  override readonly name = 'OnfactHeldBackError';
  readonly code = 'ONFACT_HELD_BACK';
  readonly outcomeUnknown = false;
  readonly retryAfterMs: number;

  constructor(retryAfterMs: number) {
    super(`onFact asked to wait for another ${retryAfterMs} ms`);
    this.retryAfterMs = retryAfterMs;
  }
}

/** Not sent: the user's tokens wait for a code that only the user has. */
export class OnfactTwoFactorRequiredError extends OnfactError {
  override readonly name = 'OnfactTwoFactorRequiredError';
  readonly code = 'ONFACT_TWO_FACTOR_REQUIRED';
  readonly outcomeUnknown = false;

  constructor() {
    super('onFact waits for the code of the second factor');
  }
}

/** No answer: the connection could not be made, or broke. */
export class OnfactNetworkError extends OnfactError {
  override readonly name = 'OnfactNetworkError';
  readonly code = 'ONFACT_NETWORK';
  readonly outcomeUnknown: boolean;

  constructor(reason: string, { outcomeUnknown, cause }: { outcomeUnknown: boolean; cause: unknown }) {
    super(`onFact could not be reached: ${reason}`, { cause });
    this.outcomeUnknown = outcomeUnknown;
  }
}

/** No complete answer in time. */
export class OnfactTimeoutError extends OnfactError {
  override readonly name = 'OnfactTimeoutError';
  readonly code = 'ONFACT_TIMEOUT';
  readonly outcomeUnknown: boolean;

  constructor(limitMs: number, { outcomeUnknown }: { outcomeUnknown: boolean }) {
    super(`onFact took more than ${limitMs} ms`);
    this.outcomeUnknown = outcomeUnknown;
  }
}

/** onFact answered, but not with anything its description allows. The body is not kept: it holds customer data. */
export class OnfactUnexpectedResponseError extends OnfactError {
  override readonly name = 'OnfactUnexpectedResponseError';
  readonly code = 'ONFACT_UNEXPECTED_RESPONSE';
  readonly status: number;
  readonly outcomeUnknown: boolean;

  constructor(problem: string, { status, outcomeUnknown }: { status: number; outcomeUnknown: boolean }) {
    super(`onFact answered ${status} with something unexpected: ${problem}`);
    this.status = status;
    this.outcomeUnknown = outcomeUnknown;
  }
}

/** A list moved so much while it was read that rows were missed. Read it again. */
export class OnfactListChangedError extends OnfactError {
  override readonly name = 'OnfactListChangedError';
  readonly code = 'ONFACT_LIST_CHANGED';
  readonly outcomeUnknown = false;

  constructor(seen: number, count: number) {
    super(`The list changed while it was read: saw ${seen} of ${count}`);
  }
}

function codeOf(status: number): OnfactRefusalCode {
  if (status === 401) return 'ONFACT_UNAUTHORIZED';
  if (status === 403) return 'ONFACT_FORBIDDEN';
  if (status === 404) return 'ONFACT_NOT_FOUND';
  if (status === 429) return 'ONFACT_TOO_MANY_REQUESTS';
  return status >= 500 || status === 408 ? 'ONFACT_SERVER' : 'ONFACT_VALIDATION';
}
