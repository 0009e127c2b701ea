import { spawn } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { CrashPoint } from '../context.ts';
import type { TestWorld } from './world.ts';

/** A worker as it runs in production, in a process of its own, on the database and the simulators of a test. */
export type RealWorker = Readonly<{
  /** How often it wrote this into its log. */
  logged(message: string): number;
  /** @returns the exit code; null when the signal ended it */
  end(signal: 'SIGTERM' | 'SIGKILL'): Promise<number | null>;
  /** Tells it that the files of its credentials were replaced. */
  tellOfNewFiles(): void;
}>;

type Options = Readonly<{
  /** It stops there for ever, with whatever it holds. */
  crashPoint?: CrashPoint;
  maximumPullsAtOnce?: number;
  /** After a signal it ends at the latest then, whatever it still waits for. */
  stopSeconds?: number;
  /** Of the transport to Ponto; the simulator's own unless named. */
  certificateFile?: string;
}>;

export const leaseSeconds = 5;
/** A year: within a test no slot comes round by itself. */
export const pullIntervalSeconds = 31_536_000;

/** What one worker has compiled, the next one reads. */
const compileCache = join(tmpdir(), 'node-compile-cache');
const program = fileURLToPath(new URL('../../../../apps/worker/src/main.ts', import.meta.url));

/** Answers when it looks for work. */
export async function startRealWorker(world: TestWorld, options: Options = {}): Promise<RealWorker> {
  const child = spawn(process.execPath, [program], {
    env: { PATH: process.env.PATH, NODE_COMPILE_CACHE: compileCache, ...environmentOf(world, options) },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let log = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (log += text));
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
  await new Promise<void>((resolve, reject) => {
    child.stdout.on('data', () => log.includes('worker started') && resolve());
    void ended.then(() => reject(new Error('The worker ended before it worked')));
  });
  return {
    logged: (message) => log.split(`"${message}"`).length - 1,
    end(signal) {
      child.kill(signal);
      return ended;
    },
    tellOfNewFiles: () => void child.kill('SIGHUP'),
  };
}

function environmentOf(
  world: TestWorld,
  { crashPoint, maximumPullsAtOnce = 4, stopSeconds = 25, certificateFile }: Options,
): Record<string, string> {
  const { ponto, onfact } = world;
  return {
    WORKER_PORT: '0',
    ADMIN_ORIGIN: 'https://admin.example',
    SMTP_URL: 'smtp://localhost:1',
    MAIL_FROM: 'onFact <noreply@onfact.example>',
    DATABASE_URL: world.database.applicationUrl,
    TOKEN_ENCRYPTION_KEYS: world.cipherKeys,
    PONTO_ENVIRONMENT: 'sandbox',
    PONTO_API_URL: ponto.endpoints.apiUrl,
    PONTO_AUTHORIZATION_URL: ponto.endpoints.authorizationUrl,
    PONTO_CLIENT_ID: ponto.endpoints.clientId,
    PONTO_CLIENT_SECRET: ponto.endpoints.clientSecret,
    PONTO_APPLICATION_ID: ponto.endpoints.applicationId,
    PONTO_REDIRECT_URI: ponto.endpoints.redirectUri,
    PONTO_CA_FILE: ponto.endpoints.caFile,
    PONTO_CERTIFICATE_FILE: certificateFile ?? ponto.endpoints.certificateFile,
    PONTO_KEY_FILE: ponto.endpoints.keyFile,
    PONTO_KEY_PASSPHRASE: ponto.endpoints.keyPassphrase,
    PONTO_REQUESTS_PER_SECOND: '1000',
    ONFACT_API_URL: onfact.endpoints.apiUrl,
    LEASE_SECONDS: String(leaseSeconds),
    PULL_INTERVAL_SECONDS: String(pullIntervalSeconds),
    MAXIMUM_PULLS_AT_ONCE: String(maximumPullsAtOnce),
    STOP_SECONDS: String(stopSeconds),
    ...(crashPoint === undefined ? {} : { CRASH_POINT: crashPoint }),
  };
}
