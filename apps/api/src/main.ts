import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { ConfigurationError, jobs, openServices, recordSignIn } from '@onfact-ponto/application';
import {
  DatabaseNotUsableError,
  assertClockAgrees,
  assertSchemaIsCurrent,
  openDatabase,
  openJobQueue,
  schema,
} from '@onfact-ponto/db';
import { createLogger } from '@onfact-ponto/observability';
import { drizzleAdapter } from 'better-auth/adapters/drizzle';
import { createApp } from './app.ts';
import { createAuthentication } from './auth.ts';
import { readConfig } from './config.ts';
import { parseSupportClaim } from './onfact-sign-in.ts';
import { createReadiness } from './readiness.ts';
import { PortInUseError, listen } from './server.ts';

/** The HTTP API: the single gate to data and secrets, for the admin and for API consumers. */

const graceMs = 10_000;

async function main(): Promise<void> {
  const config = readConfig(process.env);
  const log = createLogger({ service: 'api', level: config.LOG_LEVEL });
  const clock = { now: () => new Date(), sleep: (ms: number) => sleep(ms) };
  /** A broken database connection can surface outside any promise that we hold; work goes on when it is back. */
  process.on('unhandledRejection', (error) => log.error('unhandled rejection', { error }));

  await assertSchemaIsCurrent(config.DATABASE_URL);
  await assertClockAgrees(config.DATABASE_URL, clock.now());
  const pool = openDatabase({ url: config.DATABASE_URL, applicationName: 'api', maximumConnections: 12 });
  const queue = await openJobQueue({
    url: config.DATABASE_URL,
    applicationName: 'api',
    jobs: jobs.allJobs,
    maintains: false,
    onError: (error) => log.warn('job queue', { error }),
  });
  const services = openServices(
    config,
    {
      db: pool.db,
      jobs: queue,
      clock,
      random: { bytes: randomBytes },
      log,
      crashPoint: async () => undefined,
    },
    'user',
  );
  const { user, session, account, verification } = schema;
  const app = createApp({
    services,
    log,
    authentication: createAuthentication({
      database: drizzleAdapter(pool.db, { provider: 'pg', schema: { user, session, account, verification } }),
      origin: config.ADMIN_ORIGIN,
      secret: config.AUTH_SECRET,
      onfact: {
        issuer: config.ONFACT_ISSUER,
        clientId: config.ONFACT_CLIENT_ID,
        clientSecret: config.ONFACT_CLIENT_SECRET,
      },
      supportClaim: config.SUPPORT_CLAIM === undefined ? undefined : parseSupportClaim(config.SUPPORT_CLAIM),
      log,
      recordSignIn: (signIn) => recordSignIn(services, signIn),
    }),
    readReadiness: createReadiness({
      assertSchemaIsCurrent: () => assertSchemaIsCurrent(config.DATABASE_URL),
      queueIsUsable: () => queue.isUsable(),
      clock,
    }),
    apiOrigin: config.API_ORIGIN,
    adminOrigin: config.ADMIN_ORIGIN,
    adminProxySecret: config.ADMIN_PROXY_SECRET,
  });
  const server = await listen(app, { port: config.API_PORT, host: config.API_HOST, sleep: clock.sleep });
  log.info('api started', { port: server.port });

  async function stop(signal: string): Promise<void> {
    log.info('api stops', { signal });
    setTimeout(() => process.exit(1), graceMs + 5_000).unref();
    await server.close(graceMs);
    await queue.stop(graceMs);
    await services.closeClients();
    await pool.close();
    process.exit(0);
  }
  process.on('SIGHUP', () => void services.renewCredentials());
  process.once('SIGTERM', (signal) => void stop(signal));
  process.once('SIGINT', (signal) => void stop(signal));
}

/** What an operator can repair is one clear sentence; anything else is told with its kind. */
main().catch((error: unknown) => {
  const isForOperator =
    error instanceof ConfigurationError || error instanceof DatabaseNotUsableError || error instanceof PortInUseError;
  const reason =
    error instanceof Error ? (isForOperator ? error.message : `${error.name}: ${error.message}`) : 'unknown';
  process.stderr.write(`The api cannot start. ${reason}\n`);
  process.exit(1);
});
