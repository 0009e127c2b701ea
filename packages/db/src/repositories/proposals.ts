import { and, eq, sql } from 'drizzle-orm';
import type { Transaction } from '../database.ts';
import { proposal } from '../schema/index.ts';
import { asArray, asColumns, asJson } from './parameters.ts';

export type Proposal = typeof proposal.$inferSelect;

/**
 * Makes these the proposals of the company: what is equal is not written, what is not among them goes.
 * @returns how many were written or removed: 0 when nothing is new
 */
export async function replaceProposals(tx: Transaction, companyId: string, rows: readonly Proposal[]): Promise<number> {
  const removed = await tx.execute(sql`
    delete from proposal where company_id = ${companyId}
      and bank_transaction_id <> all(${asArray(rows.map((row) => row.bankTransactionId))}::uuid[]) returning 1`);
  const written = await tx.execute(sql`
    insert into proposal as known (company_id, bank_transaction_id, ${proposed}, proposed_at)
    select company_id, bank_transaction_id, ${proposed}, proposed_at
    from jsonb_populate_recordset(null::proposal, ${asJson(rows.map(asColumns))}::jsonb)
    on conflict (company_id, bank_transaction_id) do update
      set (${proposed}, proposed_at) = row(${proposedNow}, excluded.proposed_at)
    where row(${proposedBefore}) is distinct from row(${proposedNow})
    returning 1`);
  return removed.length + written.length;
}

const proposedColumns = [
  'level',
  'line_kind',
  'paired_transaction_id',
  'rule',
  'automation',
  'confidence',
  'evidence_class',
  'choices',
  'reasons',
  'vetoes',
  'seen_revision',
  'matcher_version',
];
const proposed = sql.raw(proposedColumns.join(', '));
const proposedBefore = sql.raw(proposedColumns.map((column) => `known.${column}`).join(', '));
const proposedNow = sql.raw(proposedColumns.map((column) => `excluded.${column}`).join(', '));

/** @param bankTransactionIds of these lines only, when given */
export async function listProposals(
  tx: Transaction,
  companyId: string,
  { level, bankTransactionIds }: { level?: Proposal['level']; bankTransactionIds?: readonly string[] | undefined },
): Promise<Proposal[]> {
  return tx
    .select()
    .from(proposal)
    .where(
      and(
        eq(proposal.companyId, companyId),
        level && eq(proposal.level, level),
        bankTransactionIds && sql`${proposal.bankTransactionId} = any(${asArray(bankTransactionIds)}::uuid[])`,
      ),
    )
    .orderBy(proposal.bankTransactionId);
}
