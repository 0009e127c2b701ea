import { findBankAccount, findLiveConnection, inCompany, listBankAccounts } from '@onfact-ponto/db';
import type { BankAccount, Transaction } from '@onfact-ponto/db';
import { bankDayOfDate } from '@onfact-ponto/primitives';
import type { IsoDate } from '@onfact-ponto/primitives';
import type { Context } from '../context.ts';
import { ApplicationError } from '../errors.ts';
import { lockPayables, payableIdOf, planOf } from './payables.ts';
import { guardsOf } from './payment-guards.ts';
import type { Guard } from './payment-guards.ts';
import { paymentPermission } from './payment-permission.ts';
import { readTransferFacts } from './transfer-facts.ts';
import { sealOf } from './transfer-plan.ts';
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
  /** Of documents, and of lines on which too much came in. */
  transfers: readonly Readonly<{ payableId: string; amountMinor: bigint }>[];
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
 * As `reviewPayment`, and what is paid is locked until the transaction ends.
 * @throws ApplicationError bank_account_not_found, document_not_found, payments_not_permitted, invalid_request
 */
export async function review(tx: Transaction, context: Context, wish: PaymentWish): Promise<PaymentReview> {
  const { companyId } = context;
  const account = await findBankAccount(tx, companyId, wish.bankAccountId);
  if (!account) throw new ApplicationError('bank_account_not_found');
  if (wish.method === 'ponto') await assertPermitted(tx, context, account);

  const amounts = new Map(wish.transfers.map(({ payableId, amountMinor }) => [payableId, amountMinor]));
  const isOneTooMany = wish.method === 'qr' && amounts.size > 1;
  if (amounts.size === 0 || amounts.size < wish.transfers.length || isOneTooMany) {
    throw new ApplicationError('invalid_request');
  }
  const payables = await lockPayables(tx, companyId, [...amounts.keys()]);
  if (payables.length < amounts.size) throw new ApplicationError('document_not_found');

  const facts = await readTransferFacts(tx, companyId, payables, amounts);
  const plans = payables.map((payable) => planOf(payable, amounts.get(payableIdOf(payable)) ?? 0n));
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
