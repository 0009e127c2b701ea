import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { setStage } from './stage.ts';
import type { Row, Stage } from './stage.ts';

type Delivery = Readonly<{ id: string; status: number | null }>;

let stage: Stage;
let accountId: string;
let organizationId: string;

beforeAll(async () => {
  stage = await setStage();
  await stage.mieke.signIn();
  await stage.mieke.linkPonto();
  await stage.waitUntilQuiet();
  const [account] = await stage.query(`select ponto_account_id from bank_account where currency = 'EUR' limit 1`);
  const [connection] = await stage.query('select organization_id from connection');
  accountId = String(account?.ponto_account_id);
  organizationId = String(connection?.organization_id);
});
afterAll(() => stage.end());
beforeEach(async () => {
  await stage.query(`update connection set due_at = now() + interval '1 hour'`);
  await stage.query('delete from webhook_event');
});

it('takes fifty deliveries of one event at once as one', async () => {
  await send();
  await expect.poll(kept, patience).toHaveLength(1);
  const [first] = ((await ask('GET', '/webhooks')) as Delivery[]).slice(-1);
  const { statuses } = (await ask('POST', `/webhooks/${first?.id ?? ''}/repeat`, { copies: 50 })) as {
    statuses: number[];
  };
  expect(new Set(statuses)).toEqual(new Set([204]));
  expect(await kept()).toHaveLength(1);
});

it('has written down what it said it received, when the api is killed on the heels of its answer', async () => {
  await send();
  await expect.poll(lastStatus, patience).toBe(204);
  await stage.kill('api');
  await expect.poll(handled, patience).toHaveLength(1);
  const [{ isSoon } = {}] = await stage.query(
    `select due_at <= now() + interval '2 minutes' as "isSoon" from connection`,
  );
  expect(isSoon).toBe(true);
});

it(
  'takes thousands of different events in a burst: each is received and kept once, and there is one reading a minute',
  { timeout: 300_000 },
  async () => {
    await stage.query(`update pull set started_at = started_at - interval '1 hour'`);
    const since = new Date().toISOString();
    const event = { type: 'pontoConnect.account.detailsUpdated', relationships: relationships() };
    const { statuses } = (await ask('POST', '/webhooks/burst', { event, count: burst })) as { statuses: object };
    expect(statuses).toEqual({ 204: burst });
    expect(await kept()).toHaveLength(burst);
    await expect.poll(handled, patience).toHaveLength(burst);
    await expect.poll(async () => (await secondsBetweenPulls(since)).length, patience).toBeGreaterThan(0);
    const [, ...gaps] = await secondsBetweenPulls(since);
    expect(gaps.filter((seconds) => seconds < 60)).toEqual([]);
  },
);

/** The last: the api may meet connections that the dead database left, and answer 503, for a while after. */
it('asks Ponto to come again while the database is away, and remembers nothing by itself', async () => {
  await send();
  await expect.poll(lastStatus, patience).toBe(204);
  const [delivery] = ((await ask('GET', '/webhooks')) as Delivery[]).slice(-1);
  await stage.query('delete from webhook_event');
  const answers = new Set<number | null>();
  for (let kills = 0; kills < 10 && !answers.has(503); kills += 1) {
    const database = { isBack: false };
    const killed = stage.kill('database').finally(() => (database.isBack = true));
    while (!database.isBack && !answers.has(503)) answers.add(await repeat(String(delivery?.id)));
    await killed;
  }
  /** No answer at all, should the api have gone down with its connections, makes Ponto come again just as well. */
  answers.delete(null);
  answers.delete(204);
  expect(answers).toEqual(new Set([503]));
});

/** Ten thousand take two minutes. */
const burst = Number(process.env.WEBHOOK_BURST ?? 2_000);
const patience = { timeout: 60_000, interval: 100 };

function send(): Promise<unknown> {
  const event = { type: 'pontoConnect.account.detailsUpdated', relationships: relationships() };
  return ask('POST', '/webhooks', { event });
}

function relationships() {
  return {
    account: accountId,
    organization: organizationId,
    synchronization: '00000000-0000-4000-8000-000000000001',
  };
}

async function repeat(deliveryId: string): Promise<number | null> {
  const { statuses } = (await ask('POST', `/webhooks/${deliveryId}/repeat`, { copies: 1 })) as {
    statuses: [number | null];
  };
  return statuses[0];
}

async function lastStatus(): Promise<number | null | undefined> {
  return ((await ask('GET', '/webhooks')) as Delivery[]).at(-1)?.status;
}

/** Since the pull before each, oldest first. */
async function secondsBetweenPulls(since: string): Promise<number[]> {
  const rows = await stage.query(`
    select extract(epoch from started_at - lag(started_at) over (order by started_at)) as seconds from pull
    where started_at >= '${since}' order by started_at`);
  return rows.map(({ seconds }) => Number(seconds));
}

function kept(): Promise<Row[]> {
  return stage.query('select event_id from webhook_event');
}

function handled(): Promise<Row[]> {
  return stage.query('select event_id from webhook_event where handled_at is not null');
}

async function ask(method: 'GET' | 'POST', path: string, body?: object): Promise<unknown> {
  const response = await fetch(`${stage.product.endpoints.ponto.controlUrl}${path}`, {
    method,
    headers: { 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  if (!response.ok) throw new Error(`${path} answered ${response.status}`);
  const text = await response.text();
  return text === '' ? undefined : JSON.parse(text);
}
