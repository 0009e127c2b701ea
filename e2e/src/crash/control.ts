import type { Product } from '@onfact-ponto/launcher/product';

/** What the simulated bank and books hold: the oracle of every crash test. */
export type Control = Readonly<{
  accounts(): Promise<PontoAccount[]>;
  /** Ids, newest first. */
  publishedTransactions(accountId: string): Promise<string[]>;
  /** Lines that pay nothing we know. */
  bookLines(accountId: string, count: number): Promise<void>;
  /** New invoices, each paid by a line with its structured communication. */
  bookPaidInvoices(accountId: string, count: number): Promise<void>;
  /** What the bank hands out as CODA, from a day on. */
  statements(accountId: string, from: string): Promise<Blob>;
  /** All that Ponto was ever asked to pay. */
  outgoingPayments(): Promise<OutgoingPayment[]>;
  /** Ponto lets every organization pay. */
  allowPayments(): Promise<void>;
  /** Payments that count in the books. */
  payments(): Promise<OnfactPayment[]>;
}>;

export type PontoAccount = Readonly<{ id: string; reference: string; currency: string; organizationId: string }>;
export type OutgoingPayment = Readonly<{ orders: readonly { endToEndId: string | null; amountMinor: string }[] }>;
export type OnfactPayment = Readonly<{ id: number; documentId: number | null; amountMinor: string }>;

export function openControl({ endpoints }: Product): Control {
  const { ponto, onfact } = endpoints;
  const ofCompany = `${onfact.controlUrl}/companies/${onfact.companyUuid}`;
  const publish = (accountId: string, transactions: object[], copies = 1) =>
    ask(`${ponto.controlUrl}/accounts/${accountId}/transactions`, { transactions, published: true, copies });
  let issuedCount = 0;

  return {
    accounts: () => ask(`${ponto.controlUrl}/accounts`) as Promise<PontoAccount[]>,
    publishedTransactions: (accountId) =>
      ask(`${ponto.controlUrl}/accounts/${accountId}/published-transactions`) as Promise<string[]>,
    async bookLines(accountId, count) {
      await publish(accountId, [{ amount: '-12.34', counterpartName: 'Drukkerij Vermaelen' }], count);
    },
    async bookPaidInvoices(accountId, count) {
      const lines = [];
      for (let index = 0; index < count; index += 1) {
        issuedCount += 1;
        const amount = `${200 + issuedCount}.50`;
        const { ogm } = (await ask(`${ofCompany}/invoices`, { amount })) as { ogm: string };
        const remittanceInformation = ogm.replace(/^(\d{3})(\d{4})(\d{5})$/, '+++$1/$2/$3+++');
        lines.push({
          amount,
          remittanceInformation,
          remittanceInformationType: 'structured',
          counterpartName: 'Garage Moerbeke NV',
        });
      }
      await publish(accountId, lines);
    },
    async statements(accountId, from) {
      const answer = await fetch(`${ponto.controlUrl}/accounts/${accountId}/coda?from=${from}`);
      if (!answer.ok) throw new Error(`The bank answered ${answer.status}`);
      return answer.blob();
    },
    async allowPayments() {
      for (const { id } of (await ask(`${ponto.controlUrl}/organizations`)) as { id: string }[]) {
        await ask(
          `${ponto.controlUrl}/organizations/${id}/activation`,
          { product: 'payments', state: 'activated' },
          'PUT',
        );
      }
    },
    outgoingPayments: () => ask(`${ponto.controlUrl}/payments`) as Promise<OutgoingPayment[]>,
    payments: () => ask(`${ofCompany}/payments`) as Promise<OnfactPayment[]>,
  };
}

async function ask(url: string, body?: object, method = body === undefined ? 'GET' : 'POST'): Promise<unknown> {
  const response = await fetch(url, {
    method,
    headers: { 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  if (!response.ok) throw new Error(`${url} answered ${response.status}: ${await response.text()}`);
  return response.json();
}
