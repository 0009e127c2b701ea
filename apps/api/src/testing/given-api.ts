import { randomBytes } from 'node:crypto';
import { contextOf, createApiKey, jobs, recordSignIn } from '@onfact-ponto/application';
import type { Services } from '@onfact-ponto/application';
import { assertSchemaIsCurrent, createTokenCipher, openJobQueue, schema } from '@onfact-ponto/db';
import { createTestDatabase } from '@onfact-ponto/db/testing';
import { createLogger } from '@onfact-ponto/observability';
import { drizzleAdapter } from 'better-auth/adapters/drizzle';
import { createApp } from '../app.ts';
import { createAuthentication } from '../auth.ts';
import { createReadiness } from '../readiness.ts';
import { startOpenIdProvider } from './openid-provider.ts';
import type { UserClaims } from './openid-provider.ts';

export const adminOrigin = 'http://localhost:4800';
const adminProxySecret = 'admin-proxy-secret-of-the-tests-0123456789';

export type Ask = (method: string, path: string, request?: { body?: unknown; headers?: object }) => Promise<Response>;
export type TestApi = Awaited<ReturnType<typeof givenApi>>;

/** Each api is asked from an address of its own: whoever signs in too often is counted by address, in the whole process. */
let apiCount = 0;

/** The whole api over a database of its own, with a provider to sign in at. Only Ponto and onFact are not there. */
export async function givenApi(databaseOwnerUrl: string) {
  const database = await createTestDatabase(databaseOwnerUrl);
  const provider = await startOpenIdProvider();
  apiCount += 1;
  const proxyHeaders = { 'x-admin-proxy': adminProxySecret, 'x-forwarded-for': `192.0.2.${apiCount}` };
  const logLines: string[] = [];
  const log = createLogger({ service: 'api', level: 'debug', write: (line) => logLines.push(line) });
  const queue = await openJobQueue({
    url: database.applicationUrl,
    applicationName: 'test',
    jobs: jobs.allJobs,
    maintains: false,
    onError: () => undefined,
  });
  const time = { now: new Date('2026-11-24T09:00:00Z') };
  const services: Services = {
    db: database.db,
    jobs: queue,
    clock: { now: () => time.now, sleep: async () => undefined },
    log,
    cipher: createTokenCipher([{ id: 'test', key: randomBytes(32) }]),
    ponto: pontoThatOnlyBegins,
    onfactFor: () => {
      throw new Error('No route talks to onFact');
    },
    random: { bytes: randomBytes },
    crashPoint: async () => undefined,
    settings: {
      pullIntervalMs: 14_400_000,
      leaseMs: 60_000,
      outgoingPayments: 'positive',
      synchronizationIntervalMs: 300_000,
      maximumPullsAtOnce: 20,
      reauthorizationRedirectUri: 'https://admin.invalid/ponto/renewed',
      pontoApplicationId: 'application-of-the-tests',
      adminUrl: 'https://admin.example',
    },
  };
  const { user, session, account, verification } = schema;
  const app = createApp({
    services,
    log,
    authentication: createAuthentication({
      database: drizzleAdapter(database.db, { provider: 'pg', schema: { user, session, account, verification } }),
      origin: adminOrigin,
      secret: 'auth-secret-of-the-tests-0123456789abcdef',
      onfact: { issuer: provider.issuer, clientId: 'onfact-ponto', clientSecret: 'onfact-client-secret' },
      supportClaim: { name: 'support', value: undefined },
      log,
      recordSignIn: (signIn) => recordSignIn(services, signIn),
    }),
    readReadiness: createReadiness({
      assertSchemaIsCurrent: () => assertSchemaIsCurrent(database.applicationUrl),
      queueIsUsable: () => queue.isUsable(),
      clock: services.clock,
    }),
    apiOrigin: 'http://localhost:4801',
    adminOrigin,
    adminProxySecret,
  });

  const ask: Ask = async (method, path, { body, headers } = {}) =>
    app.request(path, {
      method,
      headers: { ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
  const askThroughAdmin: Ask = (method, path, request = {}) =>
    ask(method, path, { ...request, headers: { ...proxyHeaders, ...request.headers } });

  return {
    app,
    db: database.db,
    services,
    provider,
    logLines,
    time,
    ask,
    askThroughAdmin,
    /** What the admin's server adds to the request of a browser. */
    proxyHeaders,

    /** Signs in as a browser does; what it answers asks with the cookies of that browser. */
    async signIn(user: UserClaims): Promise<Ask> {
      const browser = createBrowser(askThroughAdmin);
      const start = await browser.ask('GET', '/auth/sign-in?returnTo=/');
      const back = new URL(provider.consent(start.headers.get('location') ?? '', user));
      const end = await browser.ask('GET', `${back.pathname}${back.search}`);
      if (end.headers.get('location') !== `${adminOrigin}/`)
        throw new Error(`Sign-in ended at ${end.headers.get('location')}`);
      return browser.ask;
    },

    /** Asks with a new API key of the company. */
    async withApiKey(companyId: string): Promise<Ask> {
      const context = contextOf(services, companyId, { type: 'system', job: 'test' });
      const { key } = await createApiKey(context, { name: 'Test' });
      return (method, path, request = {}) =>
        ask(method, path, { ...request, headers: { authorization: `Bearer ${key}`, ...request.headers } });
    },

    async close() {
      await queue.stop(1_000);
      provider.close();
      await database.drop();
    },
  };
}

/** Keeps cookies from answer to answer. */
export function createBrowser(askAs: Ask) {
  const cookies = new Map<string, string>();
  const ask: Ask = async (method, path, request = {}) => {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const answer = await askAs(method, path, { ...request, headers: { cookie, ...request.headers } });
    for (const line of answer.headers.getSetCookie()) {
      const [name = '', value = ''] = (line.split(';')[0] ?? '').split(/=(.*)/s);
      if (value === '' || /max-age=0/i.test(line)) cookies.delete(name);
      else cookies.set(name, value);
    }
    return answer;
  };
  return { ask, cookies };
}

/** Beginning an authorization needs no answer of Ponto; anything else would be a mistake of the test. */
const pontoThatOnlyBegins = {
  oauth: {
    createPkce: async () => ({ codeVerifier: randomBytes(32).toString('base64url'), codeChallenge: 'challenge' }),
    authorizationUrl: ({ state }: { state: string }) => new URL(`https://authorization.invalid/?state=${state}`),
  },
} as unknown as Services['ponto'];
