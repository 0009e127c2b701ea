import { inCompany, insertWebhookEvent, schema } from '@onfact-ponto/db';
import { afterAll, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest';
import type { Context, CrashPoint } from '../context.ts';
import { deactivateConnection } from '../connection/deactivate-connection.ts';
import { lookAtBlockedConnection } from '../connection/look-at-blocked-connection.ts';
import {
  claimDue,
  connect,
  givenContext,
  pullDue,
  startAgain,
  startTestWorld,
  storedLines,
  storedAccounts,
} from '../testing/world.ts';
import type { TestWorld } from '../testing/world.ts';
import { startWebhookReceiver } from '../testing/webhook-receiver.ts';
import { handleEvents } from './handle-events.ts';

let world: TestWorld;
let receiver: Awaited<ReturnType<typeof startWebhookReceiver>>;
let context: Context;
let organizationId: string;
let accountId: string;

beforeAll(async () => {
  world = await startTestWorld(inject('databaseOwnerUrl'));
  receiver = await startWebhookReceiver(world);
});
afterAll(async () => {
  await receiver.stop();
  await world.stop();
});
beforeEach(async () => {
  await startAgain(world);
  organizationId = world.ponto.world.organizations()[0]?.id ?? '';
  context = await givenContext(world);
  accountId = world.ponto.world.addAccount(organizationId, { reference: 'BE68539007547034' }).id;
  world.ponto.world.synchronizeNow(accountId);
  await connect(context, [accountId]);
  await pullDue(world);
  advance(3_600_000);
  /** Its own slot may lie anywhere within four hours. */
  await makeDue(3 * 3_600_000);
  receiver.listen();
});

describe('a delivery', () => {
  it('has one effect when it comes ten times at once, and each is answered as received', async () => {
    announce('account.detailsUpdated');
    await delivered();
    const [first] = world.ponto.world.webhooks();
    const answers = await world.ponto.world.repeatWebhook(first?.id ?? '', { copies: 10 });
    expect(new Set(answers)).toEqual(new Set([204]));
    expect(await events()).toHaveLength(1);
    expect(jobsToHandle()).toHaveLength(1);
  });

  it.each([
    'unsigned',
    'garbage',
    'other-key',
    'unknown-key',
    'key-address-in-header',
    'no-algorithm',
    'public-key-as-secret',
    'other-issuer',
    'other-audience',
    'other-digest',
    'expired',
    'not-yet-valid',
  ] as const)('that is forged (%s) is refused, and nothing of it is kept but a count', async (forgery) => {
    const before = await countOfRefusals();
    expect(await world.ponto.world.forgeWebhook(forgery)).toBe(400);
    expect(await events()).toEqual([]);
    expect(jobsToHandle()).toEqual([]);
    expect(await countOfRefusals()).toBe(before + 1);
  });

  it('that was changed on its way by a single letter is refused', async () => {
    world.ponto.world.configure({ webhookDelivery: 'corrupt', webhookRetrySeconds: [] });
    announce('account.detailsUpdated');
    await delivered();
    expect(world.ponto.world.webhooks().map(({ status }) => status)).toEqual([400]);
    expect(await events()).toEqual([]);
  });

  it('signed with a new key is believed, once the keys we know are a minute old', async () => {
    const other = await startWebhookReceiver(world);
    other.listen();
    announce('account.detailsUpdated');
    await delivered();
    world.ponto.world.rotateWebhookKey();
    world.ponto.world.configure({ webhookRetrySeconds: [] });
    announce('account.detailsUpdated');
    await delivered();
    other.clock.offsetMs = 61_000;
    announce('account.detailsUpdated');
    await delivered();
    expect(world.ponto.world.webhooks().map(({ status }) => status)).toEqual([204, 400, 204]);
    await other.stop();
  });

  it('of a new kind is kept and counted, and disturbs nothing', async () => {
    const before = await connection();
    announce('account.somethingNew');
    await delivered();
    await handle();
    expect(await events()).toMatchObject([{ kind: 'unknown', type: 'pontoConnect.account.somethingNew' }]);
    expect(await countOf('unknown-kind')).toBeGreaterThan(0);
    expect(await connection()).toEqual(before);
  });

  it('about an organization that we do not know is answered like any other, and dropped', async () => {
    const before = await countOf('unknown-organization');
    world.ponto.world.sendWebhook({
      type: 'pontoConnect.integration.revoked',
      relationships: { organization: '00000000-0000-4000-8000-000000000000' },
    });
    await delivered();
    expect(world.ponto.world.webhooks().map(({ status }) => status)).toEqual([204]);
    expect(await events()).toEqual([]);
    expect(await countOf('unknown-organization')).toBe(before + 1);
  });

  it('about a connection that was deactivated is dropped', async () => {
    await deactivateConnection(context);
    await inCompany(context.db, context.companyId, (tx) => tx.update(schema.connection).set({ state: 'deactivated' }));
    announce('account.transactionsCreated');
    await delivered();
    expect(await events()).toEqual([]);
  });
});

describe('a hint that lines changed', () => {
  it('makes the connection due within seconds, and its pull brings the line', async () => {
    world.ponto.world.addTransactions(accountId, [{ amount: '12.50' }]);
    world.ponto.world.synchronizeNow(accountId);
    await delivered();
    await handle();
    expect(await pullDue(world)).toEqual([]);
    advance(5_000);
    expect(await pullDue(world)).toHaveLength(1);
    expect(await lines()).toHaveLength(1);
  });

  it('is one of ten thousand: together they make one pull, and within a minute of it no other', async () => {
    await flood(10_000);
    await handle();
    expect(await announced()).toHaveLength(5);
    advance(5_000);
    expect(await pullDue(world)).toHaveLength(1);
    await flood(10_000);
    await handle();
    advance(30_000);
    expect(await pullDue(world)).toEqual([]);
    advance(30_000);
    expect(await pullDue(world)).toHaveLength(1);
    expect(await pullDue(world)).toEqual([]);
  });

  it('that comes while a pull runs is followed by another pull', async () => {
    await makeDue();
    world.onCrashPoint.hook = async (name) => {
      if (name !== 'pull.page-committed') return;
      world.ponto.world.addTransactions(accountId, [{ amount: '7.50' }], { published: true });
      announce('account.transactionsCreated');
      await delivered();
      await handle();
    };
    await pullDue(world);
    world.onCrashPoint.hook = () => undefined;
    expect(await lines()).toEqual([]);
    advance(60_000);
    expect(await pullDue(world)).toHaveLength(1);
    expect(await lines()).toHaveLength(1);
  });

  it.each([
    ['a moment before the lease of a dead worker ends', -1_000],
    ['after the lease of a dead worker ended', 1_000],
  ])('that comes %s does not make another one wait for longer', async (_when, afterTheLease) => {
    await makeDue();
    await diesAt('pull.accounts-read');
    advance(world.services.settings.leaseMs + afterTheLease);
    announce('account.transactionsCreated');
    await delivered();
    await handle();
    if (afterTheLease < 0) expect(await claimDue(world)).toEqual([]);
    advance(Math.max(0, 1_000 - afterTheLease));
    world.ponto.world.addTransactions(accountId, [{ amount: '7.50' }], { published: true });
    expect(await pullDue(world)).toHaveLength(1);
    expect(await lines()).toHaveLength(1);
    expect(await pullDue(world)).toEqual([]);
  });

  it('that comes while a pull runs leaves a minute between the two, however short the lease', async () => {
    const { services } = world;
    const impatient = { ...world, services: { ...services, settings: { ...services.settings, leaseMs: 5_000 } } };
    await makeDue();
    world.onCrashPoint.hook = async (name) => {
      if (name !== 'pull.accounts-read') return;
      announce('account.transactionsCreated');
      await delivered();
      await handle();
    };
    expect(await pullDue(impatient)).toHaveLength(1);
    world.onCrashPoint.hook = () => undefined;
    advance(10_000);
    expect(await pullDue(impatient)).toEqual([]);
    advance(50_000);
    expect(await pullDue(impatient)).toHaveLength(1);
  });

  it('never moves a pull that was to come sooner', async () => {
    await makeDue();
    announce('account.detailsUpdated');
    await delivered();
    await handle();
    expect(await pullDue(world)).toHaveLength(1);
  });
});

it('finds everything by itself when no webhook ever arrives', async () => {
  world.ponto.world.configure({ webhookDelivery: 'drop' });
  world.ponto.world.addTransactions(accountId, [{ amount: '12.50' }]);
  world.ponto.world.synchronizeNow(accountId);
  await delivered();
  expect(await events()).toEqual([]);
  advance(4 * 3_600_000);
  await pullDue(world);
  expect(await lines()).toEqual(world.ponto.world.publishedTransactions(accountId));
});

describe('an integration that Ponto says was revoked', () => {
  it('needs a new link when Ponto says so when asked too, its tokens are erased and its lines stay', async () => {
    world.ponto.world.addTransactions(accountId, [{ amount: '12.50' }], { published: true });
    await makeDue();
    await pullDue(world);
    world.ponto.world.revokeIntegration(organizationId);
    await delivered();
    await handle();
    expect(await connection()).toMatchObject({ state: 'needs_reconnect', stateReason: 'revoked_at_ponto' });
    expect(await tokens()).toEqual([]);
    expect(await lines()).toHaveLength(1);
  });

  it('says so too when a pull was the first to notice', async () => {
    world.ponto.world.revokeIntegration(organizationId);
    await delivered();
    await makeDue();
    await pullDue(world);
    expect(await connection()).toMatchObject({
      state: 'needs_reconnect',
      stateReason: expect.not.stringMatching('revoked_at_ponto') as string,
    });
    await handle();
    expect(await connection()).toMatchObject({ state: 'needs_reconnect', stateReason: 'revoked_at_ponto' });
    const { revision } = await connection();
    world.ponto.world.sendWebhook({
      type: 'pontoConnect.integration.revoked',
      relationships: { organization: organizationId },
    });
    await delivered();
    await handle();
    expect((await connection()).revision).toBe(revision);
  });

  it('goes on when it answers all the same', async () => {
    announceOfOrganization('integration.revoked');
    await delivered();
    await handle();
    expect((await connection()).state).toBe('active');
  });
});

describe('an organization that Ponto blocked', () => {
  beforeEach(async () => {
    world.ponto.world.block(organizationId);
    await delivered();
    await handle();
  });

  it('is not read any more, and keeps its tokens', async () => {
    expect(await connection()).toMatchObject({ state: 'blocked', dueAt: null });
    expect(await tokens()).toHaveLength(1);
  });

  it('is read at once when Ponto unblocks it', async () => {
    advance(60_000);
    world.ponto.world.unblock(organizationId);
    await delivered();
    await handle();
    expect(await connection()).toMatchObject({ state: 'active' });
    expect(await pullDue(world)).toHaveLength(1);
  });

  it('is found to be unblocked when nobody tells', async () => {
    expect(world.enqueued.some(({ queue }) => queue === 'look-at-blocked-connection')).toBe(true);
    await lookAgain();
    expect((await connection()).state).toBe('blocked');
    world.ponto.world.configure({ webhookUrl: null });
    world.ponto.world.unblock(organizationId);
    await lookAgain();
    expect((await connection()).state).toBe('active');
  });

  it('stays blocked when an older word comes late', async () => {
    announceOfOrganization('organization.unblocked', { createdAt: new Date(Date.now() - 60_000).toISOString() });
    await delivered();
    await handle();
    expect((await connection()).state).toBe('blocked');
  });
});

describe('five events in any order', () => {
  const kinds = [
    'organization.blocked',
    'organization.unblocked',
    'integration.revoked',
    'account.transactionsCreated',
    'integration.accountRevoked',
  ];

  it.each([
    ['alive', { state: 'active' }],
    ['gone', { state: 'needs_reconnect', stateReason: 'revoked_at_ponto' }],
  ])(
    'leave the same behind, when the integration is %s',
    async (integration, expected) => {
      await makeDue();
      await pullDue(world);
      advance(60_000);
      world.ponto.world.configure({ webhookUrl: null });
      if (integration === 'gone') world.ponto.world.revokeIntegration(organizationId);
      const beginning = await remember();
      const ends = new Set<string>();
      for (const order of permutationsOf(kinds)) {
        await beginning.restore();
        for (const kind of order.slice(0, 3)) await keepEvent(kind, kinds.indexOf(kind));
        await handle();
        for (const kind of order.slice(3)) await keepEvent(kind, kinds.indexOf(kind));
        await handle();
        const end = await connection();
        expect(end).toMatchObject(expected);
        const isDue = end.dueAt !== null && end.dueAt <= world.services.clock.now();
        ends.add(JSON.stringify([end.state, isDue, await announced()]));
      }
      expect(ends.size).toBe(1);
    },
    120_000,
  );
});

/** What is due is claimed, and read up to there. */
async function diesAt(point: CrashPoint): Promise<void> {
  const { promise: isThere, resolve } = Promise.withResolvers<undefined>();
  world.onCrashPoint.hook = async (name) => {
    if (name !== point) return;
    resolve(undefined);
    await new Promise<never>(() => undefined);
  };
  void pullDue(world);
  await isThere;
  world.onCrashPoint.hook = () => undefined;
}

/** As if it had been delivered. @param second when Ponto made it */
function keepEvent(kind: string, second: number): Promise<unknown> {
  return inCompany(context.db, context.companyId, async (tx) => {
    const { connectionId } = await connection();
    const receivedAt = world.services.clock.now();
    return insertWebhookEvent(tx, {
      companyId: context.companyId,
      eventId: kind,
      connectionId,
      kind,
      type: `pontoConnect.${kind}`,
      pontoAccountId: accountId,
      synchronizationId: '11111111-0000-4000-8000-000000000001',
      announcedAt: new Date(receivedAt.getTime() + second * 1_000),
      receivedAt,
      raw: {},
    });
  });
}

function announce(kind: string, copies = 1, synchronization = '00000000-0000-4000-8000-000000000001'): void {
  world.ponto.world.sendWebhook(
    {
      type: `pontoConnect.${kind}`,
      relationships: { account: accountId, organization: organizationId, synchronization },
    },
    copies,
  );
}

function announceOfOrganization(kind: string, attributes: Record<string, unknown> = {}): void {
  world.ponto.world.sendWebhook({
    type: `pontoConnect.${kind}`,
    attributes,
    relationships: { organization: organizationId },
  });
}

/** As many events as if each had been delivered, without a signature for each. */
async function flood(count: number): Promise<void> {
  const { companyId } = context;
  const { connectionId } = await connection();
  const kind = 'account.transactionsCreated';
  const at = world.services.clock.now();
  const events = Array.from({ length: count }, () => ({
    companyId,
    connectionId,
    eventId: crypto.randomUUID(),
    kind,
    type: `pontoConnect.${kind}`,
    pontoAccountId: accountId,
    synchronizationId: crypto.randomUUID(),
    announcedAt: at,
    receivedAt: at,
    raw: {},
  }));
  await inCompany(context.db, companyId, async (tx) => {
    for (let from = 0; from < count; from += 1_000) {
      await tx.insert(schema.webhookEvent).values(events.slice(from, from + 1_000));
    }
  });
}

function delivered(): Promise<void> {
  return world.ponto.world.webhooksIdle();
}

/** What the worker does with the jobs that were enqueued. */
async function handle(): Promise<void> {
  await handleEvents(context, await connection());
}

async function lookAgain(): Promise<void> {
  await lookAtBlockedConnection(context, await connection());
}

function jobsToHandle() {
  return world.enqueued.filter(
    ({ queue, payload }) =>
      queue === 'handle-webhook-events' && 'companyId' in payload && payload.companyId === context.companyId,
  );
}

function events() {
  return inCompany(context.db, context.companyId, (tx) => tx.select().from(schema.webhookEvent));
}

function announced() {
  return inCompany(context.db, context.companyId, (tx) =>
    tx.select({ id: schema.announcedSynchronization.synchronizationId }).from(schema.announcedSynchronization),
  );
}

async function connection() {
  const [row] = await inCompany(context.db, context.companyId, (tx) => tx.select().from(schema.connection));
  if (!row) throw new Error('There is no connection');
  return row;
}

function tokens() {
  return inCompany(context.db, context.companyId, (tx) => tx.select().from(schema.connectionToken));
}

async function lines(): Promise<string[]> {
  const [account] = await storedAccounts(context);
  return account ? storedLines(context, account) : [];
}

async function countOf(reason: string): Promise<number> {
  const rows = await context.db.select().from(schema.webhookCount);
  return rows.filter((row) => row.reason === reason).reduce((sum, { count }) => sum + count, 0);
}

async function countOfRefusals(): Promise<number> {
  const rows = await context.db.select().from(schema.webhookCount);
  return rows.filter(({ reason }) => !reason.startsWith('unknown-o')).reduce((sum, { count }) => sum + count, 0);
}

/** The connection as it is now, to go back to before each order. */
async function remember() {
  const [row, kept] = [await connection(), await tokens()];
  return {
    restore: () =>
      inCompany(context.db, context.companyId, async (tx) => {
        await tx.delete(schema.webhookEvent);
        await tx.delete(schema.announcedSynchronization);
        await tx.delete(schema.connectionToken);
        await tx.insert(schema.connectionToken).values(kept);
        await tx.update(schema.connection).set({ ...row, revision: (await connection()).revision });
      }),
  };
}

function permutationsOf<Item>(items: readonly Item[]): Item[][] {
  if (items.length === 0) return [[]];
  return items.flatMap((item, index) => permutationsOf(items.toSpliced(index, 1)).map((rest) => [item, ...rest]));
}

function makeDue(inMs = 0): Promise<unknown> {
  const dueAt = new Date(world.services.clock.now().getTime() + inMs);
  return inCompany(context.db, context.companyId, (tx) => tx.update(schema.connection).set({ dueAt }));
}

/** Time passes for us and for Ponto. */
function advance(milliseconds: number): void {
  world.clock.offsetMs += milliseconds;
  world.ponto.world.advanceClock(milliseconds);
}
