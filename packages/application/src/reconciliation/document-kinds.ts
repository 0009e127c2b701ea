import type { DocumentKind, DocumentSnapshot } from '@onfact-ponto/db';
import type { OnfactClient, OnfactDocument, OnfactPage, OnfactPurchase } from '@onfact-ponto/onfact-client';

/** What can be done with every kind of document in onFact. */
type Documents = Readonly<{
  pages(): AsyncIterable<OnfactPage<OnfactDocument>>;
  get(onfactId: number): Promise<OnfactDocument>;
  createPayment: OnfactClient['invoices']['createPayment'];
  postEvent: OnfactClient['invoices']['postEvent'];
}>;

/** Where documents of a kind stand in onFact. A supplier's invoices and credit notes are one list there. */
export function documentsOf(onfact: OnfactClient, kind: DocumentKind): Documents {
  switch (kind) {
    case 'sales_invoice':
      return onfact.invoices;
    case 'sales_credit_note':
      return onfact.creditNotes;
    case 'payment_request':
      return onfact.paymentRequests;
    case 'purchase_invoice':
    case 'purchase_credit_note':
      return onfact.purchases;
  }
}

/** The lists that are read, with the kinds that stand in each. The first kind names the reading. */
export const documentLists = [
  ['sales_invoice'],
  ['sales_credit_note'],
  ['payment_request'],
  ['purchase_invoice', 'purchase_credit_note'],
] as const satisfies readonly (readonly [DocumentKind, ...DocumentKind[]])[];

export type DocumentList = (typeof documentLists)[number];

export function listOf(kind: DocumentKind): DocumentList {
  const list = documentLists.find((kinds) => kinds.some((candidate) => candidate === kind));
  if (!list) throw new Error(`No list of onFact holds ${kind}`);
  return list;
}

/** The company pays it, or pays it back. */
export function isOutgoing(kind: DocumentKind): boolean {
  return kind === 'purchase_invoice' || kind === 'sales_credit_note';
}

export function snapshotOf([kind]: DocumentList, document: OnfactDocument | OnfactPurchase): DocumentSnapshot {
  const purchase = 'payee' in document ? document : undefined;
  const { discount } = document;
  return {
    kind: purchase?.isCredit ? 'purchase_credit_note' : kind,
    onfactId: document.id,
    number: document.number ?? `#${document.id}`,
    structuredCommunication: document.structuredCommunication ?? null,
    creditorReference: document.creditorReference ?? null,
    orderReference: document.orderReference ?? referenceOf(document),
    onfactContactId: document.contact.id ?? null,
    contactName: document.contact.name ?? null,
    payeeIban: purchase?.payee.iban ?? null,
    payeeBic: purchase?.payee.bic ?? null,
    issueDate: document.issueDate ?? null,
    dueDate: document.dueDate ?? null,
    totalMinor: document.total.amountMinor,
    discountMinor: discount?.amount.amountMinor ?? null,
    discountUntil: discount?.until ?? null,
    currency: document.total.currency,
    status: document.status,
    isOpen: document.isOpen,
    isLocked: document.locked,
    isDeleted: document.deleted,
    modifiedAt: document.modified ?? null,
  };
}

/** A supplier's own number, under which the purchase is paid when it has no structured reference. */
function referenceOf({ communication, structuredCommunication, creditorReference }: OnfactDocument): string | null {
  const isFree = structuredCommunication === undefined && creditorReference === undefined;
  return isFree ? (communication ?? null) : null;
}
