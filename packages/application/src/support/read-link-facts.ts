import {
  findCompanyCredential,
  findDocumentReading,
  findFirstFailure,
  findLatestPull,
  listBankAccounts,
  summarizeFailedPublications,
  summarizeHistory,
} from '@onfact-ponto/db';
import type { Connection, Transaction } from '@onfact-ponto/db';
import { undoneBeforeSending } from '../reconciliation/publication-attempt.ts';
import type { LinkFacts } from './find-faults.ts';

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
  const [credential, reading] = await Promise.all([
    findCompanyCredential(tx, companyId),
    findDocumentReading(tx, { companyId, kind: 'sales_invoice' }),
  ]);
  const invoicesReadAt = reading?.readAt ?? null;
  if (!credential) return { invoices: 'missing', invoicesSince: null, invoicesReadAt };
  if (credential.refusedAt) return { invoices: 'refused', invoicesSince: credential.refusedAt, invoicesReadAt };
  if (reading?.problem) return { invoices: 'unavailable', invoicesSince: reading.startedAt, invoicesReadAt };
  return { invoices: invoicesReadAt ? 'working' : 'not_read_yet', invoicesSince: null, invoicesReadAt };
}
