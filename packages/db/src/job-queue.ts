import { sql } from 'drizzle-orm';
import { PgBoss, fromDrizzle } from 'pg-boss';
import type { Job } from 'pg-boss';
import type { Transaction } from './database.ts';

/** What a job is: its queue, its payload, and how often it may be tried. Definitions live with the use cases. */
export type JobDefinition<Payload extends object> = Readonly<{
  queue: string;
  /** Checks a payload on both ends. */
  parse: (payload: unknown) => Payload;
  key: (payload: Payload) => string;
  /** Of one group, one job runs at a time: a company with much to do leaves room for the others. */
  group?: (payload: Payload) => string;
  /**
   * `exclusive`: one job with a key waits or runs, a second is not needed.
   * `stately`: one runs and one waits, so a change during a run is not missed.
   */
  policy: 'exclusive' | 'stately';
  retryLimit: number;
  retryDelaySeconds: number;
  expireInSeconds: number;
  /** Not before so long after it was enqueued. */
  startAfterSeconds?: number;
}>;

export type JobQueue = Readonly<{
  /** Enqueues inside the caller's transaction: the job exists if, and only if, the data change does. */
  enqueue<Payload extends object>(tx: Transaction, job: JobDefinition<Payload>, payload: Payload): Promise<void>;
}>;

export type JobWorker = Readonly<{
  /** Runs jobs of one definition, `concurrency` at a time. A handler that throws makes the job retry. */
  work<Payload extends object>(
    job: JobDefinition<Payload>,
    concurrency: number,
    handle: (payload: Payload, signal: AbortSignal) => Promise<void>,
  ): Promise<void>;
  isUsable(): Promise<boolean>;
}>;

export const queueSchema = 'pgboss';

/** A job whose worker was silent for so long is given up: a killed worker must not hold its keys until they expire. */
const heartbeatSeconds = 20;
const lostJobsEverySeconds = 10;

type QueueOptions = {
  url: string;
  applicationName: string;
  /** Jobs known to this process; their queues are created when missing. */
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- payload types differ per definition
  jobs: readonly JobDefinition<any>[];
  /** Only one kind of process looks after finished and stuck jobs. */
  maintains: boolean;
  onError(error: Error): void;
};

export type OpenJobQueue = JobQueue & JobWorker & Readonly<{ stop(graceMs: number): Promise<void> }>;

/** The only code that knows pg-boss. Its schema is made by `migrate`. */
export async function openJobQueue({
  url,
  applicationName,
  jobs,
  maintains,
  onError,
}: QueueOptions): Promise<OpenJobQueue> {
  const boss = new PgBoss({
    connectionString: url,
    application_name: `${applicationName}-jobs`,
    schema: queueSchema,
    max: 4,
    migrate: false,
    createSchema: false,
    schedule: false,
    supervise: maintains,
    superviseIntervalSeconds: lostJobsEverySeconds,
    monitorIntervalSeconds: lostJobsEverySeconds,
    reindex: false,
    monitorVacuum: false,
  });
  boss.on('error', onError);
  await boss.start();
  for (const job of jobs) await ensureQueue(boss, job);

  return {
    async enqueue(tx, job, payload) {
      const key = job.key(payload);
      const options = {
        singletonKey: key,
        ...(job.group ? { group: { id: job.group(payload) } } : {}),
        ...(job.startAfterSeconds === undefined ? {} : { startAfter: job.startAfterSeconds }),
        db: fromDrizzle(tx, sql),
      };
      for (let isThere = false; !isThere;) {
        const added = await boss.send(job.queue, job.parse(payload), options);
        isThere = added !== null || job.policy === 'exclusive' || (await holdWaitingJob(tx, job.queue, key));
      }
    },

    async work(job, concurrency, handle) {
      const options = {
        batchSize: 1,
        localConcurrency: concurrency,
        pollingIntervalSeconds: 0.5,
        ...(job.group ? { groupConcurrency: 1 } : {}),
      };
      await boss.work(job.queue, options, async (batch: Job<unknown>[]) => {
        for (const { data, signal } of batch) await handle(job.parse(data), signal);
      });
    },

    async isUsable() {
      return boss.isInstalled().catch(() => false);
    },

    async stop(graceMs) {
      await boss.stop({ graceful: true, timeout: graceMs });
    },
  };
}

/**
 * A run that began before the caller's change is committed would not see it. So the job that waits already is kept from
 * beginning until then; who fetches jobs passes it by, and others who count on it do not wait for each other.
 * @returns false when it began in this moment: then another one is needed
 */
async function holdWaitingJob(tx: Transaction, queue: string, key: string): Promise<boolean> {
  const waiting = await tx.execute(sql`
    select from ${sql.identifier(queueSchema)}.job where name = ${queue} and singleton_key = ${key} and state = 'created' for key share`);
  return waiting.length > 0;
}

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- payload types differ per definition
async function ensureQueue(boss: PgBoss, job: JobDefinition<any>): Promise<void> {
  const options = {
    retryLimit: job.retryLimit,
    retryDelay: job.retryDelaySeconds,
    retryBackoff: true,
    expireInSeconds: job.expireInSeconds,
    heartbeatSeconds,
  };
  if (await boss.getQueue(job.queue)) await boss.updateQueue(job.queue, options);
  else await boss.createQueue(job.queue, { policy: job.policy, ...options });
}
