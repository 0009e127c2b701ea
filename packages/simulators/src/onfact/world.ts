import { isCurrency, parseMoney } from '@onfact-ponto/primitives';
import type { Call } from '../control/call-log.ts';
import type { Fault, FaultRequest } from '../control/fault-script.ts';
import { bookPayment, deletePayment, issueInvoice, paidMinor, setStatus, totalMinor } from './bookkeeping.ts';
import { companyByUuid, invoiceById, type OnfactSimulation } from './simulation.ts';
import type { Company, Invoice, OnfactSettings, OnfactState, Payment, User } from './state.ts';

/** The hand of the tester in the simulated onFact. The control API offers exactly these operations. */
export type OnfactWorld = ReturnType<typeof createOnfactWorld>;

/** @param beginning the state to go back to on a reset */
export function createOnfactWorld(simulation: OnfactSimulation, beginning: () => OnfactState) {
  const { state, clock, faults, calls } = simulation;
  const company = (uuid: string): Company => companyByUuid(simulation, uuid);

  return {
    /** Back to the first day. */
    reset(): void {
      Object.assign(state, beginning(), { signingKey: state.signingKey });
      faults.clear();
      calls.clear();
      simulation.changed();
    },

    now: (): Date => clock.now(),
    clockIsRunning: (): boolean => clock.isRunning(),
    /** @param running false stops the time at that moment */
    setClock(moment: Date, running = true): void {
      clock.set(moment, running);
      simulation.changed();
    },
    advanceClock(milliseconds: number): void {
      clock.advance(milliseconds);
      simulation.changed();
    },

    settings: (): OnfactSettings => ({ ...state.settings }),
    configure(settings: Partial<OnfactSettings>): OnfactSettings {
      Object.assign(state.settings, settings);
      simulation.changed();
      return state.settings;
    },

    users: (): readonly User[] => state.users,
    companies: (): readonly Company[] => state.companies,
    company,

    /** @param invoice `amount` is what the customer owes, taxes included */
    addInvoice(
      companyUuid: string,
      invoice: {
        amount: string;
        customerName?: string | undefined;
        date?: string | undefined;
        term?: number | undefined;
        currency?: string | undefined;
      },
    ): Invoice {
      const currency = invoice.currency ?? 'EUR';
      return issueInvoice(simulation, company(companyUuid), {
        customerName: invoice.customerName ?? 'Garage Moerbeke NV',
        inclMinor: parseMoney(invoice.amount, isCurrency(currency) ? currency : 'EUR').amountMinor,
        date: invoice.date ?? clock.now().toISOString().slice(0, 10),
        term: invoice.term ?? 30,
        currency,
      });
    },
    /** Facts about an invoice that need no rule of their own. */
    changeInvoice(
      companyUuid: string,
      invoiceId: number,
      change: Partial<Pick<Invoice, 'locked' | 'deleted'>>,
    ): Invoice {
      const invoice = invoiceById(company(companyUuid), invoiceId);
      Object.assign(invoice, change);
      setStatus(simulation, invoice, invoice.status);
      return invoice;
    },
    /** Somebody pays an invoice in onFact itself. */
    payInvoice(companyUuid: string, invoiceId: number): Payment {
      const owner = company(companyUuid);
      const invoice = invoiceById(owner, invoiceId);
      const account = owner.paymentAccounts[0];
      if (!account) throw new RangeError('The company has no payment account');
      return bookPayment(simulation, owner, {
        paymentAccountId: account.id,
        date: clock.now().toISOString().slice(0, 10),
        amountMinor: totalMinor(invoice) - paidMinor(owner, invoice),
        currency: invoice.currency,
        name: null,
        iban: null,
        invoiceId,
      });
    },
    /** Somebody deletes a payment in onFact itself. */
    deletePayment(companyUuid: string, paymentId: number): void {
      const owner = company(companyUuid);
      const payment = owner.payments.find(({ id }) => id === paymentId);
      if (payment) deletePayment(simulation, owner, payment);
    },
    /** The oracle: payments that count, with the invoice each one pays. */
    payments: (companyUuid: string): readonly Payment[] =>
      company(companyUuid).payments.filter(({ deleted }) => !deleted),
    /** The oracle: what an invoice is still worth. */
    openMinor(companyUuid: string, invoiceId: number): bigint {
      const invoice = invoiceById(company(companyUuid), invoiceId);
      return totalMinor(invoice) - paidMinor(company(companyUuid), invoice);
    },
    /** Bearer tokens die; session keys stay. */
    expireAccessTokens(): void {
      state.accessTokens = {};
      simulation.changed();
    },

    injectFault: (fault: FaultRequest): Fault => faults.inject(fault),
    faults: (): readonly Fault[] => faults.list(),
    clearFaults: (): void => faults.clear(),
    calls: (): readonly Call[] => calls.list(),
    clearCalls: (): void => calls.clear(),
  };
}
