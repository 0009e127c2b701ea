import { asCallLog, inCompany, schema } from '@onfact-ponto/db';
import type { OutgoingCall } from '@onfact-ponto/db';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest';
import type { Context, Services } from '../context.ts';
import { refreshOpenDocuments } from '../reconciliation/refresh-open-documents.ts';
import { connect, givenContext, givenContextWithBooks, pullDue, startAgain, startTestWorld } from '../testing/world.ts';
import type { TestWorld } from '../testing/world.ts';
import { callsOf, createCallLog } from './call-log.ts';

let world: TestWorld;
let context: Context;
let accountId: string;
const iban = 'BE68539007547034';

beforeAll(async () => {
  world = await startTestWorld(inject('databaseOwnerUrl'));
});
afterAll(() => world.stop());
beforeEach(async () => {
  await startAgain(world);
  context = await givenContext(world);
  const organizationId = world.ponto.world.organizations()[0]?.id ?? '';
  accountId = world.ponto.world.addAccount(organizationId, { reference: iban }).id;
  world.ponto.world.synchronizeNow(accountId);
});

describe('the log of calls', () => {
  it('tells each call of a link and its first pull: whose, when, which, how it ended, under which id at Ponto', async () => {
    await connect(context, [accountId]);
    await pullDue(world);
    const calls = await logged();
    expect(calls.map(({ operation }) => operation)).toEqual(
      expect.arrayContaining(['oauth.exchangeCode', 'accounts.list', 'transactions.list']),
    );
    for (const call of calls) {
      expect(call).toMatchObject({ system: 'ponto', connectionId: expect.any(String), status: 200, errorCode: null });
      expect(call.requestId).toMatch(/^[\w-]{8,}$/);
    }
  });

  it('tells a failure with its status and code, and a call without an answer without one', async () => {
    await connect(context, [accountId]);
    const path = '*/accounts*';
    world.ponto.world.injectFault({ path, effect: { kind: 'status', status: 503 } });
    await pullDue(world);
    expect(await logged()).toContainEqual(expect.objectContaining({ operation: 'accounts.list', status: 503 }));

    world.clock.offsetMs += 3_600_000;
    world.ponto.world.injectFault({ path, effect: { kind: 'drop' } });
    await pullDue(world);
    expect(await logged()).toContainEqual(
      expect.objectContaining({ operation: 'accounts.list', status: null, errorCode: 'PONTO_NETWORK' }),
    );
  });

  it('tells the calls to onFact too, without ids', async () => {
    context = await givenContextWithBooks(world);
    await refreshOpenDocuments(context);
    expect(await logged()).toContainEqual(
      expect.objectContaining({ system: 'onfact', operation: 'GET invoices', status: 200 }),
    );
  });

  it('holds no account number, token, secret or id of an account, whatever Ponto answers', async () => {
    await connect(context, [accountId]);
    world.ponto.world.injectFault({
      path: '*/accounts*',
      effect: {
        kind: 'replace',
        status: 400,
        contentType: 'application/vnd.api+json',
        body: JSON.stringify({ errors: [{ code: iban, detail: `Bearer secret of ${iban}` }] }),
      },
    });
    await pullDue(world);
    world.clock.offsetMs += 3_600_000;
    await pullDue(world);

    const tokens = await tokensInPlain();
    const written = JSON.stringify(await logged());
    expect(written).toContain('"errorCode":"unreadable"');
    for (const canary of [iban, accountId, world.ponto.endpoints.clientSecret, 'Bearer', ...tokens]) {
      expect(written).not.toContain(canary);
    }
  });

  it('keeps what happened for 30 days', async () => {
    await connect(context, [accountId]);
    await pullDue(world);
    expect(await logged()).not.toEqual([]);
    world.clock.offsetMs = 31 * 24 * 3_600_000;
    const later = createCallLog(context);
    await later.flush();
    expect(await logged()).toEqual([]);
  });
});

describe('the work', () => {
  it('goes on while the log cannot be written, and the log catches up', async () => {
    const database = { isAway: true };
    const log = createCallLog({ ...context, db: unreliable(context.db, database) });
    tell(log, 3);
    await log.flush();
    expect(await stored()).toEqual([]);
    database.isAway = false;
    await log.flush();
    expect(await stored()).toHaveLength(3);
  });

  it('is never held up by a log that grows without end: what is too much is counted and left out', async () => {
    const warnings: object[] = [];
    const database = { isAway: true };
    const log = createCallLog({
      db: unreliable(context.db, database),
      clock: context.clock,
      log: { info: () => undefined, warn: (_message, facts = {}) => warnings.push(facts) },
    });
    tell(log, 6_000);
    await log.flush();
    database.isAway = false;
    await log.flush();
    expect(warnings).toContainEqual({ lostCount: 1_000 });
    expect(await stored()).toHaveLength(5_000);
  });

  function tell(log: ReturnType<typeof createCallLog>, count: number): void {
    const call = { operation: 'accounts.list', status: 200, durationMs: 3, errorCode: undefined };
    callsOf({ companyId: context.companyId, connectionId: null }, () => {
      for (let index = 0; index < count; index += 1) log.add('ponto', call);
    });
  }
});

it('is written for many companies in one statement, and shows each its own', async () => {
  const other = await givenContext(world);
  const log = createCallLog(context);
  for (const { companyId } of [context, other]) {
    callsOf({ companyId, connectionId: null }, () =>
      log.add('ponto', { operation: 'userinfo.get', status: 200, durationMs: 1, errorCode: undefined }),
    );
  }
  await log.flush();
  expect(await stored()).toHaveLength(1);
  expect(await asCallLog(context.db, async (tx) => (await tx.execute(sql`select from bank_account`)).length)).toBe(0);
});

async function logged(): Promise<OutgoingCall[]> {
  await world.calls.flush();
  return stored();
}

function stored(): Promise<OutgoingCall[]> {
  return inCompany(context.db, context.companyId, (tx) => tx.select().from(schema.outgoingCall));
}

/** Every token that was stored for the company. */
async function tokensInPlain(): Promise<string[]> {
  const { companyId } = context;
  const rows = await inCompany(context.db, companyId, (tx) =>
    tx.execute<{ connection_id: string; access: string; refresh: string }>(sql`
      select connection_id, access_token_envelope as access, refresh_token_envelope as refresh from connection_token`),
  );
  return rows.flatMap(({ connection_id: id, access, refresh }) => [
    context.cipher.open(access, ['access-token', companyId, id]),
    context.cipher.open(refresh, ['refresh-token', companyId, id]),
  ]);
}

function unreliable(db: Services['db'], database: { isAway: boolean }): Services['db'] {
  return new Proxy(db, {
    get: (target, name, receiver) =>
      name === 'transaction' && database.isAway
        ? () => Promise.reject(new Error('connection refused'))
        : (Reflect.get(target, name, receiver) as unknown),
  });
}
