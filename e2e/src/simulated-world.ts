import type { Product } from '@onfact-ponto/launcher/product';

/** The hands of a test in the simulated bank and books, and what is true there: the oracle of every browser test. */
export type SimulatedWorld = Readonly<{
  accountsOf(organizationName: string): Promise<BankAccount[]>;
  /** They stand at the bank until Ponto visits it. */
  book(accountId: string, lines: readonly BankLine[]): Promise<void>;
  /** They are announced and not booked; Ponto shows them after its next visit. */
  announce(accountId: string, lines: readonly BankLine[]): Promise<void>;
  /** The bank changes a line that Ponto shows already; a visit later Ponto tells. */
  change(accountId: string, transactionId: string, change: Partial<BankLine>): Promise<void>;
  /** Ids of what Ponto shows, newest first. */
  publishedIds(accountId: string): Promise<string[]>;
  /** The statements of an account as its bank gives them: one CODA file. */
  statementsOf(accountId: string, options?: Readonly<Record<string, string>>): Promise<Uint8Array<ArrayBuffer>>;
  endConsent(accountId: string): Promise<void>;
  /** The bank's consent ends so many days from now. */
  ageConsent(accountId: string, daysLeft: number): Promise<void>;
  /** What the product mailed, newest first. */
  mails(): Promise<SentMail[]>;
  /** The customer ends the whole link in Ponto. */
  revoke(organizationName: string): Promise<void>;
  /** The next calls that fit answer with this status. */
  failPonto(path: string, status: number): Promise<void>;
  /** Nothing that is sent there arrives, and no answer comes. */
  losePosts(path: string): Promise<void>;
  repairPonto(): Promise<void>;
  issueInvoice(invoice: { amount: string; customerName: string }): Promise<Invoice>;
  /** A purchase in the books, open. */
  addPurchase(purchase: { amount: string; contactName: string; iban: string; reference: string }): Promise<void>;
  /** Ponto lets the organization pay. */
  activatePayments(organizationName: string): Promise<void>;
  /** What Ponto holds: every payment and bulk payment that it ever took. */
  pontoPayments(): Promise<PontoPayment[]>;
  /** The bank, or Ponto, decides about a payment. */
  decidePayment(paymentId: string, status: string): Promise<void>;
  /** Payments in the books that count. */
  paymentsOf(invoiceId: number): Promise<{ amountMinor: string }[]>;
  /** Both worlds as they were at the start, but for time: Ponto visits a bank whenever it is asked, and at once. */
  reset(): Promise<void>;
}>;

export type BankAccount = Readonly<{
  id: string;
  organizationId: string;
  description: string;
  reference: string;
  currency: string;
  currentBalanceMinor: string;
  synchronizedAt: string;
}>;

export type PontoPayment = Readonly<{
  id: string;
  kind: 'payment' | 'bulkPayment';
  status: string;
  orders: readonly Readonly<{ amountMinor: string; creditorName: string; creditorAccountReference: string }>[];
}>;

export type SentMail = Readonly<{ to: string; subject: string; text: string; html: string }>;

export type BankLine = Readonly<{
  amount: string;
  executionDate?: string;
  counterpartName?: string;
  counterpartReference?: string;
  remittanceInformation?: string;
  remittanceInformationType?: 'structured' | 'unstructured';
  endToEndId?: string;
}>;

export type Invoice = Readonly<{ id: number; number: number; ogm: string }>;

export function openWorld({ ponto, onfact, mail }: Product['endpoints']): SimulatedWorld {
  const atPonto = <Answer>(path: string, request?: ControlRequest) =>
    ask<Answer>(`${ponto.controlUrl}${path}`, request);
  const ofCompany = `${onfact.controlUrl}/companies/${onfact.companyUuid}`;
  const organizationCalled = async (name: string) => {
    const organizations = await atPonto<{ id: string; name: string }[]>('/organizations');
    const found = organizations.find((organization) => organization.name === name);
    if (!found) throw new Error(`Ponto knows no organization called ${name}`);
    return found;
  };

  return {
    async accountsOf(organizationName) {
      const { id } = await organizationCalled(organizationName);
      return (await atPonto<BankAccount[]>('/accounts')).filter(({ organizationId }) => organizationId === id);
    },
    book: (accountId, transactions) =>
      atPonto(`/accounts/${accountId}/transactions`, { method: 'POST', body: { transactions } }),
    announce: (accountId, transactions) =>
      atPonto(`/accounts/${accountId}/pending-transactions`, { method: 'POST', body: { transactions } }),
    change: (accountId, transactionId, change) =>
      atPonto(`/accounts/${accountId}/transactions/${transactionId}`, { method: 'PATCH', body: { change } }),
    publishedIds: (accountId) => atPonto(`/accounts/${accountId}/published-transactions`),
    async statementsOf(accountId, options = {}) {
      const response = await fetch(
        `${ponto.controlUrl}/accounts/${accountId}/coda?${new URLSearchParams(options).toString()}`,
      );
      if (!response.ok) throw new Error(`The bank answered ${response.status}: ${await response.text()}`);
      return new Uint8Array(await response.arrayBuffer());
    },
    endConsent: (accountId) => atPonto(`/accounts/${accountId}/end-consent`, { method: 'POST' }),
    ageConsent: (accountId, daysLeft) =>
      atPonto(`/accounts/${accountId}/consent`, { method: 'PUT', body: { daysLeft } }),
    mails: () => ask(`${mail.pageUrl}/mails`),
    async revoke(organizationName) {
      const { id } = await organizationCalled(organizationName);
      await atPonto(`/organizations/${id}/revoke-integration`, { method: 'POST' });
    },
    failPonto: (path, status) =>
      atPonto('/faults', { method: 'POST', body: { path, times: 20, effect: { kind: 'status', status } } }),
    losePosts: (path) =>
      atPonto('/faults', { method: 'POST', body: { method: 'POST', path, times: 20, effect: { kind: 'drop' } } }),
    repairPonto: () => atPonto('/faults', { method: 'DELETE' }),
    issueInvoice: (body) => ask(`${ofCompany}/invoices`, { method: 'POST', body }),
    addPurchase: ({ iban, ...purchase }) =>
      ask(`${ofCompany}/documents`, {
        method: 'POST',
        body: { kind: 'purchases', ...purchase, payee: { iban, bic: 'KREDBEBB' } },
      }),
    async activatePayments(organizationName) {
      const { id } = await organizationCalled(organizationName);
      const body = { product: 'payments', state: 'activated' };
      await atPonto(`/organizations/${id}/activation`, { method: 'PUT', body });
    },
    pontoPayments: () => atPonto('/payments'),
    decidePayment: (paymentId, status) => atPonto(`/payments/${paymentId}`, { method: 'PATCH', body: { status } }),
    async paymentsOf(invoiceId) {
      const payments = await ask<{ documentId: number | null; amountMinor: string }[]>(`${ofCompany}/payments`);
      return payments.filter((payment) => payment.documentId === invoiceId);
    },
    async reset() {
      await atPonto('/reset', { method: 'POST' });
      const inNoTime = { synchronizationWindowSeconds: 0, synchronizationMilliseconds: 100 };
      await atPonto('/settings', { method: 'PATCH', body: inNoTime });
      await ask(`${onfact.controlUrl}/reset`, { method: 'POST' });
      await ask(`${mail.pageUrl}/mails`, { method: 'DELETE' });
    },
  };
}

type ControlRequest = Readonly<{ method: 'POST' | 'PUT' | 'PATCH' | 'DELETE'; body?: object }>;

async function ask<Answer>(url: string, { method, body }: Partial<ControlRequest> = {}): Promise<Answer> {
  const response = await fetch(url, {
    method: method ?? 'GET',
    ...(body === undefined ? {} : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
  });
  if (!response.ok) throw new Error(`${url} answered ${response.status}: ${await response.text()}`);
  return (await response.json()) as Answer;
}
