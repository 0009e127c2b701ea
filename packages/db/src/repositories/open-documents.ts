import { and, eq, inArray, sql } from 'drizzle-orm';
import type { Transaction } from '../database.ts';
import { documentReading, openDocument } from '../schema/index.ts';
import { asColumns, asJson } from './parameters.ts';

export type OpenDocument = typeof openDocument.$inferSelect;

export type DocumentKind = OpenDocument['kind'];

/** What onFact says of a document. */
export type DocumentSnapshot = Omit<
  OpenDocument,
  'companyId' | 'documentId' | 'allocatedMinor' | 'adjustedMinor' | 'contradictedSince' | 'version' | 'readAt'
>;

/**
 * Stores documents as onFact shows them now; what is equal is not written. Existing rows are locked in the order of
 * their ids, as bookings do. A total below what is allocated is stored and marked: the allocations stay until a
 * person decides.
 * @returns how many were new or different
 */
export async function saveDocuments(
  tx: Transaction,
  companyId: string,
  snapshots: readonly DocumentSnapshot[],
  readAt: Date,
): Promise<number> {
  const json = asJson(snapshots.map(asColumns));
  await tx.execute(sql`
    select from open_document
    where company_id = ${companyId} and (kind, onfact_id) in
      (select kind, onfact_id from jsonb_to_recordset(${json}::jsonb) as told(kind text, onfact_id int))
    order by document_id for no key update`);
  const rows = await tx.execute(sql`
    insert into open_document as document (company_id, kind, onfact_id, ${told}, read_at)
    select ${companyId}, kind, onfact_id, ${told}, ${readAt.toISOString()}
    from jsonb_populate_recordset(null::open_document, ${json}::jsonb)
    on conflict (company_id, kind, onfact_id) do update set
      (${told}, read_at) = row(${toldNow}, excluded.read_at), version = document.version + 1,
      contradicted_since = case when document.allocated_minor + document.adjusted_minor > excluded.total_minor
          or (document.allocated_minor > 0 and document.currency <> excluded.currency)
        then coalesce(document.contradicted_since, excluded.read_at) end
    where row(${toldBefore}) is distinct from row(${toldNow})
      or (document.contradicted_since is not null
        and document.allocated_minor + document.adjusted_minor <= excluded.total_minor)
    returning 1`);
  if (rows.length > 0) await noteNewAccounts(tx, companyId, json, readAt);
  return rows.length;
}

/** Remembers since when an account stands on the purchases of a supplier: a new one is told to who pays to it. */
async function noteNewAccounts(
  tx: Transaction,
  companyId: string,
  snapshots: ReturnType<typeof asJson>,
  readAt: Date,
): Promise<void> {
  await tx.execute(sql`
    insert into payee_account (company_id, onfact_contact_id, iban, first_read_at, first_number)
    select distinct on (onfact_contact_id, payee_iban)
      ${companyId}, onfact_contact_id, payee_iban, ${readAt.toISOString()}, number
    from jsonb_populate_recordset(null::open_document, ${snapshots}::jsonb)
    where onfact_contact_id is not null and payee_iban is not null
    order by onfact_contact_id, payee_iban, number
    on conflict do nothing`);
}

/**
 * What may change of a document: written and compared. Its key is not among them: setting that, even to the same,
 * takes a lock that a booking's reference to the document would wait for, and each would wait for the other.
 */
const toldColumns = [
  'number',
  'structured_communication',
  'creditor_reference',
  'order_reference',
  'onfact_contact_id',
  'contact_name',
  'payee_iban',
  'payee_bic',
  'issue_date',
  'due_date',
  'total_minor',
  'discount_minor',
  'discount_until',
  'currency',
  'status',
  'is_open',
  'is_locked',
  'is_deleted',
  'modified_at',
] as const;
const told = sql.raw(toldColumns.join(', '));
const toldBefore = sql.raw(toldColumns.map((column) => `document.${column}`).join(', '));
const toldNow = sql.raw(toldColumns.map((column) => `excluded.${column}`).join(', '));

/** onFact's ids of the documents of these kinds that are open here. */
export async function listOpenOnfactIds(
  tx: Transaction,
  companyId: string,
  kinds: readonly DocumentKind[],
): Promise<number[]> {
  const rows = await tx
    .select({ onfactId: openDocument.onfactId })
    .from(openDocument)
    .where(
      and(eq(openDocument.companyId, companyId), inArray(openDocument.kind, kinds), eq(openDocument.isOpen, true)),
    );
  return rows.map(({ onfactId }) => onfactId);
}

/** A document that onFact does not know any more, not even as deleted. */
export async function markDocumentGone(
  tx: Transaction,
  { companyId, kinds, onfactId }: { companyId: string; kinds: readonly DocumentKind[]; onfactId: number },
  readAt: Date,
): Promise<void> {
  await tx
    .update(openDocument)
    .set({ isOpen: false, isDeleted: true, version: sql`${openDocument.version} + 1`, readAt })
    .where(
      and(
        eq(openDocument.companyId, companyId),
        inArray(openDocument.kind, kinds),
        eq(openDocument.onfactId, onfactId),
        eq(openDocument.isDeleted, false),
      ),
    );
}

/** What customers still owe: a document that our allocations cover counts as paid before onFact is read again. */
export async function countOpenDocuments(tx: Transaction, companyId: string): Promise<number> {
  const isOpen = and(
    eq(openDocument.companyId, companyId),
    eq(openDocument.kind, 'sales_invoice'),
    eq(openDocument.isOpen, true),
    sql`${openDocument.allocatedMinor} + ${openDocument.adjustedMinor} < ${openDocument.totalMinor}`,
  );
  return tx.$count(openDocument, isOpen);
}

export type DocumentReading = typeof documentReading.$inferSelect;
export type ReadingPlace = Pick<DocumentReading, 'companyId' | 'kind'>;

export async function findDocumentReading(
  tx: Transaction,
  { companyId, kind }: ReadingPlace,
): Promise<DocumentReading | undefined> {
  const [row] = await tx
    .select()
    .from(documentReading)
    .where(and(eq(documentReading.companyId, companyId), eq(documentReading.kind, kind)));
  return row;
}

/** Notes that the documents are being read, until `saveDocumentReading` says how it ended. */
export async function beginDocumentReading(
  tx: Transaction,
  { startedAt, ...place }: ReadingPlace & { startedAt: Date },
): Promise<void> {
  await tx
    .insert(documentReading)
    .values({ ...place, startedAt })
    .onConflictDoUpdate({ target: [documentReading.companyId, documentReading.kind], set: { startedAt } });
}

/** Notes that the documents were read, or why they could not be; a failure keeps the time of the last success. */
export async function saveDocumentReading(tx: Transaction, row: Omit<DocumentReading, 'startedAt'>): Promise<void> {
  await tx
    .insert(documentReading)
    .values(row)
    .onConflictDoUpdate({
      target: [documentReading.companyId, documentReading.kind],
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
  const { currency, issueDate, totalMinor, allocatedMinor, adjustedMinor, isOpen } = openDocument;
  const rows = await tx
    .select({
      currency,
      count: sql<number>`count(*)::int`,
      oldestIssueDate: sql<string>`min(${issueDate})::text`,
      openMinor: sql<string>`sum(${totalMinor} - ${allocatedMinor} - ${adjustedMinor})::text`,
    })
    .from(openDocument)
    .where(
      and(
        eq(openDocument.companyId, companyId),
        eq(openDocument.kind, 'sales_invoice'),
        eq(isOpen, true),
        sql`${totalMinor} > ${allocatedMinor} + ${adjustedMinor}`,
        sql`${issueDate} < ${before}::date`,
      ),
    )
    .groupBy(currency)
    .orderBy(currency);
  return rows.map((row) => ({ ...row, openMinor: BigInt(row.openMinor) }));
}
