import { and, desc, eq, inArray, isNull, sql } from 'drizzle-orm';
import type { Transaction } from '../database.ts';
import { allocation, allocationUndo, auditEntry, openDocument, publication } from '../schema/index.ts';
import { asArray, asColumns, asJson } from './parameters.ts';

export type Allocation = typeof allocation.$inferSelect;

/**
 * Adds whole bookings: the database sees what nets within one call, and refuses what exceeds a line or a document.
 * @throws a check violation, see `limitsOfAllocations`
 */
export async function insertAllocations(tx: Transaction, rows: readonly Allocation[]): Promise<void> {
  await tx.execute(sql`
    insert into allocation (${allocationColumns}) select ${allocationColumns}
    from jsonb_populate_recordset(null::allocation, ${asJson(rows.map(asColumns))}::jsonb)`);
}

const allocationColumns = sql.raw(
  `company_id, allocation_id, booking_id, bank_transaction_id, document_id, amount_minor, adjustment_minor,
   adjustment_kind, cause, rule, matcher_version, confidence, match_run_id, reasons, created_at, created_by`,
);

/** Names of the constraints by which the database says that line or document cannot take an allocation. */
export const limitsOfAllocations: ReadonlySet<string> = new Set([
  'bank_transaction_not_over_allocated',
  'bank_transaction_counts_when_allocated',
  'open_document_not_over_allocated',
  'allocation_same_currency',
  'allocation_in_direction',
  'allocation_active_once',
]);

type AllocationsToUndo = Omit<typeof allocationUndo.$inferInsert, 'allocationId'> & {
  allocationIds: readonly string[];
};

/**
 * Takes allocations back; those of one booking in one call.
 * @returns the ids of those that were not taken back before
 */
export async function insertAllocationUndos(
  tx: Transaction,
  { companyId, allocationIds, undoneAt, undoneBy, reason }: AllocationsToUndo,
): Promise<string[]> {
  const rows = await tx.execute<{ allocation_id: string }>(sql`
    insert into allocation_undo (company_id, allocation_id, undone_at, undone_by, reason)
    select ${companyId}, id, ${undoneAt.toISOString()}, ${undoneBy}, ${reason}
    from unnest(${asArray(allocationIds)}::uuid[]) id order by id
    on conflict do nothing returning allocation_id`);
  return rows.map((row) => row.allocation_id);
}

type AllocationChoice = Readonly<{
  bookingId?: string;
  matchRunId?: string;
  bankTransactionIds?: readonly string[];
  cause?: Allocation['cause'];
}>;

/** Allocations that were not taken back, in the order of their lines. */
export async function listActiveAllocations(
  tx: Transaction,
  companyId: string,
  { bookingId, matchRunId, bankTransactionIds, cause }: AllocationChoice,
): Promise<Allocation[]> {
  const rows = await tx
    .select({ allocation })
    .from(allocation)
    .leftJoin(allocationUndo, sameAllocation)
    .where(
      and(
        eq(allocation.companyId, companyId),
        isNull(allocationUndo.undoneAt),
        bookingId === undefined ? undefined : eq(allocation.bookingId, bookingId),
        matchRunId === undefined ? undefined : eq(allocation.matchRunId, matchRunId),
        bankTransactionIds && sql`${allocation.bankTransactionId} = any(${asArray(bankTransactionIds)}::uuid[])`,
        cause && eq(allocation.cause, cause),
      ),
    )
    .orderBy(allocation.bankTransactionId, allocation.allocationId);
  return rows.map((row) => row.allocation);
}

/** The line of a booking, whether it was taken back or not. */
export async function findBookedLine(
  tx: Transaction,
  { companyId, bookingId }: { companyId: string; bookingId: string },
): Promise<string | undefined> {
  const [row] = await tx
    .select({ id: allocation.bankTransactionId })
    .from(allocation)
    .where(and(eq(allocation.companyId, companyId), eq(allocation.bookingId, bookingId)))
    .limit(1);
  return row?.id;
}

export async function findAllocation(
  tx: Transaction,
  companyId: string,
  allocationId: string,
): Promise<{ allocation: Allocation; isUndone: boolean } | undefined> {
  const [row] = await tx
    .select({ allocation, undoneAt: allocationUndo.undoneAt })
    .from(allocation)
    .leftJoin(allocationUndo, sameAllocation)
    .where(and(eq(allocation.companyId, companyId), eq(allocation.allocationId, allocationId)));
  return row && { allocation: row.allocation, isUndone: row.undoneAt !== null };
}

const sameAllocation = and(
  eq(allocationUndo.companyId, allocation.companyId),
  eq(allocationUndo.allocationId, allocation.allocationId),
);

/** All allocations of a line, undone ones too, with document and publications; newest first. */
export async function listAllocationsOfTransaction(tx: Transaction, companyId: string, bankTransactionId: string) {
  const rows = await tx
    .select({ allocation, document: openDocument, undo: allocationUndo })
    .from(allocation)
    .innerJoin(
      openDocument,
      and(eq(openDocument.companyId, allocation.companyId), eq(openDocument.documentId, allocation.documentId)),
    )
    .leftJoin(allocationUndo, sameAllocation)
    .where(and(eq(allocation.companyId, companyId), eq(allocation.bankTransactionId, bankTransactionId)))
    .orderBy(desc(allocation.createdAt));
  const ids = rows.map((row) => row.allocation.allocationId);
  const publications =
    ids.length === 0
      ? []
      : await tx
          .select()
          .from(publication)
          .where(and(eq(publication.companyId, companyId), inArray(publication.allocationId, ids)))
          .orderBy(desc(publication.createdAt));
  return rows.map((row) => ({
    ...row,
    publications: publications.filter(({ allocationId }) => allocationId === row.allocation.allocationId),
  }));
}

/** The trail of one subject, newest first. */
export async function listAuditEntriesOfSubject(
  tx: Transaction,
  companyId: string,
  { subjectType, subjectId }: { subjectType: string; subjectId: string },
) {
  return tx
    .select()
    .from(auditEntry)
    .where(
      and(
        eq(auditEntry.companyId, companyId),
        eq(auditEntry.subjectType, subjectType),
        eq(auditEntry.subjectId, subjectId),
      ),
    )
    .orderBy(desc(auditEntry.at));
}

/** Pairs that somebody took apart: never to be booked by a rule again. */
export async function listUndonePairs(
  tx: Transaction,
  companyId: string,
): Promise<{ bankTransactionId: string; documentId: string }[]> {
  return tx
    .select({ bankTransactionId: allocation.bankTransactionId, documentId: allocation.documentId })
    .from(allocation)
    .innerJoin(allocationUndo, sameAllocation)
    .where(eq(allocation.companyId, companyId));
}

/** @param since the first day that counts, on the clock of Belgian books */
export async function countAutomaticAllocations(tx: Transaction, companyId: string, since: string): Promise<number> {
  const [row] = await tx
    .select({ count: sql<number>`count(*)::int` })
    .from(allocation)
    .leftJoin(allocationUndo, sameAllocation)
    .where(
      and(
        eq(allocation.companyId, companyId),
        eq(allocation.cause, 'rule'),
        sql`${allocation.createdAt} >= ${since}::date::timestamp at time zone 'Europe/Brussels'`,
        isNull(allocationUndo.undoneAt),
      ),
    );
  return row?.count ?? 0;
}
