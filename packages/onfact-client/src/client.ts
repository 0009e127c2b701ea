import { observed } from './calls.ts';
import type { OnCall } from './calls.ts';
import type { CredentialsProvider } from './credentials.ts';
import { createJsonApi } from './json-api.ts';
import { createPace, type Clock } from './pace.ts';
import { createCompanies } from './resources/company.ts';
import { createInvoices } from './resources/invoice.ts';
import { createPaymentAccounts } from './resources/payment-account.ts';
import { createPayments } from './resources/payment.ts';
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
    invoices: createInvoices(api),
    payments: createPayments(api),
    paymentAccounts: createPaymentAccounts(api),
    companies: createCompanies(api),
    /** Lets requests under way finish, then closes the connections. */
    close: () => transport.close(),
  };
}

/** Plain http would show the key to the network, so it is for this machine only. */
function readOrigin(apiUrl: string): URL {
  const url = new URL(apiUrl);
  const isOrigin = url.pathname === '/' && url.search === '' && url.hash === '';
  const isPrivate = url.protocol === 'https:' || (url.protocol === 'http:' && loopback.has(url.hostname));
  if (!isOrigin || !isPrivate) throw new Error(`apiUrl must be an https origin without a path: ${apiUrl}`);
  return url;
}
const loopback: ReadonlySet<string> = new Set(['localhost', '127.0.0.1', '[::1]']);
