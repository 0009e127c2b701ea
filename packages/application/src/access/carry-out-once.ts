import { createHash } from 'node:crypto';
import {
  deleteIdempotencyRecord,
  deleteIdempotencyRecordsBefore,
  findIdempotencyRecord,
  inCompany,
  insertIdempotencyRecord,
  saveIdempotentAnswer,
  takeOverIdempotencyRecord,
} from '@onfact-ponto/db';
import type { IdempotencyRecord } from '@onfact-ponto/db';
import { actorColumns } from '../audit.ts';
import type { Actor, Context } from '../context.ts';
import { ApplicationError } from '../errors.ts';

export type Answer = Readonly<{ status: number; body: unknown }>;

/** Answers hold bank data, so they are kept no longer than a client may sensibly repeat. */
const keptMs = 24 * 3_600_000;
/** A holder that is silent for so long has died: no request takes a minute. */
const silentMs = 60_000;

/**
 * Carries a write out once per key: a repeat gets the first answer, also when two arrive together. A write that fails
 * changed nothing, so it frees its key.
 * @param request all that makes two requests the same: method, path and body
 * @throws ApplicationError idempotency_key_reused, idempotency_key_in_use
 */
export async function carryOutOnce(
  context: Context,
  { key, request }: { key: string; request: string },
  carryOut: () => Promise<Answer>,
): Promise<{ answer: Answer; isRepeat: boolean }> {
  const earlier = await takeKey(context, key, hashOfRequest(context.actor, request));
  if (earlier) return { answer: earlier, isRepeat: true };

  const answer = await carryOut().catch(async (error: unknown) => {
    await freeKey(context, key);
    throw error;
  });
  if (answer.status >= 400) await freeKey(context, key);
  else await keepAnswer(context, key, answer);
  return { answer, isRepeat: false };
}

/** @returns the answer when there is one; undefined when the key is now the caller's */
async function takeKey(context: Context, idempotencyKey: string, requestHash: string): Promise<Answer | undefined> {
  const { companyId, clock } = context;
  const now = clock.now();
  return inCompany(context.db, companyId, async (tx) => {
    await deleteIdempotencyRecordsBefore(tx, companyId, before(now, keptMs));
    if (await insertIdempotencyRecord(tx, { companyId, idempotencyKey, requestHash, createdAt: now })) return undefined;

    const record = await findIdempotencyRecord(tx, { companyId, idempotencyKey });
    if (record && record.requestHash !== requestHash) throw new ApplicationError('idempotency_key_reused');
    if (record && record.status !== null) return answerOf(record);
    const taken = { companyId, idempotencyKey, takenBefore: before(now, silentMs), at: now };
    if (await takeOverIdempotencyRecord(tx, taken)) return undefined;
    throw new ApplicationError('idempotency_key_in_use');
  });
}

async function keepAnswer(context: Context, idempotencyKey: string, { status, body }: Answer): Promise<void> {
  const { companyId } = context;
  await inCompany(context.db, companyId, (tx) => saveIdempotentAnswer(tx, { companyId, idempotencyKey, status, body }));
}

async function freeKey(context: Context, idempotencyKey: string): Promise<void> {
  const { companyId } = context;
  await inCompany(context.db, companyId, (tx) => deleteIdempotencyRecord(tx, { companyId, idempotencyKey }));
}

function answerOf({ status, responseBody }: IdempotencyRecord): Answer {
  return { status: Number(status), body: responseBody };
}

/** The asker counts too: nobody gets the answer that somebody with other rights was given. */
function hashOfRequest(actor: Actor, request: string): string {
  const { actorType, actorId } = actorColumns(actor);
  return createHash('sha256').update(`${actorType} ${actorId}\n${request}`).digest('base64url');
}

function before(moment: Date, milliseconds: number): Date {
  return new Date(moment.getTime() - milliseconds);
}
