import type { Database, JobQueue, TokenCipher } from '@onfact-ponto/db';
import type { OnfactClient } from '@onfact-ponto/onfact-client';
import type { PontoClient } from '@onfact-ponto/ponto-client';

/** Who asks. */
export type Actor =
  | { type: 'user'; userId: string; name: string; sessionId: string; isAdministrator: boolean }
  /** Carries the reason that the employee gave: for looking, or for one action. */
  | { type: 'support'; userId: string; name: string; reason: string }
  | { type: 'api-client'; apiKeyId: string; name: string }
  | { type: 'system'; job: string };

/** What every use case may reach. Made once per process, in its main.ts. */
export type Services = Readonly<{
  db: Database;
  jobs: JobQueue;
  clock: Clock;
  log: Log;
  cipher: TokenCipher;
  ponto: PontoClient;
  /** A client with the key of one company. */
  onfactFor(credentials: { sessionKey: string; companyUuid: string }): OnfactClient;
  random: { bytes(count: number): Uint8Array };
  /** A place where a process test may stop the process; does nothing in production. */
  crashPoint(name: CrashPoint): Promise<void>;
  settings: Settings;
}>;

export type Clock = Readonly<{ now(): Date; sleep(ms: number): Promise<void> }>;

export type Log = Readonly<{
  info(message: string, facts?: object): void;
  warn(message: string, facts?: object): void;
}>;

export type Settings = Readonly<{
  /** The sign that payments of purchases and credit notes are written with in onFact. */
  outgoingPayments: 'positive' | 'negative';
  /** Four hours, as promised. */
  pullIntervalMs: number;
  /** How long a silent worker keeps a connection. Longer than the longest call to Ponto. */
  leaseMs: number;
  /** Ponto refuses a second synchronization of one kind within this time; sandbox and live differ. */
  synchronizationIntervalMs: number;
  /** Of this process. */
  maximumPullsAtOnce: number;
  /** Where a bank sends a user who renewed a consent. */
  reauthorizationRedirectUri: string;
  /** Ponto's name for us: what is shared by all processes is kept under it. */
  pontoApplicationId: string;
  /** Where users come back to from a page of Ponto. */
  adminUrl: string;
}>;

/** One company, one asker. */
export type Context = Services & Readonly<{ companyId: string; actor: Actor }>;

export type CrashPoint =
  | 'pull.claimed'
  | 'pull.accounts-read'
  | 'pull.page-read'
  | 'pull.page-committed'
  | 'pull.finished'
  | 'import.statement-written'
  | 'import.statement-committed'
  | 'token.received'
  | 'booking.batch-written'
  | 'booking.batch-committed'
  | 'publication.sending'
  | 'publication.answered'
  | 'publication.sent'
  | 'payment.sending'
  | 'payment.answered';

export function contextOf(services: Services, companyId: string, actor: Actor): Context {
  return { ...services, companyId, actor };
}
