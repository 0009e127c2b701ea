import { randomBytes } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  asDispatcher,
  claimDueConnections,
  createTokenCipher,
  inCompany,
  insertPontoApplication,
  openDatabase,
  parseCipherKeys,
  schema,
  updatePontoApplication,
} from '@onfact-ponto/db';
import type { BankAccount, ClaimedConnection } from '@onfact-ponto/db';
import { createTestDatabase, givenCompany } from '@onfact-ponto/db/testing';
import type { TestDatabase } from '@onfact-ponto/db/testing';
import { apiKeyCredentials, createOnfactClient } from '@onfact-ponto/onfact-client';
import { createPontoClient } from '@onfact-ponto/ponto-client';
import type { Gate } from '@onfact-ponto/ponto-client';
import { startOnfactSimulator, startPontoSimulator } from '@onfact-ponto/simulators';
import type { demoScenario, OnfactSimulator, PontoSimulator } from '@onfact-ponto/simulators';
import { provisionCompany } from '../company/provision-company.ts';
import { activateConnection } from '../connection/activate-connection.ts';
import { completeAuthorization } from '../connection/complete-authorization.ts';
import type { AuthorizationOutcome } from '../connection/complete-authorization.ts';
import { startAuthorization } from '../connection/start-authorization.ts';
import { contextOf } from '../context.ts';
import type { Actor, Context, CrashPoint, Services } from '../context.ts';
import { createRequestBudget } from '../ponto/request-budget.ts';
import { createCallLog } from '../support/call-log.ts';
import type { CallLog } from '../support/call-log.ts';
import { pullConnection } from '../synchronization/pull-connection.ts';

/** The use cases on a real database, against the simulators: only the queue and the clock are the test's own. */
export type TestWorld = Readonly<{
  database: TestDatabase;
  ponto: PontoSimulator;
  onfact: OnfactSimulator;
  services: Services;
  /** Written a moment after each call; `flush` does not wait for it. */
  calls: CallLog;
  /** What was enqueued, oldest first. */
  enqueued: { queue: string; payload: object; notBefore?: Date }[];
  /** Runs at each crash point; throw to stop the work there. */
  onCrashPoint: { hook: (name: CrashPoint) => void | Promise<void> };
  clock: { offsetMs: number };
  /** As TOKEN_ENCRYPTION_KEYS holds it, for another process on the same database. */
  cipherKeys: string;
  stop(): Promise<void>;
}>;

const pontoApplicationId = 'application-of-the-tests';

export const mieke: Actor = {
  type: 'user',
  userId: 'mieke',
  name: 'Mieke Claes',
  sessionId: 'session-of-mieke',
  isAdministrator: true,
};

/** @param scenario what bank and books hold on the first day; nothing when it is left out */
export async function startTestWorld(
  clusterUrl: string,
  scenario?: ReturnType<typeof demoScenario>,
): Promise<TestWorld> {
  const directory = await mkdtemp(join(tmpdir(), 'onfact-ponto-world-'));
  const redirectUris = ['https://admin.example/ponto/return'];
  const [database, ponto, onfact] = await Promise.all([
    createTestDatabase(clusterUrl),
    startPontoSimulator({ directory, redirectUris, scenario: scenario?.ponto }),
    startOnfactSimulator({ redirectUris, scenario: scenario?.onfact }),
  ]);
  const clockState = { offsetMs: 0 };
  const clock = {
    now: () => new Date(Date.now() + clockState.offsetMs),
    sleep: async (ms: number) => {
      await new Promise((resolve) => setTimeout(resolve, Math.min(ms, 50)));
    },
  };
  const enqueued: TestWorld['enqueued'] = [];
  const onCrashPoint: TestWorld['onCrashPoint'] = { hook: () => undefined };
  const log = { info: () => undefined, warn: () => undefined };
  const calls = createCallLog({ db: database.db, clock, log });
  const budgetPool = openDatabase({
    url: database.applicationUrl,
    applicationName: 'test-budget',
    maximumConnections: 2,
  });
  const budget = createRequestBudget({
    db: budgetPool.db,
    clock,
    log,
    applicationId: pontoApplicationId,
    requestsPerSecond: 1_000,
    usualUrgency: 'backlog',
  });
  const client = await pontoClientOf(ponto, clock, { calls, gate: budget.gate });
  const cipherKeys = `test:${randomBytes(32).toString('base64')}`;
  const services: Services = {
    db: database.db,
    jobs: {
      enqueue: async (_tx, job, payload) => {
        const { queue, startAfterSeconds } = job;
        const notBefore =
          startAfterSeconds === undefined
            ? {}
            : { notBefore: new Date(clock.now().getTime() + startAfterSeconds * 1000) };
        enqueued.push({ queue, payload, ...notBefore });
      },
    },
    clock,
    log,
    cipher: createTokenCipher(parseCipherKeys(cipherKeys)),
    ponto: client,
    onfactFor: (credentials) =>
      createOnfactClient({
        apiUrl: onfact.endpoints.apiUrl,
        credentials: apiKeyCredentials(credentials),
        requestsPerSecond: 1_000,
        clock,
        onCall: (call) => calls.add('onfact', call),
      }),
    random: { bytes: randomBytes },
    crashPoint: async (name) => onCrashPoint.hook(name),
    settings: {
      pullIntervalMs: 4 * 3_600_000,
      leaseMs: 120_000,
      outgoingPayments: 'positive',
      synchronizationIntervalMs: 10_000,
      maximumPullsAtOnce: 10,
      reauthorizationRedirectUri: 'https://admin.example/ponto/renewed',
      pontoApplicationId,
      adminUrl: 'https://admin.example',
    },
  };
  return {
    database,
    ponto,
    onfact,
    services,
    calls,
    enqueued,
    onCrashPoint,
    clock: clockState,
    cipherKeys,
    async stop() {
      await client.close();
      await calls.flush();
      await budgetPool.close();
      await Promise.all([ponto.stop(), onfact.stop(), database.drop()]);
      await rm(directory, { recursive: true, force: true });
    },
  };
}

/** Without signatures, which the simulator holds against the machine's clock: the test's clock may be hours ahead. */
export async function pontoClientOf(
  { endpoints }: Pick<PontoSimulator, 'endpoints'>,
  clock: Services['clock'],
  { calls, gate }: { calls?: CallLog; gate?: Gate } = {},
) {
  const [ca, certificate, key] = await Promise.all(
    [endpoints.caFile, endpoints.certificateFile, endpoints.keyFile].map((file) => readFile(file, 'utf8')),
  );
  return createPontoClient({
    environment: 'sandbox',
    apiUrl: new URL(endpoints.apiUrl).origin,
    authorizationUrl: endpoints.authorizationUrl,
    redirectUri: endpoints.redirectUri,
    credentials: {
      clientId: endpoints.clientId,
      clientSecret: endpoints.clientSecret,
      applicationId: endpoints.applicationId,
      tls: { ca, certificate: certificate ?? '', key: key ?? '', passphrase: endpoints.keyPassphrase },
    },
    clock,
    random: { bytes: randomBytes },
    onCall: (call) => calls?.add('ponto', call),
    gate,
    limits: { totalMs: 5_000, headersMs: 4_000 },
  });
}

/** A company whose administrator is at work. */
export async function givenContext(world: TestWorld): Promise<Context> {
  return contextOf(world.services, await givenCompany(world.database.db), mieke);
}

/** A company that onFact's simulator knows, with the key for its books. */
export async function givenContextWithBooks(world: TestWorld): Promise<Context> {
  const { companyUuid, sessionKey } = world.onfact.endpoints;
  const { companyId } = await provisionCompany(world.services, {
    onfactCompanyUuid: companyUuid,
    name: 'Houtatelier De Linde BV',
    vatNumber: null,
    sessionKey,
  });
  return contextOf(world.services, companyId, mieke);
}

/** Sends the user to Ponto and presses the buttons there. */
export async function visitPonto(
  context: Context,
  {
    accountIds,
    decision = 'confirm',
    organization,
  }: { accountIds: readonly string[]; decision?: 'confirm' | 'cancel'; organization?: string },
): Promise<{ state: string | null; code: string | null; error: string | null }> {
  const started = await startAuthorization(context, { language: 'nl' });
  const redirectUrl = organization ? `${started.redirectUrl}&organization=${organization}` : started.redirectUrl;
  const form = new URLSearchParams(accountIds.map((id): [string, string] => ['account', id]));
  form.set('decision', decision);
  const answer = await fetch(redirectUrl, {
    method: 'POST',
    redirect: 'manual',
    headers: { 'content-type': 'application/x-www-form-urlencoded', origin: new URL(redirectUrl).origin },
    body: form,
  });
  const back = new URL(answer.headers.get('location') ?? '', redirectUrl).searchParams;
  return { state: back.get('state'), code: back.get('code'), error: back.get('error') };
}

/** Activates, goes to Ponto, shares the accounts and comes back. */
export async function connect(context: Context, accountIds: readonly string[]): Promise<AuthorizationOutcome> {
  await activateConnection(context);
  return completeAuthorization(context, await visitPonto(context, { accountIds }));
}

/**
 * Begins a test with an empty Ponto that tells nobody by webhook. Connections of earlier tests are over: Ponto gives the same tokens again, so they
 * would use up those of this test, and the accounts are the same.
 */
export async function startAgain(world: TestWorld): Promise<void> {
  world.ponto.world.reset();
  world.ponto.world.configure({ webhookUrl: null });
  world.clock.offsetMs = 0;
  world.onCrashPoint.hook = () => undefined;
  const over = { state: 'deactivated', deactivatedAt: world.services.clock.now(), dueAt: null } as const;
  await asDispatcher(world.services.db, (tx) => tx.update(schema.connection).set(over));
  await forgetPace(world);
}

/** What earlier calls taught all processes: the clock may have gone back since, and Ponto is well again. */
async function forgetPace({ services }: TestWorld): Promise<void> {
  await insertPontoApplication(services.db, pontoApplicationId);
  const longAgo = new Date(0);
  await services.db.transaction((tx) =>
    updatePontoApplication(tx, pontoApplicationId, {
      nextRequestAt: longAgo,
      nextClaimAt: longAgo,
      activeCountedAt: null,
      pauseReason: null,
      pausedSince: null,
      pausedUntil: null,
      failureCount: 0,
    }),
  );
}

/** Claims what is due and pulls it, as dispatcher and worker do. */
export async function pullDue(world: TestWorld): Promise<ClaimedConnection[]> {
  const claims = await claimDue(world);
  for (const claim of claims) await pull(world, claim);
  return claims;
}

export function claimDue({ services }: TestWorld): Promise<ClaimedConnection[]> {
  const now = services.clock.now();
  const leaseUntil = new Date(now.getTime() + services.settings.leaseMs);
  return asDispatcher(services.db, (tx) => claimDueConnections(tx, { now, leaseUntil, room: 1_000, places: 1_000 }));
}

export function pull({ services }: TestWorld, claim: ClaimedConnection): Promise<void> {
  return pullConnection(contextOf(services, claim.companyId, { type: 'system', job: 'test' }), claim);
}

/** The ids of the stored lines of an account, in no order. */
export async function storedLines(context: Context, account: BankAccount): Promise<string[]> {
  return inCompany(context.db, context.companyId, async (tx) => {
    const rows = await tx.select().from(schema.bankTransaction);
    return rows
      .filter(({ bankAccountId }) => bankAccountId === account.bankAccountId)
      .map(({ sourceReference }) => sourceReference);
  });
}

export async function storedAccounts(context: Context): Promise<BankAccount[]> {
  return inCompany(context.db, context.companyId, (tx) => tx.select().from(schema.bankAccount));
}
