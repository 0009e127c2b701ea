import { and, eq, isNotNull, isNull, sql } from 'drizzle-orm';
import type { Transaction } from '../database.ts';
import { lineDisposition } from '../schema/index.ts';
import { asArray } from './parameters.ts';

export type LineDisposition = typeof lineDisposition.$inferSelect;
export type NewLineDisposition = Omit<
  LineDisposition,
  'lineDispositionId' | 'endedAt' | 'endedBy' | 'allocationId' | 'pairedTransactionId' | 'note'
> &
  Partial<Pick<LineDisposition, 'allocationId' | 'pairedTransactionId' | 'note'>>;

/**
 * Says what lines are instead of payments of documents. A line that has a disposition keeps it. The lines must be
 * locked by `lockLines`.
 * @returns the dispositions that are new
 */
export async function insertLineDispositions(
  tx: Transaction,
  rows: readonly NewLineDisposition[],
): Promise<LineDisposition[]> {
  if (rows.length === 0) return [];
  return tx
    .insert(lineDisposition)
    .values([...rows])
    .onConflictDoNothing()
    .returning();
}

/** What one person said of many lines in one go: it has one moment. */
export async function listDispositionsOfMoment(
  tx: Transaction,
  companyId: string,
  { createdAt, createdBy }: { createdAt: Date; createdBy: string },
): Promise<LineDisposition[]> {
  return tx
    .select()
    .from(lineDisposition)
    .where(
      and(
        eq(lineDisposition.companyId, companyId),
        eq(lineDisposition.kind, 'ignored'),
        eq(lineDisposition.cause, 'person'),
        eq(lineDisposition.createdAt, createdAt),
        eq(lineDisposition.createdBy, createdBy),
        isNull(lineDisposition.endedAt),
      ),
    );
}

/** Which dispositions that hold: of these lines, these ones, or those that explain the rest of these allocations. */
type DispositionChoice =
  | { bankTransactionIds: readonly string[] }
  | { lineDispositionIds: readonly string[] }
  | { allocationIds: readonly string[] };

export async function listActiveDispositions(
  tx: Transaction,
  companyId: string,
  choice: DispositionChoice,
): Promise<LineDisposition[]> {
  return tx.select().from(lineDisposition).where(isActive(companyId, choice));
}

/** Ends what was said about lines; they must be locked. @returns those that held until now */
export async function endDispositions(
  tx: Transaction,
  companyId: string,
  choice: DispositionChoice,
  end: { endedAt: Date; endedBy: string },
): Promise<LineDisposition[]> {
  return tx.update(lineDisposition).set(end).where(isActive(companyId, choice)).returning();
}

function isActive(companyId: string, choice: DispositionChoice) {
  const [column, ids] =
    'bankTransactionIds' in choice
      ? [lineDisposition.bankTransactionId, choice.bankTransactionIds]
      : 'allocationIds' in choice
        ? [lineDisposition.allocationId, choice.allocationIds]
        : [lineDisposition.lineDispositionId, choice.lineDispositionIds];
  return and(
    eq(lineDisposition.companyId, companyId),
    isNull(lineDisposition.endedAt),
    sql`${column} = any(${asArray(ids)}::uuid[])`,
  );
}

/** Lines that somebody freed of what a rule had said about them. */
export async function listLinesFreed(
  tx: Transaction,
  companyId: string,
  bankTransactionIds: readonly string[],
): Promise<string[]> {
  const rows = await tx
    .selectDistinct({ id: lineDisposition.bankTransactionId })
    .from(lineDisposition)
    .where(
      and(
        eq(lineDisposition.companyId, companyId),
        eq(lineDisposition.cause, 'rule'),
        isNotNull(lineDisposition.endedAt),
        sql`${lineDisposition.bankTransactionId} = any(${asArray(bankTransactionIds)}::uuid[])`,
      ),
    );
  return rows.map(({ id }) => id);
}
