import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { CrashPoint } from '@onfact-ponto/application';
import { openDatabase } from '@onfact-ponto/db';
import { freePorts } from '@onfact-ponto/launcher/ports';
import { startProduct } from '@onfact-ponto/launcher/product';
import type { ProcessName, Product } from '@onfact-ponto/launcher/product';
import { BrowserOfMieke } from './browser-of-mieke.ts';
import { openControl } from './control.ts';
import type { Control } from './control.ts';

export type Row = Record<string, unknown>;

/** The real processes around the demo world, and the hands of a test that breaks them. */
export type Stage = Readonly<{
  product: Product;
  mieke: BrowserOfMieke;
  control: Control;
  /** As the owner of the database, past row-level security. */
  query(statement: string): Promise<Row[]>;
  /** `kill -9`; answers when the launcher has started it again. */
  kill(name: ProcessName): Promise<void>;
  /**
   * One worker after the other stops for ever at its point; when what is provoked has led there, it is killed. Nobody
   * works in between: a worker that begins a pull only to be killed counts as one more death, and too many are not
   * tried again at once.
   */
  killWorkersAt(ways: readonly (readonly [CrashPoint, () => Promise<unknown>])[]): Promise<void>;
  /** Makes the connection due at once. */
  pullNow(): Promise<void>;
  /** Nothing runs, waits or is due any more. */
  waitUntilQuiet(): Promise<void>;
  end(): Promise<void>;
}>;

export const leaseSeconds = 5;
/** Long, so that nothing is pulled but what a test makes due. */
export const pullIntervalSeconds = 3_600;

export async function setStage(): Promise<Stage> {
  const dataFolder = await mkdtemp(join(tmpdir(), 'onfact-ponto-crash-'));
  await chmod(dataFolder, 0o711);
  let crashPoint: CrashPoint | undefined;
  const problems: string[] = [];
  const product = await startProduct({
    dataFolder,
    ports: await freePorts(),
    isDurable: false,
    withAdmin: false,
    restarts: { backoffMs: [0], limitWithinMinute: 1_000 },
    workerEnvironment: () => ({
      LEASE_SECONDS: String(leaseSeconds),
      PULL_INTERVAL_SECONDS: String(pullIntervalSeconds),
      ...(crashPoint === undefined ? {} : { CRASH_POINT: crashPoint }),
    }),
    report: () => undefined,
    giveUp: (sentence) => problems.push(sentence),
  });
  const pool = openDatabase({ url: product.endpoints.databaseUrl, applicationName: 'test', maximumConnections: 2 });
  const query = async (statement: string): Promise<Row[]> => [...(await pool.db.execute<Row>(statement))];

  const stage: Stage = {
    product,
    mieke: new BrowserOfMieke(product),
    control: openControl(product),
    query,

    async kill(name) {
      const running = product.processes.get(name);
      if (!running) throw new Error(`${name} does not run here`);
      const killed = running.processId();
      const killedAt = new Date();
      killIfRunning(killed);
      if (name === 'worker') await letTimePassForTheDead(killedAt);
      await until(`${name} runs again`, async () => running.processId() !== killed);
    },

    async killWorkersAt(ways) {
      for (const [point, provoke] of ways) {
        crashPoint = point;
        await stage.kill('worker');
        await provoke();
        await until(`the worker reaches ${point}`, async () => (await lastCrashPoint()) === point);
      }
      crashPoint = undefined;
      await stage.kill('worker');
    },

    async pullNow() {
      await query(`update connection set due_at = now() where state = 'active'`);
    },

    async waitUntilQuiet() {
      await until('everything is quiet', async () => {
        await bringRetriesForward();
        return (await isQuiet()) && (await sleep(1_000), await isQuiet());
      });
      if (problems.length > 0) throw new Error(problems.join('\n'));
    },

    async end() {
      await pool.close();
      await product.stop();
      await rm(dataFolder, { recursive: true, force: true });
    },
  };
  return stage;

  async function isQuiet(): Promise<boolean> {
    const [row] = await query(unfinishedWork);
    return row?.unfinished === '0';
  }

  /** What failed is tried again now, and not after a minute or more. */
  async function bringRetriesForward(): Promise<void> {
    await query(`update connection set due_at = now() where failed_pull_count > 0 and due_at > now()`);
    await query(`update publication set due_at = now() where state in ('pending', 'unknown') and due_at > now()`);
    await query(
      `update payment_initiation set due_at = now() where state in ('prepared', 'unknown') and due_at > now()`,
    );
  }

  /** The log of the worker ends with the line that tells where it stands still. */
  async function lastCrashPoint(): Promise<string | undefined> {
    const log = await readFile(join(dataFolder, 'logs', 'worker.log'), 'utf8');
    const started = log.lastIndexOf('worker started');
    return /"name":"([^"]+)"[^\n]*crash point reached/.exec(log.slice(started))?.[1];
  }

  /**
   * What the dead worker held is given up now, and not after half a minute (jobs) or one and a half (sendings). Nothing
   * that somebody alive holds is touched.
   */
  async function letTimePassForTheDead(killedAt: Date): Promise<void> {
    const before = `'${killedAt.toISOString()}'`;
    await query(`update pgboss.job set heartbeat_on = now() - interval '1 hour'
                 where state = 'active' and heartbeat_on < ${before}`);
    await query('update pgboss.queue set monitor_on = null');
    await query(`update publication set due_at = now() where state = 'sending' and updated_at < ${before}`);
    await query(`update payment_initiation set due_at = now() where state = 'sending' and state_since < ${before}`);
  }
}

const unfinishedWork = `
  select (select count(*) from connection
            where state = 'active' and (due_at <= now() or lease_until > now() or failed_pull_count > 0))
       + (select count(*) from pull where finished_at is null)
       + (select count(*) from publication where state not in ('sent', 'failed'))
       + (select count(*) from payment_initiation where due_at is not null and state in ('prepared', 'sending', 'unknown'))
       + (select count(*) from pgboss.job where name not like '\\_\\_pgboss%'
            and (state in ('retry', 'active') or state = 'created' and start_after <= now()))
       as unfinished`;

/** A lost database connection can end api and worker by itself (porsager/postgres, issue 1208): dead is dead. */
function killIfRunning(processId: number): void {
  try {
    process.kill(processId, 'SIGKILL');
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
  }
}

async function until(what: string, isSo: () => Promise<boolean>): Promise<void> {
  const deadline = performance.now() + 120_000;
  while (!(await isSo())) {
    if (performance.now() > deadline) throw new Error(`Waited too long until ${what}`);
    await sleep(100);
  }
}
