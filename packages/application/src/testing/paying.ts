import { randomUUID } from 'node:crypto';
import {
  findPaymentInitiation,
  inCompany,
  listPaymentInitiationItems,
  listPaymentInitiationSteps,
  schema,
} from '@onfact-ponto/db';
import type { BankAccount, DocumentSnapshot, PaymentInitiation } from '@onfact-ponto/db';
import { givenDocument } from '@onfact-ponto/db/testing';
import { checkPayments } from '../payment-initiation/activate-payments.ts';
import { preparePayment } from '../payment-initiation/prepare-payment.ts';
import { lookAtPayment } from '../payment-initiation/look-at-payment.ts';
import { reviewPayment } from '../payment-initiation/review-payment.ts';
import type { PaymentWish } from '../payment-initiation/review-payment.ts';
import { sendPayment } from '../payment-initiation/send-payment.ts';
import { settlePayments } from '../payment-initiation/settle-payments.ts';
import { reconcileCompany } from '../reconciliation/reconcile-company.ts';
import type { Context } from '../context.ts';
import { connect, givenContext, pullDue, startAgain } from './world.ts';
import type { TestWorld } from './world.ts';

/** A company that may pay from its account, and open purchases of it. */
export type Payer = Readonly<{ context: Context; account: BankAccount; organizationId: string }>;

export async function givenPayer(world: TestWorld): Promise<Payer> {
  await startAgain(world);
  const { id: organizationId = '' } = world.ponto.world.organizations()[0] ?? {};
  world.ponto.world.setActivation(organizationId, 'payments', 'activated');
  const { id } = world.ponto.world.addAccount(organizationId, {
    reference: 'BE68539007547034',
    openingBalance: '10000',
  });
  const context = await givenContext(world);
  await connect(context, [id]);
  await pullDue(world);
  await checkPayments(context);
  const [account] = await inCompany(context.db, context.companyId, (tx) => tx.select().from(schema.bankAccount));
  if (!account) throw new Error('The account was not linked');
  return { context, account, organizationId };
}

let suppliers = 0;

/** Of a supplier of its own, unless another is named. */
export function givenPurchase({ context }: Payer, change: Partial<DocumentSnapshot> = {}): Promise<string> {
  suppliers += 1;
  return givenDocument(context.db, context.companyId, {
    kind: 'purchase_invoice',
    number: `A-${suppliers}`,
    contactName: `Drukkerij Maes ${suppliers}`,
    onfactContactId: suppliers,
    payeeIban: 'BE72000000001616',
    totalMinor: 100_00n,
    ...change,
  });
}

export function wishOf(
  { account }: Payer,
  payableIds: readonly string[],
  change: Partial<PaymentWish> = {},
): PaymentWish {
  return {
    method: 'ponto',
    bankAccountId: account.bankAccountId,
    executionDate: null,
    batchBookingPreferred: false,
    transfers: payableIds.map((payableId) => ({ payableId, amountMinor: 100_00n })),
    ...change,
  };
}

/** Looks, and approves what was shown. */
export async function prepare(
  context: Context,
  wish: PaymentWish,
  requestKey: string = randomUUID(),
): Promise<PaymentInitiation> {
  const { seal } = await reviewPayment(context, wish);
  return preparePayment(context, { ...wish, seal, requestKey, confirmed: [] });
}

export async function stored({ context }: Pick<Payer, 'context'>, paymentInitiationId: string) {
  const key = { companyId: context.companyId, paymentInitiationId };
  return inCompany(context.db, context.companyId, async (tx) => {
    const payment = await findPaymentInitiation(tx, key);
    if (!payment) throw new Error('The payment is not there');
    const items = await listPaymentInitiationItems(tx, key);
    const steps = await listPaymentInitiationSteps(tx, key);
    return { payment, items, steps, state: payment.state, isLive: items.some(({ isLive }) => isLive) };
  });
}

/** Sent and signed at Ponto; the bank carries it out when its time has come. */
export async function signed<Payment extends { paymentInitiationId: string }>(
  payer: Payer,
  payment: Payment,
): Promise<Payment> {
  await sendPayment(payer.context, payment);
  const { payment: sent } = await stored(payer, payment.paymentInitiationId);
  await signAtPonto(sent.signingUrl, 'sign');
  await lookAtPayment(payer.context, payment);
  return payment;
}

/** An hour later the bank tells what it booked, and it is read and matched. */
export async function bankTells(world: TestWorld, { context, account }: Payer): Promise<void> {
  world.ponto.world.advanceClock(3_600_000);
  world.ponto.world.synchronizeNow(account.pontoAccountId ?? '');
  await inCompany(context.db, context.companyId, (tx) => tx.update(schema.connection).set({ dueAt: new Date(0) }));
  await pullDue(world);
  await reconcileCompany(context);
  await settlePayments(context);
}

/** Presses a button on Ponto's page. */
export async function signAtPonto(
  signingUrl: string | null,
  decision: 'sign' | 'refuse',
  code = '123456',
): Promise<void> {
  const answer = await fetch(signingUrl ?? '', {
    method: 'POST',
    redirect: 'manual',
    headers: { 'content-type': 'application/x-www-form-urlencoded', origin: new URL(signingUrl ?? '').origin },
    body: new URLSearchParams({ decision, code }),
  });
  if (answer.status >= 500) throw new Error(`The page answered ${answer.status}`);
}
