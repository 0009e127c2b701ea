import {
  findCompanyCredential,
  findDocumentReading,
  findFirstFailure,
  findLatestPull,
  listBankAccounts,
  summarizeFailedPublications,
  summarizeHistory,
} from '@onfact-ponto/db';
import type { Connection, DocumentReading, ReadingPlace, Transaction } from '@onfact-ponto/db';
import { undoneBeforeSending } from '../reconciliation/publication-attempt.ts';
import { isNotedClosed } from '../reconciliation/reading.ts';
import type { BooksState, LinkFacts } from './find-faults.ts';

/** What is known of a company's link: all of it from our own database. */
export async function readLinkFacts(
  tx: Transaction,
  companyId: string,
  connection: Connection | undefined,
): Promise<LinkFacts> {
  const [accounts, histories, invoices, failedPublications, lastPull, failingSince] = await Promise.all([
    listBankAccounts(tx, companyId),
    summarizeHistory(tx, companyId),
    readInvoices(tx, companyId),
    summarizeFailedPublications(tx, companyId, undoneBeforeSending),
    connection ? findLatestPull(tx, connection) : undefined,
    connection ? findFirstFailure(tx, connection) : null,
  ]);
  return {
    connection,
    accounts,
    unreadableCounts: new Map([...histories].map(([id, { unreadableCount }]) => [id, unreadableCount])),
    lastPull,
    failingSince,
    ...invoices,
    failedPublications,
  };
}

type InvoiceFacts = Pick<LinkFacts, 'invoices' | 'invoicesSince' | 'invoicesReadAt'>;

/** Whether the books can be read; if not, since when nobody could. */
export async function readInvoices(tx: Transaction, companyId: string): Promise<InvoiceFacts> {
  const { state, since, reading } = await readBooks(tx, { companyId, kind: 'sales_invoice' });
  return { invoices: state, invoicesSince: since, invoicesReadAt: reading?.readAt ?? null };
}

/** Whether one list of the books can be read; what was read before stays when it no longer can. */
export async function readBooks(
  tx: Transaction,
  { companyId, kind }: ReadingPlace,
): Promise<{ state: BooksState; since: Date | null; reading: DocumentReading | undefined }> {
  const [credential, reading] = await Promise.all([
    findCompanyCredential(tx, companyId),
    findDocumentReading(tx, { companyId, kind }),
  ]);
  if (!credential) return { state: 'missing', since: null, reading };
  if (credential.refusedAt) return { state: 'refused', since: credential.refusedAt, reading };
  if (reading?.problem) {
    return { state: isNotedClosed(reading) ? 'closed' : 'unavailable', since: reading.startedAt, reading };
  }
  return { state: reading?.readAt ? 'working' : 'not_read_yet', since: null, reading };
}
