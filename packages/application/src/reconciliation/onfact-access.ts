import {
  endCredentialPause,
  findCompanyCredential,
  inCompany,
  markCredentialRefused,
  pauseCredential,
} from '@onfact-ponto/db';
import type { CompanyCredential } from '@onfact-ponto/db';
import { OnfactApiError, OnfactError, OnfactHeldBackError } from '@onfact-ponto/onfact-client';
import type { OnfactClient } from '@onfact-ponto/onfact-client';
import type { Context } from '../context.ts';
import { callsOf } from '../support/call-log.ts';

/** The company has no key for its books, or onFact refused it: reading and writing wait for a new one. */
export class NoOnfactAccessError extends Error {
  override readonly name = 'NoOnfactAccessError';
  readonly code: 'missing' | 'refused';

  constructor(code: 'missing' | 'refused', options?: ErrorOptions) {
    super(`No access to the books: key ${code}`, options);
    this.code = code;
  }
}

const firstPauseMs = 10_000;
const longestPauseMs = 3_600_000;

/**
 * Works with the company's own key, which comes from its row and never from a job. When onFact has had enough, the
 * whole company waits, in every process.
 * @throws NoOnfactAccessError
 * @throws OnfactHeldBackError when the company waits
 */
export async function withOnfact<Result>(
  context: Context,
  work: (onfact: OnfactClient) => Promise<Result>,
): Promise<Result> {
  const { companyId } = context;
  const credential = await inCompany(context.db, companyId, (tx) => findCompanyCredential(tx, companyId));
  if (!credential) throw new NoOnfactAccessError('missing');
  if (credential.refusedAt) throw new NoOnfactAccessError('refused');
  const pauseMs = (credential.pausedUntil?.getTime() ?? 0) - context.clock.now().getTime();
  if (pauseMs > 0) throw new OnfactHeldBackError(pauseMs);

  const sessionKey = context.cipher.open(credential.sessionKeyEnvelope, sessionKeyBelongsTo(companyId));
  try {
    const onfact = context.onfactFor({ sessionKey, companyUuid: credential.onfactCompanyUuid });
    const result = await callsOf({ companyId, connectionId: null }, () => work(onfact));
    if (credential.pauseCount > 0) await inCompany(context.db, companyId, (tx) => endCredentialPause(tx, companyId));
    return result;
  } catch (error) {
    const waitMs = patienceOf(error);
    if (waitMs !== undefined) await pause(context, credential, waitMs);
    if (!(error instanceof OnfactError && error.code === 'ONFACT_UNAUTHORIZED')) throw error;
    await inCompany(context.db, companyId, (tx) => markCredentialRefused(tx, credential, context.clock.now()));
    throw new NoOnfactAccessError('refused', { cause: error });
  }
}

/** How long onFact wants to be left alone; undefined when it did not say so. */
export function patienceOf(error: unknown): number | undefined {
  if (error instanceof OnfactHeldBackError) return error.retryAfterMs;
  return error instanceof OnfactApiError && error.code === 'ONFACT_TOO_MANY_REQUESTS' ? error.retryAfterMs : undefined;
}

/** As long as it was asked, and longer each time that was not enough. */
async function pause(context: Context, { companyId, pauseCount }: CompanyCredential, askedMs: number): Promise<void> {
  const waitMs = Math.max(askedMs, Math.min(firstPauseMs * 2 ** pauseCount, longestPauseMs));
  const pausedUntil = new Date(context.clock.now().getTime() + waitMs);
  await inCompany(context.db, companyId, (tx) =>
    pauseCredential(tx, companyId, { pausedUntil, pauseCount: Math.min(pauseCount + 1, 20) }),
  );
}

export function sessionKeyBelongsTo(companyId: string): readonly string[] {
  return ['onfact-session-key', companyId];
}
