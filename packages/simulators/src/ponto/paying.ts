import { bankDayOf } from '@onfact-ponto/primitives';
import { bankLine } from './bank-line.ts';
import { brusselsMoment } from './brussels-time.ts';
import type { Payment, PaymentOrder, PaymentRequest } from './payment-state.ts';
import { accountById, timestamp, type PontoSimulation } from './simulation.ts';
import type { Account, BankLine } from './state.ts';

/** The response of the device that signs: the one that Ponto's sandbox accepts. */
export const signingCode = '123456';

/** So many wrong codes and the bank refuses. */
const allowedCodes = 3;

/** The customer signs. A wrong code leaves the payment unsigned, the third one makes the bank refuse it. */
export function signPayment(simulation: PontoSimulation, payment: Payment, code: string): 'signed' | 'wrong code' {
  if (code !== signingCode) {
    payment.wrongCodes += 1;
    if (payment.wrongCodes >= allowedCodes) payment.status = 'rejected';
    simulation.changed();
    return 'wrong code';
  }
  payment.status = 'accepted-customer-profile';
  payment.signedAt = timestamp(simulation);
  simulation.changed();
  return 'signed';
}

export function endPayment(simulation: PontoSimulation, payment: Payment, status: 'rejected' | 'cancelled'): void {
  payment.status = status;
  simulation.changed();
}

/** The debtor pays: the money stands at the bank of the creditor, and Ponto tells so. */
export function payRequest(simulation: PontoSimulation, request: PaymentRequest, debtor: string): void {
  const account = accountById(simulation, request.accountId);
  const at = timestamp(simulation);
  Object.assign(request, { debtorAccountReference: debtor, signedAt: at, closedAt: at });
  book(simulation, account, at, {
    amountMinor: request.amountMinor,
    bankTransactionCode: 'PMNT-RCDT-ESCT',
    counterpartReference: debtor,
    remittanceInformation: request.remittanceInformation,
    remittanceInformationType: request.remittanceInformationType,
    endToEndId: request.endToEndId,
  });
  simulation.emit({
    type: 'pontoConnect.paymentRequest.closed',
    relationships: { account: account.id, organization: account.organizationId, paymentRequest: request.id },
  });
}

/** Lets what is due happen: unsigned payments lapse, signed ones are booked once their day has come. */
export function settlePayments(simulation: PontoSimulation): void {
  const { signingHours, paymentExecutionSeconds } = simulation.state.settings;
  const now = simulation.clock.now();
  for (const payment of Object.values(simulation.state.payments)) {
    const { status, createdAt, signedAt, requestedExecutionDate } = payment;
    const ageHours = (now.getTime() - Date.parse(createdAt)) / 3_600_000;
    if (status === 'unsigned' && ageHours >= signingHours) endPayment(simulation, payment, 'cancelled');

    if (status !== 'accepted-customer-profile' || signedAt === null) continue;
    const afterSigning = Date.parse(signedAt) + paymentExecutionSeconds * 1_000;
    const onItsDay = requestedExecutionDate === null ? 0 : brusselsMoment(requestedExecutionDate, 0).getTime();
    const bookedAt = new Date(Math.max(afterSigning, onItsDay));
    if (bookedAt <= now) execute(simulation, payment, bookedAt.toISOString());
  }
}

function execute(simulation: PontoSimulation, payment: Payment, bookedAt: string): void {
  const account = accountById(simulation, payment.accountId);
  const total = payment.orders.reduce((sum, { amountMinor }) => sum + amountMinor, 0n);
  if (payment.kind === 'bulkPayment' && payment.batchBookingPreferred) {
    book(simulation, account, bookedAt, {
      amountMinor: -total,
      bankTransactionCode: 'PMNT-ICDT-ESCT',
      remittanceInformation: payment.reference,
      description: `${payment.orders.length} overschrijvingen`,
      details: payment.orders.map((order) => ({ ...partyOf(order), amountMinor: -order.amountMinor })),
    });
  } else {
    for (const order of payment.orders) {
      const { remittanceInformationType, endToEndId } = order;
      const bankTransactionCode = 'PMNT-ICDT-ESCT';
      const texts = { bankTransactionCode, remittanceInformationType, endToEndId, description: 'Overschrijving' };
      book(simulation, account, bookedAt, { ...partyOf(order), ...texts, amountMinor: -order.amountMinor });
    }
  }
  payment.status = 'accepted-settlement-completed';
  simulation.changed();
}

/** The bank of the payee does not take the money, and ours books it back: with the id that it came with, or without. */
export function returnOrder(
  simulation: PontoSimulation,
  { accountId }: Payment,
  order: PaymentOrder,
  { keepsId }: { keepsId: boolean },
): void {
  book(simulation, accountById(simulation, accountId), timestamp(simulation), {
    ...partyOf(order),
    amountMinor: order.amountMinor,
    bankTransactionCode: 'PMNT-ICDT-RRTN',
    description: 'Teruggestorte overschrijving',
    endToEndId: keepsId ? order.endToEndId : null,
  });
}

function partyOf({ creditorName, creditorAccountReference, remittanceInformation }: PaymentOrder) {
  return { counterpartName: creditorName, counterpartReference: creditorAccountReference, remittanceInformation };
}

/** Stands at the bank; Ponto shows it after its next visit. */
function book(simulation: PontoSimulation, account: Account, bookedAt: string, content: Partial<BankLine>): void {
  const line = {
    ...bankLine(simulation, account, { amount: '0', executionDate: bankDayOf(bookedAt) }),
    ...content,
  };
  account.bank.waiting.push({ bookedAt, line });
  simulation.changed();
}
