import { inCompany, updatePublication } from '@onfact-ponto/db';
import type { Publication, Transaction } from '@onfact-ponto/db';
import { OnfactError } from '@onfact-ponto/onfact-client';
import { recordAudit } from '../audit.ts';
import type { Context } from '../context.ts';
import { NoOnfactAccessError, patienceOf } from './onfact-access.ts';

/** How a failed try of an outbox row goes on. */

const firstDelayMs = 10_000;
const longestDelayMs = 60 * 60_000;
/** A write that nobody waited for any more may still be done: it is looked for when it surely was, or never will be. */
const beforeLookUpMs = 120_000;

/** Why nothing was told: the booking was taken back first. */
export const undoneBeforeSending = 'undone_before_sending';

/**
 * @param state `unknown` when the write may have been done, so that it is looked up before the next try; `sent` when
 * it was done and only what follows from it failed
 */
export async function tryAgainLater(
  context: Context,
  publication: Publication,
  { state, error }: { state: 'pending' | 'unknown' | 'sent'; error: unknown },
): Promise<void> {
  const problem = problemOf(error);
  context.log.warn('publication postponed', { publicationId: publication.publicationId, problem, error });
  await inCompany(context.db, context.companyId, async (tx) => {
    const now = context.clock.now();
    const delayMs = patienceOf(error) ?? Math.min(firstDelayMs * 2 ** publication.attemptCount, longestDelayMs);
    await updatePublication(tx, publication, {
      state,
      problem,
      dueAt: new Date(now.getTime() + (state === 'unknown' ? Math.max(delayMs, beforeLookUpMs) : delayMs)),
      updatedAt: now,
      attemptCount: publication.attemptCount + 1,
    });
  });
}

/** A person must look: the document is not what it was. The allocation stays visible with this reason. */
export async function failForGood(
  context: Context,
  publication: Publication,
  problem: string,
  bankTransactionId: string,
): Promise<void> {
  await fail(context, publication, { problem, dueAt: null }, bankTransactionId);
}

/** The same, for what ends by itself once the person has acted: every hour it is looked whether they did. */
export async function failUntilMended(
  context: Context,
  publication: Publication,
  problem: string,
  bankTransactionId: string,
): Promise<void> {
  const dueAt = new Date(context.clock.now().getTime() + longestDelayMs);
  await fail(context, publication, { problem, dueAt }, bankTransactionId);
}

async function fail(
  context: Context,
  publication: Publication,
  { problem, dueAt }: Pick<Publication, 'problem' | 'dueAt'>,
  bankTransactionId: string,
): Promise<void> {
  const isKnown = publication.state === 'failed' && publication.problem === problem;
  await inCompany(context.db, context.companyId, async (tx) => {
    if (isKnown) return updatePublication(tx, publication, { dueAt });
    await updatePublication(tx, publication, { state: 'failed', problem, dueAt, updatedAt: context.clock.now() });
    await recordAudit(tx, context, {
      action: 'publication.failed',
      subject: { type: 'bank-transaction', id: bankTransactionId },
      facts: { operation: publication.operation, problem: problem ?? '' },
    });
  });
}

/** Nothing failed; something else must end first. */
export async function waitFor(tx: Transaction, context: Context, publication: Publication): Promise<void> {
  const now = context.clock.now();
  await updatePublication(tx, publication, { dueAt: new Date(now.getTime() + firstDelayMs), updatedAt: now });
}

function problemOf(error: unknown): string {
  if (error instanceof NoOnfactAccessError) return `onfact_key_${error.code}`;
  return error instanceof OnfactError ? error.code.toLowerCase() : 'internal';
}
