import { inCompany, listLastPayments, listOverpaidLines, listPayableDocuments } from '@onfact-ponto/db';
import type { LastPayment, PayableDocument, RefundableLine, Transaction } from '@onfact-ponto/db';
import type { Context } from '../context.ts';
import { openAmountOf } from '../reconciliation/load-ledger.ts';
import { withPayees } from './payables.ts';
import type { PayableDocumentNow } from './payables.ts';
import { planTransfer, refundCommunicationOf } from './transfer-plan.ts';

/** Something that can be paid: a purchase, a sales credit note to refund, or what a customer paid too much. */
export type PurchaseView = Readonly<{
  /** Of the document, or of the line on which too much came in. */
  payableId: string;
  kind: 'purchase_invoice' | 'sales_credit_note' | 'overpayment';
  /** Of an over-payment those of what was paid, when something was. */
  number: string;
  payeeName: string | null;
  payeeIban: string | null;
  /** The supplier's payment before went to another account. */
  isAccountChanged: boolean;
  /** Of an over-payment the day on which it came in. */
  issueDate: string | null;
  dueDate: string | null;
  totalMinor: bigint;
  openMinor: bigint;
  currency: string;
  /** As it will be sent. */
  communication: string;
  isLocked: boolean;
  /** The payment that carries it now. */
  running: PayableDocument['running'];
}>;

/** Far more than anybody pays in one sitting. */
const maximum = 1_000;

/**
 * What can be paid: purchases and sales credit notes, first what is due first, then what came in too much.
 * @param refundId a line of which somebody wants to pay back what is left, also when nothing of it is matched
 */
export async function listPurchases(
  context: Context,
  { refundId }: { refundId: string | undefined },
): Promise<PurchaseView[]> {
  const { companyId } = context;
  return inCompany(context.db, companyId, async (tx) => {
    const payable = await listPayableDocuments(tx, companyId, maximum);
    const documents = await withPayees(
      tx,
      companyId,
      payable.map(({ document }) => document),
    );
    const lastPayments = await readLastPayments(tx, companyId, documents);
    const overpaid = await listOverpaidLines(tx, companyId, { limit: maximum, alsoId: refundId });
    return [
      ...documents.map(({ payeeIban }, index) => documentView(payable[index], payeeIban, lastPayments)),
      ...overpaid.map(overpaymentView),
    ].filter((view) => view !== undefined);
  });
}

async function readLastPayments(
  tx: Transaction,
  companyId: string,
  documents: readonly PayableDocumentNow[],
): Promise<ReadonlyMap<number | null, LastPayment>> {
  const suppliers = documents.flatMap(({ document: { kind, onfactContactId } }) =>
    kind === 'purchase_invoice' && onfactContactId !== null ? [onfactContactId] : [],
  );
  if (suppliers.length === 0) return new Map();
  const payments = await listLastPayments(tx, companyId, [...new Set(suppliers)]);
  return new Map(payments.map((payment) => [payment.onfactContactId, payment]));
}

function documentView(
  payable: PayableDocument | undefined,
  payeeIban: string | null,
  lastPayments: ReadonlyMap<number | null, LastPayment>,
): PurchaseView | undefined {
  if (!payable) return undefined;
  const { document, running } = payable;
  const before = document.kind === 'purchase_invoice' ? lastPayments.get(document.onfactContactId) : undefined;
  const openMinor = openAmountOf(document);
  return {
    payableId: document.documentId,
    kind: document.kind === 'sales_credit_note' ? 'sales_credit_note' : 'purchase_invoice',
    number: document.number,
    payeeName: document.contactName,
    payeeIban,
    isAccountChanged: before !== undefined && payeeIban !== null && before.iban !== payeeIban,
    issueDate: document.issueDate,
    dueDate: document.dueDate,
    totalMinor: document.totalMinor,
    openMinor,
    currency: document.currency,
    communication: planTransfer(document, payeeIban, openMinor).remittanceInformation,
    isLocked: document.isLocked,
    running,
  };
}

function overpaymentView(refundable: RefundableLine): PurchaseView {
  const { line, numbers, openMinor, running } = refundable;
  return {
    payableId: line.bankTransactionId,
    kind: 'overpayment',
    number: numbers.join(', '),
    payeeName: line.counterpartName,
    payeeIban: line.counterpartReference,
    isAccountChanged: false,
    issueDate: line.executionDate,
    dueDate: null,
    totalMinor: line.amountMinor,
    openMinor,
    currency: line.currency,
    communication: refundCommunicationOf(refundable),
    isLocked: false,
    running,
  };
}
