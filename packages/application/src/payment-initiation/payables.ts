import { findRefundableLines, listPayerAccounts, lockDocuments, lockLines } from '@onfact-ponto/db';
import type { OpenDocument, RefundableLine, Transaction } from '@onfact-ponto/db';
import { isPayable, openAmountOf } from '../reconciliation/load-ledger.ts';
import { planRefund, planTransfer } from './transfer-plan.ts';
import type { TransferPlan } from './transfer-plan.ts';

/** A document with where it is paid to; null when nobody told. */
export type PayableDocumentNow = Readonly<{ document: OpenDocument; payeeIban: string | null }>;

/** What a transfer can pay: a document, or what came in too much on a line. */
export type Payable =
  (Readonly<{ type: 'document' }> & PayableDocumentNow) | Readonly<{ type: 'line'; refundable: RefundableLine }>;

/**
 * Locks what is to be paid until the transaction ends, lines before documents as everybody who books does.
 * @param payableIds ids of documents and of lines
 * @returns what there is of them, in their order
 */
export async function lockPayables(
  tx: Transaction,
  companyId: string,
  payableIds: readonly string[],
): Promise<Payable[]> {
  const lines = await lockLines(tx, companyId, payableIds, { skipBusy: false });
  const lineIds = lines.map(({ line }) => line.bankTransactionId);
  const rest = payableIds.filter((id) => !lineIds.includes(id));
  const documents = await withPayees(tx, companyId, await lockDocuments(tx, companyId, rest));
  const refundables = await findRefundableLines(tx, companyId, lineIds);
  const byId = new Map<string, Payable>([
    ...documents.map((payable) => [payable.document.documentId, { type: 'document', ...payable }] as const),
    ...refundables.map((refundable) => [refundable.line.bankTransactionId, { type: 'line', refundable }] as const),
  ]);
  return payableIds.flatMap((id) => byId.get(id) ?? []);
}

/** A customer's account stands on no document: a credit note is paid back to where the customer last paid from. */
export async function withPayees(
  tx: Transaction,
  companyId: string,
  documents: readonly OpenDocument[],
): Promise<PayableDocumentNow[]> {
  const customers = documents.flatMap(({ kind, payeeIban, onfactContactId }) =>
    kind === 'sales_credit_note' && payeeIban === null && onfactContactId !== null ? [onfactContactId] : [],
  );
  const known = customers.length === 0 ? [] : await listPayerAccounts(tx, companyId, customers);
  const accounts = new Map(known.map(({ onfactContactId, iban }) => [onfactContactId, iban]));
  return documents.map((document) => {
    const { kind, payeeIban, onfactContactId } = document;
    const payersIban = kind === 'sales_credit_note' ? accounts.get(onfactContactId ?? Number.NaN) : undefined;
    return { document, payeeIban: payeeIban ?? payersIban ?? null };
  });
}

export function payableIdOf(payable: Payable): string {
  return payable.type === 'line' ? payable.refundable.line.bankTransactionId : payable.document.documentId;
}

export function planOf(payable: Payable, amountMinor: bigint): TransferPlan {
  if (payable.type === 'line') return planRefund(payable.refundable, amountMinor);
  return planTransfer(payable.document, payable.payeeIban, amountMinor);
}

/** Purchases are paid, sales credit notes are refunded; both only while onFact takes a payment for them. */
export function canBePaid(document: OpenDocument): boolean {
  const goesOut = document.kind === 'purchase_invoice' || document.kind === 'sales_credit_note';
  return goesOut && isPayable(document) && openAmountOf(document) > 0n;
}
