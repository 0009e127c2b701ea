import { observed } from './calls.ts';
import type { OnCall } from './calls.ts';
import type { CredentialsProvider } from './credentials.ts';
import { createJsonApi } from './json-api.ts';
import { readOrigin } from './origin.ts';
import { createPace, type Clock } from './pace.ts';
import { createCompanies } from './resources/company.ts';
import { createContacts } from './resources/contact.ts';
import { createDocuments } from './resources/document.ts';
import { createPaymentAccounts } from './resources/payment-account.ts';
import { createPayments } from './resources/payment.ts';
import { createPurchases } from './resources/purchase.ts';
import { decodeCreditNote, decodeSalesDocument } from './resources/sales-document.ts';
import { createTransport, defaultLimits, type Limits } from './transport.ts';

export type OnfactClientOptions = Readonly<{
  /** Origin of the API: "https://api5.onfact.be", whatever the brand. */
  apiUrl: string;
  credentials: CredentialsProvider;
  requestsPerSecond: number;
  clock: Clock;
  limits?: Partial<Limits>;
  /** Hears of every HTTP call, for a log without bodies. */
  onCall?: OnCall | undefined;
}>;

export type OnfactClient = ReturnType<typeof createOnfactClient>;

/** The part of onFact's REST API that bank payments need, for one company. */
export function createOnfactClient(options: OnfactClientOptions) {
  const { apiUrl, credentials, requestsPerSecond, clock, limits, onCall } = options;
  const transport = createTransport({
    origin: readOrigin(apiUrl),
    credentials,
    pace: createPace(requestsPerSecond, clock),
    clock,
    limits: { ...defaultLimits, ...limits },
  });
  const json = createJsonApi(transport);
  const api = onCall === undefined ? json : observed(json, onCall, clock);

  return {
    companies: createCompanies(api),
    contacts: createContacts(api),
    invoices: createDocuments(api, { path: 'invoices', decode: decodeSalesDocument }),
    creditNotes: createDocuments(api, { path: 'creditnotes', decode: decodeCreditNote }),
    paymentRequests: createDocuments(api, { path: 'paymentrequests', decode: decodeSalesDocument }),
    purchases: createPurchases(api),
    payments: createPayments(api),
    paymentAccounts: createPaymentAccounts(api),
    /** Lets requests under way finish, then closes the connections. */
    close: () => transport.close(),
  };
}
