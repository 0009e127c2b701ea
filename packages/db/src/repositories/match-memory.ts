import { and, eq, sql } from 'drizzle-orm';
import type { Transaction } from '../database.ts';
import { matchMemory, matchRule, reconciliationSetting, rejectedPair } from '../schema/index.ts';
import { asColumns, asJson } from './parameters.ts';

/** What a company taught the matcher, and how it wants it to work. */

export type MemoryRow = Omit<typeof matchMemory.$inferSelect, 'matchMemoryId'>;
export type MatchRule = typeof matchRule.$inferSelect;
export type RejectedPair = typeof rejectedPair.$inferSelect;

/** Whoever learns for a company waits for the others who do, so that no lesson is lost. Until the transaction ends. */
export async function lockMemory(tx: Transaction, companyId: string): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended('memory ' || ${companyId}, 0))`);
}

export async function listMemory(tx: Transaction, companyId: string): Promise<(typeof matchMemory.$inferSelect)[]> {
  return tx
    .select()
    .from(matchMemory)
    .where(eq(matchMemory.companyId, companyId))
    .orderBy(matchMemory.kind, matchMemory.value, matchMemory.onfactContactId);
}

/** Writes what was learned; an entry that nothing speaks for or against any more is forgotten. */
export async function saveMemory(tx: Transaction, rows: readonly MemoryRow[]): Promise<void> {
  if (rows.length === 0) return;
  const told = sql`jsonb_populate_recordset(null::match_memory, ${asJson(rows.map(asColumns))}::jsonb)`;
  await tx.execute(sql`
    delete from match_memory memory using ${told} told
    where memory.company_id = told.company_id and memory.kind = told.kind and memory.value = told.value
      and memory.onfact_contact_id is not distinct from told.onfact_contact_id
      and told.confirmations = 0 and told.contradictions = 0`);
  await tx.execute(sql`
    insert into match_memory (company_id, kind, value, onfact_contact_id, confirmations, contradictions, last_on)
    select company_id, kind, value, onfact_contact_id, confirmations, contradictions, last_on from ${told} told
    where confirmations > 0 or contradictions > 0
    on conflict on constraint match_memory_entry_key do update set
      confirmations = excluded.confirmations, contradictions = excluded.contradictions, last_on = excluded.last_on`);
}

export async function listRejectedPairs(tx: Transaction, companyId: string): Promise<RejectedPair[]> {
  return tx.select().from(rejectedPair).where(eq(rejectedPair.companyId, companyId));
}

/** Rules that are on. */
export async function listActiveRules(tx: Transaction, companyId: string): Promise<MatchRule[]> {
  return tx
    .select()
    .from(matchRule)
    .where(and(eq(matchRule.companyId, companyId), eq(matchRule.isOn, true)))
    .orderBy(matchRule.createdAt, matchRule.matchRuleId);
}

/** Cents of euro; undefined when nothing was set. */
export async function findDifferenceLimit(tx: Transaction, companyId: string): Promise<bigint | undefined> {
  const [row] = await tx
    .select({ limit: reconciliationSetting.paymentDifferenceLimitMinor })
    .from(reconciliationSetting)
    .where(eq(reconciliationSetting.companyId, companyId));
  return row?.limit;
}
