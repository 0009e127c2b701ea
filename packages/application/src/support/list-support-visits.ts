import { inCompany, listSupportEntries } from '@onfact-ponto/db';
import type { AuditEntry } from '@onfact-ponto/db';
import { assertMayManage } from '../connection/assert-may-manage.ts';
import type { Context } from '../context.ts';

export type { AuditEntry as AuditEntryView };

const shown = 100;

/** What support looked at and did for the company, newest first: its administrators may know. */
export async function listSupportVisits(context: Context): Promise<AuditEntry[]> {
  assertMayManage(context.actor);
  return inCompany(context.db, context.companyId, (tx) => listSupportEntries(tx, context.companyId, shown));
}
