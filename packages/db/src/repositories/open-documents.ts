import { and, eq, sql } from 'drizzle-orm';
import type { Transaction } from '../database.ts';
import { documentReading, openDocument } from '../schema/index.ts';

export type OpenDocument = typeof openDocument.$inferSelect;

export type DocumentSnapshot = Pick<
  OpenDocument,
  | 'onfactId'
  | 'number'
  | 'structuredCommunication'
  | 'customerName'
  | 'issueDate'
  | 'dueDate'
  | 'totalMinor'
  | 'currency'
  | 'status'
  | 'isOpen'
  | 'modifiedAt'
>;

/**
 * Stores sales invoices as onFact shows them now; what is equal is not written.
 * @returns how many were new or different
 */
export async function saveDocuments(
  tx: Transaction,
  companyId: string,
  snapshots: readonly DocumentSnapshot[],
  readAt: Date,
): Promise<number> {
  const json = JSON.stringify(snapshots, (_, part: unknown) => (typeof part === 'bigint' ? part.toString() : part));
  const rows = await tx.execute(sql`
    insert into open_document as document (company_id, kind, onfact_id, number, structured_communication,
      customer_name, issue_date, due_date, total_minor, currency, status, is_open, modified_at, read_at)
    select ${companyId}, 'sales_invoice', "onfactId", number, "structuredCommunication", "customerName", "issueDate",
      "dueDate", "totalMinor", currency, status, "isOpen", "modifiedAt", ${readAt.toISOString()}
    from jsonb_to_recordset(${json}::jsonb) as snapshot("onfactId" int, number text, "structuredCommunication" text,
      "customerName" text, "issueDate" date, "dueDate" date, "totalMinor" bigint, currency text, status text,
      "isOpen" boolean, "modifiedAt" text)
    on conflict (company_id, kind, onfact_id) do update set
      number = excluded.number, structured_communication = excluded.structured_communication,
      customer_name = excluded.customer_name, issue_date = excluded.issue_date, due_date = excluded.due_date,
      total_minor = excluded.total_minor, currency = excluded.currency, status = excluded.status,
      is_open = excluded.is_open, modified_at = excluded.modified_at, read_at = excluded.read_at
    where (document.number, document.structured_communication, document.customer_name, document.issue_date,
        document.due_date, document.total_minor, document.currency, document.status, document.is_open,
        document.modified_at)
      is distinct from (excluded.number, excluded.structured_communication, excluded.customer_name,
        excluded.issue_date, excluded.due_date, excluded.total_minor, excluded.currency, excluded.status,
        excluded.is_open, excluded.modified_at)
    returning 1`);
  return rows.length;
}

/** Documents on which a payment may still be booked, and that a structured communication can find. */
export async function listMatchableDocuments(tx: Transaction, companyId: string): Promise<OpenDocument[]> {
  return tx
    .select()
    .from(openDocument)
    .where(
      and(
        eq(openDocument.companyId, companyId),
        eq(openDocument.isOpen, true),
        sql`${openDocument.structuredCommunication} is not null`,
        sql`${openDocument.allocatedMinor} < ${openDocument.totalMinor}`,
      ),
    );
}

/** What customers still owe: a document that our allocations cover counts as paid before onFact is read again. */
export async function countOpenDocuments(tx: Transaction, companyId: string): Promise<number> {
  const isOpen = and(
    eq(openDocument.companyId, companyId),
    eq(openDocument.isOpen, true),
    sql`${openDocument.allocatedMinor} < ${openDocument.totalMinor}`,
  );
  return tx.$count(openDocument, isOpen);
}

export type DocumentReading = typeof documentReading.$inferSelect;

export async function findDocumentReading(tx: Transaction, companyId: string): Promise<DocumentReading | undefined> {
  const [row] = await tx.select().from(documentReading).where(eq(documentReading.companyId, companyId));
  return row;
}

/** Notes that the documents are being read, until `saveDocumentReading` says how it ended. */
export async function beginDocumentReading(
  tx: Transaction,
  { companyId, startedAt }: { companyId: string; startedAt: Date },
): Promise<void> {
  await tx
    .insert(documentReading)
    .values({ companyId, startedAt })
    .onConflictDoUpdate({ target: documentReading.companyId, set: { startedAt } });
}

/** Notes that the documents were read, or why they could not be; a failure keeps the time of the last success. */
export async function saveDocumentReading(tx: Transaction, row: Omit<DocumentReading, 'startedAt'>): Promise<void> {
  await tx
    .insert(documentReading)
    .values(row)
    .onConflictDoUpdate({
      target: documentReading.companyId,
      set: row.problem === null ? { readAt: row.readAt, problem: null, startedAt: null } : { problem: row.problem },
    });
}

export type OlderOpenDocuments = { currency: string; count: number; oldestIssueDate: string; openMinor: bigint };

/** Open documents that were issued before a day, by currency: their payments may be older than what is here. */
export async function summarizeOlderDocuments(
  tx: Transaction,
  companyId: string,
  before: string,
): Promise<OlderOpenDocuments[]> {
  const { currency, issueDate, totalMinor, allocatedMinor, isOpen } = openDocument;
  const rows = await tx
    .select({
      currency,
      count: sql<number>`count(*)::int`,
      oldestIssueDate: sql<string>`min(${issueDate})::text`,
      openMinor: sql<string>`sum(${totalMinor} - ${allocatedMinor})::text`,
    })
    .from(openDocument)
    .where(
      and(
        eq(openDocument.companyId, companyId),
        eq(isOpen, true),
        sql`${totalMinor} > ${allocatedMinor}`,
        sql`${issueDate} < ${before}::date`,
      ),
    )
    .groupBy(currency)
    .orderBy(currency);
  return rows.map((row) => ({ ...row, openMinor: BigInt(row.openMinor) }));
}
