import { and, eq, sql } from 'drizzle-orm';
import type { Transaction } from '../database.ts';
import { matchRun } from '../schema/index.ts';
import { asArray } from './parameters.ts';

export type MatchRun = typeof matchRun.$inferSelect;
type RunPlace = Pick<MatchRun, 'companyId' | 'matchRunId'>;

export async function insertMatchRun(tx: Transaction, row: Omit<MatchRun, 'undoneAt' | 'undoneBy'>): Promise<void> {
  await tx.insert(matchRun).values(row).onConflictDoNothing();
}

export async function lockMatchRun(
  tx: Transaction,
  { companyId, matchRunId }: RunPlace,
): Promise<MatchRun | undefined> {
  const [row] = await tx
    .select()
    .from(matchRun)
    .where(and(eq(matchRun.companyId, companyId), eq(matchRun.matchRunId, matchRunId)))
    .for('update');
  return row;
}

export async function markRunUndone(
  tx: Transaction,
  { companyId, matchRunId }: RunPlace,
  { undoneAt, undoneBy }: { undoneAt: Date; undoneBy: string },
): Promise<void> {
  await tx
    .update(matchRun)
    .set({ undoneAt, undoneBy })
    .where(and(eq(matchRun.companyId, companyId), eq(matchRun.matchRunId, matchRunId)));
}

export type MatchRunSummary = MatchRun & {
  lineCount: number;
  undoneCount: number;
  /** Without signs, one per currency. */
  totals: { currency: string; amountMinor: bigint }[];
};

/** Runs with what they booked, newest first. */
export async function summarizeMatchRuns(
  tx: Transaction,
  companyId: string,
  choice: { matchRunId?: string; before?: Pick<MatchRun, 'startedAt' | 'matchRunId'> | undefined; limit: number },
): Promise<MatchRunSummary[]> {
  const { matchRunId, before, limit } = choice;
  const runs = await tx
    .select()
    .from(matchRun)
    .where(
      and(
        eq(matchRun.companyId, companyId),
        matchRunId === undefined ? undefined : eq(matchRun.matchRunId, matchRunId),
        before &&
          sql`(${matchRun.startedAt}, ${matchRun.matchRunId}) < (${before.startedAt.toISOString()}, ${before.matchRunId})`,
      ),
    )
    .orderBy(sql`${matchRun.startedAt} desc, ${matchRun.matchRunId} desc`)
    .limit(limit);
  const figures = await tx.execute<{
    match_run_id: string;
    currency: string;
    lines: number;
    undone: number;
    total: string;
  }>(sql`
    select match_run_id, line.currency, count(distinct bank_transaction_id)::int as lines,
      count(distinct bank_transaction_id) filter (where undo.allocation_id is not null)::int as undone,
      sum(effect_on_line(made.amount_minor, document.kind, line.amount_minor))::text as total
    from allocation made
    join bank_transaction line using (company_id, bank_transaction_id)
    join open_document document using (company_id, document_id)
    left join allocation_undo undo using (company_id, allocation_id)
    where made.company_id = ${companyId} and match_run_id = any(${asArray(runs.map((run) => run.matchRunId))}::uuid[])
    group by match_run_id, line.currency order by line.currency`);
  const byRun = Map.groupBy(figures, (row) => row.match_run_id);
  return runs.map((run) => {
    const rows = byRun.get(run.matchRunId) ?? [];
    return {
      ...run,
      lineCount: rows.reduce((sum, row) => sum + row.lines, 0),
      undoneCount: rows.reduce((sum, row) => sum + row.undone, 0),
      totals: rows.map(({ currency, total }) => ({ currency, amountMinor: BigInt(total) })),
    };
  });
}
