import {
  findBankAccount,
  findLiveConnection,
  inCompany,
  listBankAccounts,
  listLastPaidAccounts,
  listNamesOfAccounts,
  listOpenCredits,
  listRunningItems,
  lockDocuments,
} from '@onfact-ponto/db';
import type { BankAccount, OpenDocument, Transaction } from '@onfact-ponto/db';
import { bankDayOfDate } from '@onfact-ponto/primitives';
import type { IsoDate } from '@onfact-ponto/primitives';
import type { Context } from '../context.ts';
import { ApplicationError } from '../errors.ts';
import { isPayable, openAmountOf } from '../reconciliation/load-ledger.ts';
import { guardsOf } from './payment-guards.ts';
import type { Guard, TransferFacts } from './payment-guards.ts';
import { paymentPermission } from './payment-permission.ts';
import { sharesWord } from './same-name.ts';
import { isReferenceValid, planTransfer, sealOf } from './transfer-plan.ts';
import type { TransferPlan } from './transfer-plan.ts';

/** A QR code carries one transfer. */
export type PaymentMethod = 'ponto' | 'qr' | 'sepa_file';

/** What a user wants to pay, from where, when and how. */
export type PaymentWish = Readonly<{
  method: PaymentMethod;
  bankAccountId: string;
  /** Null: as soon as possible. */
  executionDate: IsoDate | null;
  batchBookingPreferred: boolean;
  transfers: readonly Readonly<{ documentId: string; amountMinor: bigint }>[];
}>;

export type PaymentReview = Readonly<{
  account: BankAccount;
  plans: readonly TransferPlan[];
  guards: readonly Guard[];
  totalMinor: bigint;
  /** Of everything above: prepare the payment with it, and what is prepared is what was seen. */
  seal: string;
}>;

/** Shows exactly what would be paid, and what speaks against it. Writes nothing. */
export async function reviewPayment(context: Context, wish: PaymentWish): Promise<PaymentReview> {
  return inCompany(context.db, context.companyId, (tx) => review(tx, context, wish));
}

/**
 * As `reviewPayment`, and the documents are locked until the transaction ends.
 * @throws ApplicationError bank_account_not_found, document_not_found, payments_not_permitted, invalid_request
 */
export async function review(tx: Transaction, context: Context, wish: PaymentWish): Promise<PaymentReview> {
  const { companyId } = context;
  const account = await findBankAccount(tx, companyId, wish.bankAccountId);
  if (!account) throw new ApplicationError('bank_account_not_found');
  if (wish.method === 'ponto') await assertPermitted(tx, context, account);

  const amounts = new Map(wish.transfers.map(({ documentId, amountMinor }) => [documentId, amountMinor]));
  const isOneTooMany = wish.method === 'qr' && amounts.size > 1;
  if (amounts.size === 0 || amounts.size < wish.transfers.length || isOneTooMany) {
    throw new ApplicationError('invalid_request');
  }
  const documents = await lockDocuments(tx, companyId, [...amounts.keys()]);
  if (documents.length < amounts.size) throw new ApplicationError('document_not_found');

  const byId = new Map(documents.map((document) => [document.documentId, document]));
  const chosen = wish.transfers.flatMap(({ documentId }) => byId.get(documentId) ?? []);
  const facts = await factsOf(tx, companyId, chosen, amounts);
  const plans = chosen.map((document) => planTransfer(document, amounts.get(document.documentId) ?? 0n));
  const guards = guardsOf({
    ownIbans: (await listBankAccounts(tx, companyId)).map(({ reference }) => reference),
    availableMinor: account.availableBalanceMinor ?? account.currentBalanceMinor,
    today: bankDayOfDate(context.clock.now()),
    executionDate: wish.executionDate,
    takesExecutionDate: account.futureDatedPaymentsSupported,
    transfers: facts,
  });
  const { method, bankAccountId, executionDate, batchBookingPreferred } = wish;
  return {
    account,
    plans,
    guards,
    totalMinor: plans.reduce((sum, { amountMinor }) => sum + amountMinor, 0n),
    seal: sealOf([method, bankAccountId, executionDate, batchBookingPreferred], plans),
  };
}

async function assertPermitted(tx: Transaction, { companyId }: Context, account: BankAccount): Promise<void> {
  const connection = await findLiveConnection(tx, companyId);
  const permission = paymentPermission(connection, [account]);
  if (permission !== 'ready') throw new ApplicationError('payments_not_permitted', { permission });
}

async function factsOf(
  tx: Transaction,
  companyId: string,
  documents: readonly OpenDocument[],
  amounts: ReadonlyMap<string, bigint>,
): Promise<TransferFacts[]> {
  const contactIds = [...new Set(documents.flatMap(({ onfactContactId }) => onfactContactId ?? []))];
  const ibans = [...new Set(documents.flatMap(({ payeeIban }) => payeeIban ?? []))];
  const documentIds = documents.map(({ documentId }) => documentId);
  const running = new Set((await listRunningItems(tx, companyId, documentIds)).map(({ documentId }) => documentId));
  const lastPaid = new Map(
    (await listLastPaidAccounts(tx, companyId, contactIds)).map(({ onfactContactId, iban }) => [onfactContactId, iban]),
  );
  const credits = new Map(
    (await listOpenCredits(tx, companyId, contactIds)).map(({ onfactContactId, openMinor }) => [
      onfactContactId,
      openMinor,
    ]),
  );
  const names = new Map((await listNamesOfAccounts(tx, companyId, ibans)).map(({ iban, name }) => [iban, name]));

  return documents.map((document) => {
    const { documentId, currency, payeeIban, onfactContactId } = document;
    const payeeName = document.contactName ?? '';
    const knownAs = names.get(payeeIban ?? '');
    return {
      documentId,
      isPayable: canBePaid(document),
      isInRunningPayment: running.has(documentId),
      currency,
      openMinor: openAmountOf(document),
      amountMinor: amounts.get(documentId) ?? 0n,
      payeeName,
      payeeIban,
      isReferenceValid: isReferenceValid(document),
      lastPaidIban: lastPaid.get(onfactContactId ?? Number.NaN) ?? null,
      accountKnownAs: knownAs !== undefined && !sharesWord(payeeName, knownAs) ? knownAs : null,
      openCreditMinor: document.kind === 'purchase_invoice' ? (credits.get(onfactContactId ?? Number.NaN) ?? 0n) : 0n,
    };
  });
}

/** Purchases are paid, sales credit notes are refunded; both only while onFact takes a payment for them. */
function canBePaid(document: OpenDocument): boolean {
  const goesOut = document.kind === 'purchase_invoice' || document.kind === 'sales_credit_note';
  return goesOut && isPayable(document) && openAmountOf(document) > 0n;
}
