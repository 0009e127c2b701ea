import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { findLiveConnection, inCompany } from '@onfact-ponto/db';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import type { Context } from '../context.ts';
import type { TokenCallers, TokensGot } from '../testing/token-callers-main.ts';
import { connect, givenContext, startTestWorld } from '../testing/world.ts';
import type { TestWorld } from '../testing/world.ts';

const program = fileURLToPath(new URL('../testing/token-callers-main.ts', import.meta.url));

let world: TestWorld;
let context: Context;

beforeAll(async () => {
  world = await startTestWorld(inject('databaseOwnerUrl'));
});
afterAll(() => world.stop());

it('refreshes once for ten thousand callers in four processes', { timeout: 240_000 }, async () => {
  context = await givenContext(world);
  const organizationId = world.ponto.world.organizations()[0]?.id ?? '';
  const account = world.ponto.world.addAccount(organizationId, { reference: 'BE68539007547034' });
  await connect(context, [account.id]);
  const connectionId =
    (await inCompany(context.db, context.companyId, (tx) => findLiveConnection(tx, context.companyId)))?.connectionId ??
    '';
  world.clock.offsetMs += 1_800_000;
  world.ponto.world.advanceClock(1_800_000);
  world.ponto.world.clearCalls();

  const callers = {
    databaseUrl: world.database.applicationUrl,
    endpoints: world.ponto.endpoints,
    cipherKeys: world.cipherKeys,
    offsetMs: world.clock.offsetMs,
    companyId: context.companyId,
    connectionId,
    callerCount: 2_500,
  };
  const processes = await Promise.all(Array.from({ length: 4 }, startProcess));
  const got = await Promise.all(processes.map((child) => ask(child, callers)));

  expect(got.flatMap(({ failures }) => failures)).toEqual([]);
  const tokens = got.flatMap((each) => Object.entries(each.tokens));
  expect(new Set(tokens.map(([token]) => token)).size).toBe(1);
  expect(tokens.reduce((sum, [, count]) => sum + count, 0)).toBe(10_000);
  const refreshes = world.ponto.world.calls().filter(({ path }) => path.endsWith('/oauth2/token'));
  expect(refreshes).toHaveLength(1);
});

type Child = ReturnType<typeof fork>;

async function startProcess(): Promise<Child> {
  const child = fork(program, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  await once(child, 'message');
  return child;
}

async function ask(child: Child, callers: TokenCallers): Promise<TokensGot> {
  child.send(callers);
  const [got] = (await once(child, 'message')) as [TokensGot];
  return got;
}
