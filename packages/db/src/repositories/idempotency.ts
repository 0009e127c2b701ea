import { and, eq, isNull, lt } from 'drizzle-orm';
import type { Transaction } from '../database.ts';
import { idempotencyRecord } from '../schema/index.ts';

export type IdempotencyRecord = typeof idempotencyRecord.$inferSelect;
type Key = { companyId: string; idempotencyKey: string };

/** Takes a key for a request. False when it is taken; then nothing changes. */
export async function insertIdempotencyRecord(
  tx: Transaction,
  row: Key & { requestHash: string; createdAt: Date },
): Promise<boolean> {
  const added = await tx
    .insert(idempotencyRecord)
    .values(row)
    .onConflictDoNothing()
    .returning({ idempotencyKey: idempotencyRecord.idempotencyKey });
  return added.length === 1;
}

export async function findIdempotencyRecord(
  tx: Transaction,
  { companyId, idempotencyKey }: Key,
): Promise<IdempotencyRecord | undefined> {
  const [row] = await tx.select().from(idempotencyRecord).where(isKey(companyId, idempotencyKey));
  return row;
}

/** Takes over a key whose holder never answered. False when it did, or when somebody else was first. */
export async function takeOverIdempotencyRecord(
  tx: Transaction,
  { companyId, idempotencyKey, takenBefore, at }: Key & { takenBefore: Date; at: Date },
): Promise<boolean> {
  const rows = await tx
    .update(idempotencyRecord)
    .set({ createdAt: at })
    .where(
      and(
        isKey(companyId, idempotencyKey),
        isNull(idempotencyRecord.status),
        lt(idempotencyRecord.createdAt, takenBefore),
      ),
    )
    .returning({ idempotencyKey: idempotencyRecord.idempotencyKey });
  return rows.length === 1;
}

export async function saveIdempotentAnswer(
  tx: Transaction,
  { companyId, idempotencyKey, status, body }: Key & { status: number; body: unknown },
): Promise<void> {
  await tx
    .update(idempotencyRecord)
    .set({ status: String(status), responseBody: body })
    .where(isKey(companyId, idempotencyKey));
}

/** Frees a key whose request came to nothing. */
export async function deleteIdempotencyRecord(tx: Transaction, { companyId, idempotencyKey }: Key): Promise<void> {
  await tx.delete(idempotencyRecord).where(isKey(companyId, idempotencyKey));
}

/** Forgets the company's answers of before; they hold bank data. */
export async function deleteIdempotencyRecordsBefore(tx: Transaction, companyId: string, before: Date): Promise<void> {
  await tx
    .delete(idempotencyRecord)
    .where(and(eq(idempotencyRecord.companyId, companyId), lt(idempotencyRecord.createdAt, before)));
}

function isKey(companyId: string, idempotencyKey: string) {
  return and(eq(idempotencyRecord.companyId, companyId), eq(idempotencyRecord.idempotencyKey, idempotencyKey));
}
