import { eq, sql } from 'drizzle-orm';
import type { Transaction } from '../database.ts';
import { contact } from '../schema/index.ts';
import { asColumns, asJson } from './parameters.ts';

export type Contact = typeof contact.$inferSelect;
export type ContactSnapshot = Omit<Contact, 'companyId' | 'readAt'>;

/**
 * Stores contacts as onFact shows them now; what is equal is not written.
 * @returns how many were new or different
 */
export async function saveContacts(
  tx: Transaction,
  companyId: string,
  snapshots: readonly ContactSnapshot[],
  readAt: Date,
): Promise<number> {
  const rows = await tx.execute(sql`
    insert into contact as known (company_id, onfact_contact_id, ${told}, read_at)
    select ${companyId}, onfact_contact_id, ${told}, ${readAt.toISOString()}
    from jsonb_populate_recordset(null::contact, ${asJson(snapshots.map(asColumns))}::jsonb) order by onfact_contact_id
    on conflict (company_id, onfact_contact_id) do update set (${told}, read_at) = row(${toldNow}, excluded.read_at)
    where row(${toldBefore}) is distinct from row(${toldNow})
    returning 1`);
  return rows.length;
}

const toldColumns = ['name', 'vat_number', 'is_customer', 'is_supplier', 'is_deleted', 'modified_at'];
const told = sql.raw(toldColumns.join(', '));
const toldBefore = sql.raw(toldColumns.map((column) => `known.${column}`).join(', '));
const toldNow = sql.raw(toldColumns.map((column) => `excluded.${column}`).join(', '));

export async function listContacts(tx: Transaction, companyId: string): Promise<Contact[]> {
  return tx.select().from(contact).where(eq(contact.companyId, companyId)).orderBy(contact.onfactContactId);
}
