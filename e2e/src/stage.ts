import { openDatabase } from '@onfact-ponto/db';
import { inject } from 'vitest';
import { launchBrowser } from './browser.ts';
import { openWorld } from './simulated-world.ts';
import type { SimulatedWorld } from './simulated-world.ts';
import { openVisitor } from './visitor.ts';
import type { Visitor, VisitorOptions } from './visitor.ts';

export type Row = Record<string, unknown>;

/** The product that runs for these tests, back on its first day, with a browser in front and both hands behind it. */
export type Stage = Readonly<{
  adminUrl: string;
  world: SimulatedWorld;
  /** A person at a browser of their own. What their pages complain about fails the test file. */
  visitor(options?: VisitorOptions): Promise<Visitor>;
  /** The worker finds every connection due. */
  pullNow(): Promise<void>;
  /** "Nu ophalen" may be pressed again at once. */
  forgetLastFetch(): Promise<void>;
  /** As the owner of the database, past row-level security. */
  query(statement: string): Promise<Row[]>;
  end(): Promise<void>;
}>;

/** Test files run one after the other in one product, so each begins with nothing linked, read or matched. */
export async function setStage(): Promise<Stage> {
  const endpoints = inject('endpoints');
  const world = openWorld(endpoints);
  const pool = openDatabase({ url: endpoints.databaseUrl, applicationName: 'test', maximumConnections: 1 });
  const query = async (statement: string): Promise<Row[]> => [...(await pool.db.execute<Row>(statement))];
  const browser = await launchBrowser();
  const visitors: Visitor[] = [];

  await forgetEverythingRead(query);
  await world.reset();

  return {
    adminUrl: endpoints.adminUrl,
    world,
    query,
    async pullNow() {
      await query(`update connection set due_at = now() where state = 'active'`);
    },
    async forgetLastFetch() {
      await query(`update synchronization_request set requested_at = requested_at - interval '1 hour'`);
    },
    async visitor(options) {
      const visitor = await openVisitor(browser, endpoints.adminUrl, options);
      visitors.push(visitor);
      return visitor;
    },
    async end() {
      await browser.close();
      await pool.close();
      const complaints = visitors.flatMap((visitor) => visitor.complaints);
      if (complaints.length > 0) throw new Error(`The browser complained:\n${complaints.join('\n')}`);
    },
  };
}

/** Companies, people and keys stay. */
async function forgetEverythingRead(query: Stage['query']): Promise<void> {
  await query(`update connection set due_at = null, lease_until = null`);
  await query(`update company set payment_approval_from_minor = null`);
  /** What still runs from the file before locks the same tables in its own order, and the database may let us go first. */
  for (let deadlocks = 0; deadlocks < 10; deadlocks += 1) {
    try {
      await truncateEverythingRead(query);
      return;
    } catch (error) {
      if (!isDeadlock(error)) throw error;
    }
  }
  throw new Error('The tables are locked over and over by what still runs');
}

async function truncateEverythingRead(query: Stage['query']): Promise<void> {
  await query(
    `truncate connection, bank_account, statement_import, open_document, contact,
      document_reading, match_memory, match_rule, match_run, reconciliation_setting, audit_entry, idempotency_record,
      notification, notification_setting, payment_initiation cascade`,
  );
}

function isDeadlock(error: unknown): boolean {
  const cause = error instanceof Error && error.cause !== undefined ? error.cause : error;
  return cause instanceof Error && 'code' in cause && cause.code === '40P01';
}
