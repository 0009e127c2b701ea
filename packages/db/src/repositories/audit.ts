import { and, desc, eq, gt, sql } from 'drizzle-orm';
import type { Transaction } from '../database.ts';
import { auditEntry } from '../schema/index.ts';
import { asColumns, asJson } from './parameters.ts';

export type AuditEntry = typeof auditEntry.$inferSelect;
export type NewAuditEntry = typeof auditEntry.$inferInsert;

/** Adds to the trail, in the transaction of the change that it tells. */
export async function insertAuditEntry(tx: Transaction, entry: NewAuditEntry): Promise<void> {
  await tx.insert(auditEntry).values(entry);
}

/** Adds many at once. */
export async function insertAuditEntries(tx: Transaction, entries: readonly NewAuditEntry[]): Promise<void> {
  const columns = sql.raw(
    'company_id, at, actor_type, actor_id, actor_name, action, subject_type, subject_id, reason, facts',
  );
  await tx.execute(sql`
    insert into audit_entry (${columns}) select ${columns}
    from jsonb_populate_recordset(null::audit_entry, ${asJson(entries.map(asColumns))}::jsonb)`);
}

/** What support employees did and looked at for a company, newest first. */
export async function listSupportEntries(tx: Transaction, companyId: string, limit: number): Promise<AuditEntry[]> {
  return tx
    .select()
    .from(auditEntry)
    .where(and(eq(auditEntry.companyId, companyId), eq(auditEntry.actorType, 'support')))
    .orderBy(desc(auditEntry.at))
    .limit(limit);
}

/** The newest entry of one employee with this action about the company itself, if it is not too old. */
export async function findSupportEntry(
  tx: Transaction,
  { companyId, actorId, action, after }: { companyId: string; actorId: string; action: string; after: Date },
): Promise<AuditEntry | undefined> {
  const [row] = await tx
    .select()
    .from(auditEntry)
    .where(
      and(
        eq(auditEntry.companyId, companyId),
        eq(auditEntry.subjectType, 'company'),
        eq(auditEntry.subjectId, companyId),
        gt(auditEntry.at, after),
        eq(auditEntry.actorType, 'support'),
        eq(auditEntry.actorId, actorId),
        eq(auditEntry.action, action),
      ),
    )
    .orderBy(desc(auditEntry.at))
    .limit(1);
  return row;
}
