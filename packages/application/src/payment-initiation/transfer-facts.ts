import {
  listLastPayments,
  listNamesOfAccounts,
  listOpenCredits,
  listPayeeAccounts,
  listRunningItems,
  listUnmatchedPayments,
} from '@onfact-ponto/db';
import type {
  LastPayment,
  OpenCredit,
  PayeeAccount,
  RefundableLine,
  Transaction,
  UnmatchedPayment,
} from '@onfact-ponto/db';
import { openAmountOf } from '../reconciliation/load-ledger.ts';
import { canBePaid, payableIdOf } from './payables.ts';
import type { Payable, PayableDocumentNow } from './payables.ts';
import type { AccountBefore, TransferFacts } from './payment-guards.ts';
import { sharesWord } from './same-name.ts';
import { isReferenceValid } from './transfer-plan.ts';

/** What is known about payees beside what is to be paid. */
type Known = Readonly<{
  running: ReadonlySet<string>;
  unmatched: ReadonlyMap<string | null, UnmatchedPayment>;
  lastPayments: ReadonlyMap<number | null, LastPayment>;
  payeeAccounts: readonly PayeeAccount[];
  credits: readonly OpenCredit[];
  /** Under which name the bank last showed each account. */
  names: ReadonlyMap<string | null, string>;
}>;

/** @param amounts what is to be paid of each, by its id */
export async function readTransferFacts(
  tx: Transaction,
  companyId: string,
  payables: readonly Payable[],
  amounts: ReadonlyMap<string, bigint>,
): Promise<TransferFacts[]> {
  const known = await readKnown(tx, companyId, payables);
  return payables.map((payable) =>
    payable.type === 'line'
      ? factsOfLine(payable.refundable, amounts, known)
      : factsOfDocument(payable, amounts, known),
  );
}

async function readKnown(tx: Transaction, companyId: string, payables: readonly Payable[]): Promise<Known> {
  const ibans = payables.flatMap((one) =>
    one.type === 'line' ? (one.refundable.line.counterpartReference ?? []) : (one.payeeIban ?? []),
  );
  const suppliers = payables.flatMap((one) =>
    one.type === 'document' && one.document.kind === 'purchase_invoice' ? (one.document.onfactContactId ?? []) : [],
  );
  const contactIds = [...new Set(suppliers)];
  const running = await listRunningItems(tx, companyId, payables.map(payableIdOf));
  const documentIds = payables.flatMap((one) => (one.type === 'document' ? one.document.documentId : []));
  const unmatched = await listUnmatchedPayments(tx, companyId, documentIds);
  const lastPayments = await listLastPayments(tx, companyId, contactIds);
  const names = await listNamesOfAccounts(tx, companyId, [...new Set(ibans)]);
  return {
    running: new Set(running.map(({ payableId }) => payableId)),
    unmatched: new Map(unmatched.map((payment) => [payment.documentId, payment])),
    lastPayments: new Map(lastPayments.map((payment) => [payment.onfactContactId, payment])),
    payeeAccounts: await listPayeeAccounts(tx, companyId, contactIds),
    credits: await listOpenCredits(tx, companyId, contactIds),
    names: new Map(names.map(({ iban, name }) => [iban, name])),
  };
}

function factsOfDocument(
  { document, payeeIban }: PayableDocumentNow,
  amounts: ReadonlyMap<string, bigint>,
  known: Known,
): TransferFacts {
  const { documentId, kind, currency, onfactContactId } = document;
  const isPurchase = kind === 'purchase_invoice';
  const payeeName = document.contactName ?? '';
  return {
    payableId: documentId,
    isPayable: canBePaid(document),
    isInRunningPayment: known.running.has(documentId),
    currency,
    openMinor: openAmountOf(document),
    amountMinor: amounts.get(documentId) ?? 0n,
    payeeName,
    payeeIban,
    isReferenceValid: isReferenceValid(document),
    paidBefore: paidBefore(known.unmatched.get(documentId)),
    accountBefore: isPurchase && payeeIban !== null ? accountBefore(onfactContactId, payeeIban, known) : null,
    isAccountOfLastPayment: payeeIban !== null && document.payeeIban === null,
    accountKnownAs: otherName(payeeName, known.names.get(payeeIban)),
    openCredits: isPurchase
      ? known.credits.filter((credit) => credit.onfactContactId === onfactContactId && credit.currency === currency)
      : [],
  };
}

function factsOfLine(
  { line, openMinor }: RefundableLine,
  amounts: ReadonlyMap<string, bigint>,
  known: Known,
): TransferFacts {
  const { bankTransactionId, counterpartName, counterpartReference, currency } = line;
  const payeeName = counterpartName ?? '';
  return {
    payableId: bankTransactionId,
    isPayable: openMinor > 0n,
    isInRunningPayment: known.running.has(bankTransactionId),
    currency,
    openMinor,
    amountMinor: amounts.get(bankTransactionId) ?? 0n,
    payeeName,
    payeeIban: counterpartReference,
    isReferenceValid: true,
    paidBefore: null,
    accountBefore: null,
    isAccountOfLastPayment: false,
    accountKnownAs: otherName(payeeName, known.names.get(counterpartReference)),
    openCredits: [],
  };
}

function accountBefore(contactId: number | null, payeeIban: string, known: Known): AccountBefore | null {
  const last = known.lastPayments.get(contactId);
  if (!last || last.iban === payeeIban) return null;
  const since = known.payeeAccounts.find((one) => one.onfactContactId === contactId && one.iban === payeeIban);
  return {
    iban: last.iban,
    paidAt: last.paidAt,
    paidBy: last.paidBy,
    changedAt: since?.firstReadAt ?? null,
    changedOn: since?.firstNumber ?? null,
  };
}

function paidBefore(payment: UnmatchedPayment | undefined): TransferFacts['paidBefore'] {
  if (!payment?.seenAt) return null;
  const { paymentInitiationId, reference, seenAt } = payment;
  return { paymentInitiationId, reference, seenAt };
}

function otherName(payeeName: string, knownAs: string | undefined): string | null {
  return knownAs !== undefined && !sharesWord(payeeName, knownAs) ? knownAs : null;
}
