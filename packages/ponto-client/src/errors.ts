/** What to do about a failure. `after-refresh`: once, with a new access token; `ask-user`: only a person can repair it. */
export type RetryAdvice = 'never' | 'after-refresh' | 'back-off' | 'ask-user' | Readonly<{ afterMs: number }>;

/**
 * Base of everything the client throws on purpose; `code` is stable across releases. A request that the caller
 * cancels through its own signal throws the reason of that signal instead.
 *
 * What Ponto answered stands behind getters, not in enumerable fields, so that a logged error never prints bank
 * data or tokens.
 */
export abstract class PontoError extends Error {
  abstract readonly code: PontoErrorCode;
  abstract get retryAdvice(): RetryAdvice;
  /** Undefined when no answer came. */
  abstract readonly status: number | undefined;
  /** Ponto's own name for the call: quote it when writing to Ponto support. */
  abstract readonly requestId: string | undefined;

  /** The most telling code there is: Ponto's own when it named one, else `code`. */
  get reason(): string {
    return this.code;
  }
}

export type PontoErrorCode =
  | 'PONTO_INVALID_REQUEST'
  | 'PONTO_NETWORK'
  | 'PONTO_TIMEOUT'
  | 'PONTO_API'
  | 'PONTO_OAUTH'
  | 'PONTO_UNEXPECTED_RESPONSE'
  | 'PONTO_HELD_BACK';

/** Ponto or the bank would refuse what is asked, so it was not sent. */
export class PontoInvalidRequestError extends PontoError {
  override readonly name = 'PontoInvalidRequestError';
  readonly code = 'PONTO_INVALID_REQUEST';
  readonly retryAdvice = 'never';
  readonly status = undefined;
  readonly requestId = undefined;
  /** Of the argument: "creditorName", "payments[2].amount". */
  readonly attribute: string;

  constructor(attribute: string, problem: string) {
    super(`${attribute} ${problem}`);
    this.attribute = attribute;
  }
}

/** No answer: the connection could not be made, or broke. Whether Ponto did the work is not known. */
export class PontoNetworkError extends PontoError {
  override readonly name = 'PontoNetworkError';
  readonly code = 'PONTO_NETWORK';
  readonly status = undefined;
  readonly requestId = undefined;
  readonly retryAdvice = 'back-off';

  constructor(reason: string, options?: ErrorOptions) {
    super(`Ponto could not be reached: ${reason}`, options);
  }
}

/** No complete answer in time. Whether Ponto did the work is not known. */
export class PontoTimeoutError extends PontoError {
  override readonly name = 'PontoTimeoutError';
  readonly code = 'PONTO_TIMEOUT';
  readonly status = undefined;
  readonly requestId = undefined;
  readonly retryAdvice = 'back-off';
  readonly phase: TimeoutPhase;

  constructor(phase: TimeoutPhase, limitMs: number) {
    super(`Ponto took more than ${limitMs} ms (${phase})`);
    this.phase = phase;
  }
}
export type TimeoutPhase = 'connect' | 'headers' | 'body' | 'total';

/** The gate of the caller let nothing through: Ponto was not asked. */
export class PontoHeldBackError extends PontoError {
  override readonly name = 'PontoHeldBackError';
  readonly code = 'PONTO_HELD_BACK';
  readonly status = undefined;
  readonly requestId = undefined;
  readonly #cause: string;
  readonly #afterMs: number;

  /** @param cause stable code of why, which becomes the `reason` */
  constructor(cause: string, afterMs: number) {
    super(`Ponto is not asked for ${Math.ceil(afterMs / 1000)} s: ${cause}`);
    this.#cause = cause;
    this.#afterMs = afterMs;
  }

  override get reason(): string {
    return this.#cause;
  }

  get retryAdvice(): RetryAdvice {
    return { afterMs: this.#afterMs };
  }
}

/** Ponto answered, but not with anything its description allows: a proxy's page, a cut document, a redirect. */
export class PontoUnexpectedResponseError extends PontoError {
  override readonly name = 'PontoUnexpectedResponseError';
  readonly code = 'PONTO_UNEXPECTED_RESPONSE';
  readonly retryAdvice = 'back-off';
  readonly status: number;
  readonly requestId: string | undefined;
  readonly #body: string;

  constructor(problem: string, { status, requestId, body }: AnsweredWith) {
    super(`Ponto answered ${status} with something unexpected: ${problem}`);
    this.status = status;
    this.requestId = requestId;
    this.#body = body;
  }

  get body(): string {
    return this.#body;
  }
}

/** Ponto refused the request. */
export class PontoApiError extends PontoError {
  override readonly name = 'PontoApiError';
  readonly code = 'PONTO_API';
  readonly status: number;
  readonly requestId: string | undefined;
  readonly #answer: AnsweredWith;
  readonly #errors: readonly PontoErrorItem[];

  constructor(errors: readonly PontoErrorItem[], answer: AnsweredWith) {
    super(`Ponto answered ${answer.status}: ${errors.map((error) => error.code).join(', ') || 'no error code'}`);
    this.status = answer.status;
    this.requestId = answer.requestId;
    this.#answer = answer;
    this.#errors = errors;
  }

  /** The `detail` is for people and may quote bank data: branch on `status`, then on `code`. */
  get errors(): readonly PontoErrorItem[] {
    return this.#errors;
  }

  get body(): string {
    return this.#answer.body;
  }

  override get reason(): string {
    return this.#errors[0]?.code ?? this.code;
  }

  hasCode(code: string): boolean {
    return this.#errors.some((error) => error.code === code);
  }

  /** Ponto publishes no complete list of codes, so the status decides and the code only refines a plain refusal. */
  get retryAdvice(): RetryAdvice {
    if (this.status === 401) return 'after-refresh';
    if (isTemporary(this.status)) return backOff(this.#answer);
    if (this.hasCode('accountRecentlySynchronized')) return backOff(this.#answer);
    if (this.#errors.some((error) => /^authorization(Expired|Invalid|Revoked)/.test(error.code))) return 'ask-user';
    return 'never';
  }
}
export type PontoErrorItem = Readonly<{ code: string; detail: string; attribute?: string; pointer?: string }>;

/** The token endpoint refused. */
export class PontoOAuthError extends PontoError {
  override readonly name = 'PontoOAuthError';
  readonly code = 'PONTO_OAUTH';
  readonly status: number;
  /** `invalid_grant`, `invalid_client`, …; undefined when the answer named none. */
  readonly error: string | undefined;
  readonly requestId: string | undefined;
  readonly #answer: AnsweredWith;
  readonly #description: string | undefined;

  constructor(error: string | undefined, description: string | undefined, answer: AnsweredWith) {
    super(`Ponto's token endpoint answered ${answer.status}: ${error ?? 'no error code'}`);
    this.status = answer.status;
    this.error = error;
    this.requestId = answer.requestId;
    this.#answer = answer;
    this.#description = description;
  }

  override get reason(): string {
    return this.error ?? this.code;
  }

  /** For support only; never shown to a user. */
  get description(): string | undefined {
    return this.#description;
  }

  /** A dead grant needs the user; a 5xx is no revocation, whatever its body says. */
  get retryAdvice(): RetryAdvice {
    if (isTemporary(this.status)) return backOff(this.#answer);
    return this.error !== undefined && deadGrants.has(this.error) ? 'ask-user' : 'never';
  }
}
const deadGrants: ReadonlySet<string> = new Set(['invalid_grant', 'token_inactive', 'access_denied']);

/** What an error keeps of the answer that caused it. */
export type AnsweredWith = Readonly<{
  status: number;
  requestId: string | undefined;
  body: string;
  /** From `Retry-After`, when it was sent. */
  retryAfterMs?: number | undefined;
}>;

function isTemporary(status: number): boolean {
  return status === 429 || status === 408 || status >= 500;
}

function backOff({ retryAfterMs }: AnsweredWith): RetryAdvice {
  return retryAfterMs === undefined ? 'back-off' : { afterMs: retryAfterMs };
}
