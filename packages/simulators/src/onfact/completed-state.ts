import type { Company, Document, OnfactState, Payment } from './state.ts';

/** What a state file of an earlier version holds: sales invoices only, under other names. */
type EarlierCompany = Omit<Company, 'documents' | 'payments' | 'currency'> &
  Readonly<{
    invoices?: readonly (Omit<Document, 'contactId'> & { customerId: number })[];
    payments: readonly (Omit<Payment, 'documentId'> & { invoiceId?: number | null })[];
  }>;

const unknownBefore = { kind: 'invoices', exchangeRate: '1', reference: null, discount: null, payee: null } as const;

/**
 * A state file of an earlier version may lack what this one knows. The world goes on with what a new world begins with.
 * @param beginning a world of today
 */
export function completed(stored: OnfactState, beginning: OnfactState): OnfactState {
  return {
    ...beginning,
    ...stored,
    settings: { ...beginning.settings, ...stored.settings },
    users: stored.users.map((user) => ({ ...{ twoFactorCode: null }, ...user })),
    companies: stored.companies.map(completedCompany),
  };
}

function completedCompany(company: Company | EarlierCompany): Company {
  if ('documents' in company) return company;
  const { invoices = [], payments, ...facts } = company;
  return {
    currency: 'EUR',
    ...facts,
    contacts: facts.contacts.map((contact) => ({ ...contact, modified: contact.created })),
    documents: invoices.map(({ customerId, ...invoice }) => ({ ...invoice, ...unknownBefore, contactId: customerId })),
    payments: payments.map(({ invoiceId = null, ...payment }) => ({ ...payment, documentId: invoiceId })),
  };
}
