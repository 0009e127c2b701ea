import { findCompanyCredential, inCompany, markCredentialRefused } from '@onfact-ponto/db';
import { OnfactError } from '@onfact-ponto/onfact-client';
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

/**
 * Works with the company's own key, which comes from its row and never from a job.
 * @throws NoOnfactAccessError
 */
export async function withOnfact<Result>(
  context: Context,
  work: (onfact: OnfactClient) => Promise<Result>,
): Promise<Result> {
  const { companyId } = context;
  const credential = await inCompany(context.db, companyId, (tx) => findCompanyCredential(tx, companyId));
  if (!credential) throw new NoOnfactAccessError('missing');
  if (credential.refusedAt) throw new NoOnfactAccessError('refused');

  const sessionKey = context.cipher.open(credential.sessionKeyEnvelope, sessionKeyBelongsTo(companyId));
  try {
    const onfact = context.onfactFor({ sessionKey, companyUuid: credential.onfactCompanyUuid });
    return await callsOf({ companyId, connectionId: null }, () => work(onfact));
  } catch (error) {
    if (!(error instanceof OnfactError && error.code === 'ONFACT_UNAUTHORIZED')) throw error;
    await inCompany(context.db, companyId, (tx) => markCredentialRefused(tx, credential, context.clock.now()));
    throw new NoOnfactAccessError('refused', { cause: error });
  }
}

export function sessionKeyBelongsTo(companyId: string): readonly string[] {
  return ['onfact-session-key', companyId];
}
