import type { Transaction } from '../database.ts';
import { auditEntry } from '../schema/index.ts';

export type NewAuditEntry = typeof auditEntry.$inferInsert;

/** Adds to the trail, in the transaction of the change that it tells. */
export async function insertAuditEntry(tx: Transaction, entry: NewAuditEntry): Promise<void> {
  await tx.insert(auditEntry).values(entry);
}
