import { UnknownInSimulationError } from '../control/unknown-in-simulation.ts';
import { returnOrder, settlePayments } from './paying.ts';
import type { Payment, PaymentRequest, PaymentStatus } from './payment-state.ts';
import { timestamp, type PontoSimulation } from './simulation.ts';

/** What a tester does with payments, beyond signing them on their page. */
export function paymentOperations(simulation: PontoSimulation) {
  const { state } = simulation;

  return {
    /** The oracle: everything that was ever asked to be paid and not deleted, oldest first. */
    payments: (): readonly Payment[] => Object.values(state.payments),
    paymentRequests: (): readonly PaymentRequest[] => Object.values(state.paymentRequests),
    /**
     * The bank or Ponto decides. `accepted-customer-profile` is what a signature leads to: the bank books the payment
     * when its time has come. Any other status stays as it is set.
     */
    setPaymentStatus: (paymentId: string, status: PaymentStatus): Payment => {
      const payment = state.payments[paymentId];
      if (!payment) throw new UnknownInSimulationError('payment', paymentId);
      payment.status = status;
      if (status === 'accepted-customer-profile') payment.signedAt ??= timestamp(simulation);
      settlePayments(simulation);
      simulation.changed();
      return payment;
    },
    /**
     * The bank of a payee sends the money of one order back: its account is closed. The line stands at the bank.
     * @param position of the order, from 1
     */
    returnPayment: (paymentId: string, { position = 1, keepsId = true } = {}): Payment => {
      const payment = state.payments[paymentId];
      const order = payment?.orders[position - 1];
      if (!payment || !order) throw new UnknownInSimulationError('payment', paymentId);
      returnOrder(simulation, payment, order, { keepsId });
      return payment;
    },
  };
}
