import { isCurrency, parseMoney } from '@onfact-ponto/primitives';
import type { Call } from '../control/call-log.ts';
import type { Fault, FaultRequest } from '../control/fault-script.ts';
import { UnknownInSimulationError } from '../control/unknown-in-simulation.ts';
import { bookPayment, deletePayment, issueDocument, openMinor, setStatus } from './bookkeeping.ts';
import { companyByUuid, documentById, moment, type OnfactSimulation } from './simulation.ts';
import type { Company, Contact, Document, OnfactSettings, OnfactState, Payment, User } from './state.ts';

/** `amount` is what must be paid, taxes included. */
type DocumentRequest = Readonly<{
  amount: string;
  contactName?: string | undefined;
  date?: string | undefined;
  term?: number | undefined;
  currency?: string | undefined;
  /** Of a purchase. */
  payee?: Document['payee'] | undefined;
  reference?: string | undefined;
  discount?: Document['discount'] | undefined;
}>;
type InvoiceRequest = Omit<DocumentRequest, 'contactName' | 'payee' | 'reference'> & {
  customerName?: string | undefined;
};

/** The hand of the tester in the simulated onFact. The control API offers exactly these operations. */
export type OnfactWorld = ReturnType<typeof createOnfactWorld>;

/** @param beginning the state to go back to on a reset */
export function createOnfactWorld(simulation: OnfactSimulation, beginning: () => OnfactState) {
  const { state, clock, faults, calls } = simulation;
  const company = (uuid: string): Company => companyByUuid(simulation, uuid);

  function addDocument(companyUuid: string, request: DocumentRequest & Pick<Document, 'kind'>): Document {
    const owner = company(companyUuid);
    const currency = request.currency ?? owner.currency;
    return issueDocument(simulation, owner, {
      kind: request.kind,
      contactName: request.contactName ?? 'Garage Moerbeke NV',
      inclMinor: parseMoney(request.amount, isCurrency(currency) ? currency : 'EUR').amountMinor,
      date: request.date ?? clock.now().toISOString().slice(0, 10),
      term: request.term ?? 30,
      currency,
      payee: request.payee ?? null,
      reference: request.reference ?? null,
      discount: request.discount ?? null,
    });
  }

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

    /** Issues a sales invoice. */
    addInvoice(companyUuid: string, { customerName, ...invoice }: InvoiceRequest): Document {
      return addDocument(companyUuid, { kind: 'invoices', contactName: customerName, ...invoice });
    },
    addDocument,
    /** Facts about a document that need no rule of their own. */
    changeDocument(
      companyUuid: string,
      documentId: number,
      change: Partial<Pick<Document, 'locked' | 'deleted' | 'status' | 'exclMinor' | 'taxMinor'>>,
    ): Document {
      const document = documentById(company(companyUuid), documentId);
      Object.assign(document, change);
      setStatus(simulation, document, document.status);
      return document;
    },
    /** Somebody pays a document in onFact itself. */
    payDocument(companyUuid: string, documentId: number): Payment {
      const owner = company(companyUuid);
      const document = documentById(owner, documentId);
      const account = owner.paymentAccounts[0];
      if (!account) throw new RangeError('The company has no payment account');
      return bookPayment(simulation, owner, {
        paymentAccountId: account.id,
        date: clock.now().toISOString().slice(0, 10),
        amountMinor: openMinor(owner, document),
        currency: document.currency,
        name: null,
        iban: null,
        documentId,
      });
    },
    /** @throws UnknownInSimulationError */
    changeContact(companyUuid: string, contactId: number, change: Partial<Pick<Contact, 'name' | 'vat'>>): Contact {
      const contact = company(companyUuid).contacts.find(({ id }) => id === contactId);
      if (!contact) throw new UnknownInSimulationError('contact', String(contactId));
      Object.assign(contact, change, { modified: moment(clock.now()) });
      simulation.changed();
      return contact;
    },
    /** Somebody deletes a payment in onFact itself. */
    deletePayment(companyUuid: string, paymentId: number): void {
      const owner = company(companyUuid);
      const payment = owner.payments.find(({ id }) => id === paymentId);
      if (payment) deletePayment(simulation, owner, payment);
    },
    /** The oracle: payments that count, with the document each one pays. */
    payments: (companyUuid: string): readonly Payment[] =>
      company(companyUuid).payments.filter(({ deleted }) => !deleted),
    /** The oracle: what is left to pay of a document. */
    openMinor(companyUuid: string, documentId: number): bigint {
      const owner = company(companyUuid);
      return openMinor(owner, documentById(owner, documentId));
    },
    /** Signing in by password must be confirmed with this code; null asks for none any more. */
    requireTwoFactor(email: string, code: string | null): void {
      const user = state.users.find((candidate) => candidate.email === email);
      if (!user) throw new UnknownInSimulationError('user', email);
      user.twoFactorCode = code;
      simulation.changed();
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
