import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { ConfigurationError, createSmtpMailer, jobs, openServices } from '@onfact-ponto/application';
import type { CrashPoint } from '@onfact-ponto/application';
import {
  DatabaseNotUsableError,
  assertClockAgrees,
  assertSchemaIsCurrent,
  openDatabase,
  openJobQueue,
} from '@onfact-ponto/db';
import { createLogger } from '@onfact-ponto/observability';
import type { Logger } from '@onfact-ponto/observability';
import { readConfig } from './config.ts';
import type { Config } from './config.ts';
import { startDispatcher } from './dispatcher.ts';
import { registerHandlers } from './handlers/register-handlers.ts';
import { startHealthServer } from './health.ts';

/** The background worker: pulls what is due, matches, tells onFact, and tells people. */

async function main(): Promise<void> {
  const config = readConfig(process.env);
  const log = createLogger({ service: 'worker', level: config.LOG_LEVEL });
  /** A broken database connection can surface outside any promise that we hold; work goes on when it is back. */
  process.on('unhandledRejection', (error) => log.error('unhandled rejection', { error }));

  const clock = { now: () => new Date(), sleep: (ms: number) => sleep(ms) };
  await assertSchemaIsCurrent(config.DATABASE_URL);
  await assertClockAgrees(config.DATABASE_URL, clock.now());
  const pool = openDatabase({ url: config.DATABASE_URL, applicationName: 'worker', maximumConnections: 16 });
  const queue = await openJobQueue({
    url: config.DATABASE_URL,
    applicationName: 'worker',
    jobs: jobs.allJobs,
    maintains: true,
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
      crashPoint: crashPointOf(config, log),
    },
    'backlog',
  );
  const mailer = createSmtpMailer({ url: config.SMTP_URL, from: config.MAIL_FROM });
  await registerHandlers(queue, services, { mailer, adminOrigin: new URL(config.ADMIN_ORIGIN).origin });
  const dispatcher = startDispatcher(services);
  const health = await startHealthServer({ port: config.WORKER_PORT, host: config.WORKER_HOST }, () =>
    queue.isUsable(),
  );
  log.info('worker started', { port: config.WORKER_PORT });

  async function stop(signal: string): Promise<void> {
    log.info('worker stops', { signal });
    const stopMs = config.STOP_SECONDS * 1_000;
    setTimeout(() => process.exit(1), stopMs).unref();
    health.close();
    services.closeForBacklog();
    await Promise.all([dispatcher.stop(), queue.stop(0.8 * stopMs)]);
    mailer.close();
    await services.closeClients();
    await pool.close();
    process.exit(0);
  }
  process.on('SIGHUP', () => void services.renewCredentials());
  process.once('SIGTERM', (signal) => void stop(signal));
  process.once('SIGINT', (signal) => void stop(signal));
}

/** Does nothing, unless a process test named the point at which this worker is to be killed. */
function crashPointOf(config: Config, log: Logger): (name: CrashPoint) => Promise<void> {
  const wanted = config.PONTO_ENVIRONMENT === 'sandbox' ? config.CRASH_POINT : undefined;
  return async (name) => {
    if (name !== wanted) return;
    log.info('crash point reached', { name });
    await new Promise<never>(() => undefined);
  };
}

main().catch((error: unknown) => {
  const isExpected = error instanceof DatabaseNotUsableError || error instanceof ConfigurationError;
  const message = error instanceof Error ? (isExpected ? error.message : describe(error)) : 'unknown reason';
  process.stderr.write(`The worker cannot start. ${message}\n`);
  process.exit(1);
});

function describe(error: Error & { code?: unknown }): string {
  return error.code === 'EADDRINUSE' ? 'The port that WORKER_PORT names is in use.' : error.message;
}
