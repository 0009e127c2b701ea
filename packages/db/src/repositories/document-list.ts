import { and, desc, eq, inArray, lt, or, sql } from 'drizzle-orm';
import type { SQL } from 'drizzle-orm';
import type { Transaction } from '../database.ts';
import { bankTransaction, openDocument } from '../schema/index.ts';
import type { OpenDocument } from './open-documents.ts';
import { asArray } from './parameters.ts';

/** Some documents, in no order. */
export async function findDocuments(
  tx: Transaction,
  companyId: string,
  documentIds: readonly string[],
): Promise<OpenDocument[]> {
  if (documentIds.length === 0) return [];
  return tx
    .select()
    .from(openDocument)
    .where(
      and(
        eq(openDocument.companyId, companyId),
        sql`${openDocument.documentId} = any(${asArray(documentIds)}::uuid[])`,
      ),
    );
}

/** Documents with the communication of one of these lines, whether it was meant or not; in no order. */
export async function findDocumentsNamedBy(
  tx: Transaction,
  companyId: string,
  bankTransactionIds: readonly string[],
): Promise<OpenDocument[]> {
  if (bankTransactionIds.length === 0) return [];
  const communications = tx
    .select({ communication: bankTransaction.structuredCommunication })
    .from(bankTransaction)
    .where(
      and(
        eq(bankTransaction.companyId, companyId),
        sql`${bankTransaction.bankTransactionId} = any(${asArray(bankTransactionIds)}::uuid[])`,
      ),
    );
  return tx
    .select()
    .from(openDocument)
    .where(and(eq(openDocument.companyId, companyId), inArray(openDocument.structuredCommunication, communications)));
}

export type DocumentFilter = {
  /** Which way money goes that pays it. */
  direction?: 'in' | 'out' | undefined;
  /** Only those on which something can be booked. */
  isPayable: boolean;
  /** Words to find in numbers, names and references; an amount in minor units if the words read as one. */
  search?: { text: string; amountMinor: bigint | undefined } | undefined;
};

/** Documents without a date come last: the first day there is. */
export type DocumentCursor = { issueDate: string; documentId: string };
export const noIssueDate = '0001-01-01';

/** Newest first; `before` is the last one of the page before. */
export async function searchDocuments(
  tx: Transaction,
  companyId: string,
  { filter, before, limit }: { filter: DocumentFilter; before?: DocumentCursor | undefined; limit: number },
): Promise<OpenDocument[]> {
  const day = sql<string>`coalesce(${openDocument.issueDate}, ${noIssueDate}::date)`;
  const older =
    before &&
    or(
      sql`${day} < ${before.issueDate}::date`,
      and(sql`${day} = ${before.issueDate}::date`, lt(openDocument.documentId, before.documentId)),
    );
  return tx
    .select()
    .from(openDocument)
    .where(and(eq(openDocument.companyId, companyId), ...conditions(filter), older))
    .orderBy(desc(day), desc(openDocument.documentId))
    .limit(limit);
}

const openMinor = sql`(${openDocument.totalMinor} - ${openDocument.allocatedMinor} - ${openDocument.adjustedMinor})`;

function conditions({ direction, isPayable, search }: DocumentFilter): (SQL | undefined)[] {
  return [
    direction && sql`money_direction(${openDocument.kind}) = ${direction === 'in' ? 1 : -1}`,
    isPayable ? sql`${openDocument.isOpen} and not ${openDocument.isLocked} and ${openMinor} > 0` : undefined,
    isPayable ? sql`not ${openDocument.isDeleted}` : undefined,
    search && searchCondition(search),
  ];
}

/** A number is found in any spelling: signs between its parts do not count. */
function searchCondition({ text, amountMinor }: NonNullable<DocumentFilter['search']>) {
  const pattern = `%${text.replace(/[\\%_]/g, '\\$&')}%`;
  const compact = text.replace(/[^\p{L}\p{N}]/gu, '');
  const within = `%${compact}%`;
  return or(
    sql`${openDocument.contactName} ilike ${pattern}`,
    sql`${openDocument.number} ilike ${pattern}`,
    compact === '' ? undefined : sql`regexp_replace(${openDocument.number}, '[^[:alnum:]]', '', 'g') ilike ${within}`,
    compact.length < 4 ? undefined : sql`${openDocument.structuredCommunication} like ${within}`,
    compact.length < 4 ? undefined : sql`${openDocument.creditorReference} ilike ${within}`,
    amountMinor === undefined
      ? undefined
      : sql`(${openMinor} = ${amountMinor} or ${openDocument.totalMinor} = ${amountMinor})`,
  );
}

type LatestBooking = {
  at: Date;
  by: string;
  actorType: 'user' | 'system';
  action: 'allocation.create' | 'allocation.undo';
};

/** The last that happened to a document here: who booked on it, or took a booking back. */
export async function findLatestBookingOfDocument(
  tx: Transaction,
  companyId: string,
  documentId: string,
): Promise<LatestBooking | undefined> {
  const [row] = await tx.execute<LatestBooking>(sql`
    select * from (
      select created_at as at, created_by as by, 'allocation.create' as action,
        case cause when 'rule' then 'system' else 'user' end as "actorType"
      from allocation
      where company_id = ${companyId} and document_id = ${documentId}
      union all
      select undone_at, undone_by, 'allocation.undo', case reason when 'payment_returned' then 'system' else 'user' end
      from allocation_undo join allocation using (company_id, allocation_id)
      where company_id = ${companyId} and document_id = ${documentId}) happened
    order by at desc limit 1`);
  return row && { ...row, at: new Date(row.at) };
}
