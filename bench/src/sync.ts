import { readFile } from 'node:fs/promises';
import { findConnectionToken, findLiveConnection, inCompany, schema } from '@onfact-ponto/db';
import type { Context } from '@onfact-ponto/application';
import {
  connect,
  givenContext,
  pullDue,
  startTestWorld,
  storedAccounts,
  storedLines,
} from '@onfact-ponto/application/testing';
import type { TestWorld } from '@onfact-ponto/application/testing';
import { Agent, request } from 'undici';
import { comparePairs } from './pairs.ts';
import type { BenchResult, Run } from './pairs.ts';

const newLinesPerAccount = 50;

/**
 * One pull of a connection with two accounts and a hundred new lines, against a loop that makes the same calls and
 * parses the answers. The difference is what we add: decoding, the lease, and every line stored with its cursor.
 */
export async function benchSync(clusterUrl: string, runs: number): Promise<BenchResult[]> {
  const world = await startTestWorld(clusterUrl);
  try {
    const context = await givenContext(world);
    const accountIds = givenAccounts(world);
    await connect(context, accountIds);
    await pullDue(world);
    const bare = await openBareClient(world, context);
    const result = await comparePairs({
      bench: 'sync',
      case: '2 accounts, 100 new lines',
      unit: 'lines/s',
      yardstickName: 'fetch + JSON.parse over the same calls',
      runs,
      subject: {
        prepare: () => bookNewLines(world, context, accountIds),
        work: () => pullOnce(world),
        check: () => hasEveryLine(world, context),
      },
      yardstick: { work: () => bare.repeatLastCalls() },
    });
    await bare.close();
    return [result];
  } finally {
    await world.stop();
  }
}

function givenAccounts({ ponto }: TestWorld): string[] {
  const organizationId = ponto.world.organizations()[0]?.id ?? '';
  return ['BE68539007547034', 'BE64733120447152'].map((reference) => {
    const { id } = ponto.world.addAccount(organizationId, { reference });
    book({ ponto }, id, 150);
    ponto.world.synchronizeNow(id);
    return id;
  });
}

function book({ ponto }: Pick<TestWorld, 'ponto'>, accountId: string, count: number): void {
  const lines = Array.from({ length: count }, (_, index) => ({
    amount: `${index + 1}.25`,
    counterpartName: 'Tuinen Verhaeghe-Claes',
    counterpartReference: 'BE64733120447152',
    remittanceInformation: `factuur ${index}`,
  }));
  ponto.world.addTransactions(accountId, lines, { published: true });
}

async function bookNewLines(world: TestWorld, context: Context, accountIds: readonly string[]): Promise<void> {
  for (const id of accountIds) book(world, id, newLinesPerAccount);
  await inCompany(context.db, context.companyId, (tx) =>
    tx.update(schema.connection).set({ dueAt: context.clock.now() }),
  );
  world.ponto.world.clearCalls();
}

async function pullOnce(world: TestWorld): Promise<Run> {
  const claims = await pullDue(world);
  return { amount: newLinesPerAccount * 2, correct: claims.length === 1 };
}

/** All but the 50 that stand behind the boundary of each account. */
async function hasEveryLine(world: TestWorld, context: Context): Promise<boolean> {
  for (const account of await storedAccounts(context)) {
    const published = world.ponto.world.publishedTransactions(account.pontoAccountId ?? '').length;
    if ((await storedLines(context, account)).length !== published - 50) return false;
  }
  return true;
}

async function openBareClient(world: TestWorld, context: Context) {
  const { endpoints } = world.ponto;
  const [ca, cert, key] = await Promise.all(
    [endpoints.caFile, endpoints.certificateFile, endpoints.keyFile].map((file) => readFile(file, 'utf8')),
  );
  const agent = new Agent({
    connect: { ca: ca ?? '', cert: cert ?? '', key: key ?? '', passphrase: endpoints.keyPassphrase },
  });
  const authorization = `Bearer ${await accessTokenOf(context)}`;
  const origin = new URL(endpoints.apiUrl).origin;
  return {
    async repeatLastCalls(): Promise<Run> {
      const paths = world.ponto.world.calls().map(({ path }) => path);
      let documents = 0;
      for (const path of paths) {
        const { body, statusCode } = await request(origin + path, { dispatcher: agent, headers: { authorization } });
        const document = JSON.parse(await body.text()) as { data: unknown };
        if (statusCode === 200 && document.data) documents += 1;
      }
      world.ponto.world.clearCalls();
      return { amount: newLinesPerAccount * 2, correct: paths.length > 2 && documents === paths.length };
    },
    close: () => agent.close(),
  };
}

async function accessTokenOf(context: Context): Promise<string> {
  const { companyId } = context;
  const token = await inCompany(context.db, companyId, async (tx) => {
    const connection = await findLiveConnection(tx, companyId);
    return connection && findConnectionToken(tx, companyId, connection.connectionId);
  });
  if (!token) throw new Error('The connection has no token');
  return context.cipher.open(token.accessTokenEnvelope, ['access-token', companyId, token.connectionId]);
}
