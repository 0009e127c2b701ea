import { findPontoApplication, insertPontoApplication, openDatabase } from '@onfact-ponto/db';
import type { DatabasePool } from '@onfact-ponto/db';
import { createTestDatabase } from '@onfact-ponto/db/testing';
import type { TestDatabase } from '@onfact-ponto/db/testing';
import { PontoApiError, PontoHeldBackError, PontoOAuthError } from '@onfact-ponto/ponto-client';
import { afterAll, beforeAll, beforeEach, expect, inject, it } from 'vitest';
import type { Services } from '../context.ts';
import { probePonto } from './probe-ponto.ts';
import { createRequestBudget, forWaitingUser } from './request-budget.ts';

const call = { operation: 'accounts.list', method: 'GET', pathTemplate: '/accounts' } as const;
const gapMs = 200;

let database: TestDatabase;
let pools: DatabasePool[];
let applicationId: string;
let number = 0;
let sent: number[];
let warnings: object[];
/** Virtual time that all processes share: a sleep is over when everybody who could do something has done it. */
let time: VirtualTime;

beforeAll(async () => {
  database = await createTestDatabase(inject('databaseOwnerUrl'));
  pools = [1, 2, 3].map(() =>
    openDatabase({ url: database.applicationUrl, applicationName: 'test-budget', maximumConnections: 2 }),
  );
});
afterAll(async () => {
  await Promise.all(pools.map((pool) => pool.close()));
  await database.drop();
});
beforeEach(async () => {
  number += 1;
  applicationId = `application-${number}`;
  time = new VirtualTime(Date.parse('2026-11-27T10:00:00Z'));
  sent = [];
  warnings = [];
  await insertPontoApplication(database.db, applicationId);
});

it('gives the processes together no more than one place in each fifth of a second', async () => {
  const processes = pools.map(processOn);
  await time.runAll(processes.flatMap((process) => Array.from({ length: 8 }, () => () => send(process))));
  const inOrder = sent.toSorted((left, right) => left - right);
  expect(inOrder).toHaveLength(24);
  for (const [index, at] of inOrder.entries()) {
    if (index > 0) expect(at - (inOrder[index - 1] ?? 0)).toBeGreaterThanOrEqual(gapMs);
  }
});

it('lets a user who comes last go before the backlog', async () => {
  const process = processOn(pools[0]);
  const ends: string[] = [];
  const backlog = Array.from({ length: 20 }, () => () => send(process).then(() => ends.push('backlog')));
  const user = async () => {
    await time.sleep(50);
    await forWaitingUser(() => send(process));
    ends.push('user');
  };
  await time.runAll([...backlog, user]);
  expect(ends.indexOf('user')).toBeLessThan(10);
});

it('sends nothing from any process until the time that Ponto asked for has passed', async () => {
  const [one, other] = pools.map(processOn);
  await expect(send(one, refusedWith(new PontoApiError([], answer(429, 30_000))))).rejects.toThrow(PontoApiError);
  await expect(send(other)).rejects.toThrow(PontoHeldBackError);
  await expect(forWaitingUser(() => send(other))).rejects.toThrow(PontoHeldBackError);
  expect(sent).toHaveLength(1);
  time.pass(30_000);
  await time.runAll([() => send(other)]);
  expect(sent).toHaveLength(2);
});

it('stops everybody with one alarm when our client is refused, and goes on by itself when it is accepted again', async () => {
  const processes = pools.map(processOn);
  const refused = new PontoOAuthError('invalid_client', undefined, answer(401));
  await time.runAll(
    processes.flatMap((process) =>
      Array.from({ length: 10 }, () => () => send(process, refusedWith(refused)).catch(() => undefined)),
    ),
  );
  expect(warnings).toHaveLength(1);
  expect(sent.length).toBeLessThan(10);

  time.pass(60_000);
  await probe(() => Promise.reject(refused));
  await expect(send(processes[0])).rejects.toThrow(PontoHeldBackError);
  time.pass(60_000);
  await probe(() => Promise.resolve());
  await time.runAll([() => send(processes[0])]);
  expect(await findPontoApplication(database.db, applicationId)).toMatchObject({ pauseReason: null, failureCount: 0 });
  expect(warnings).toHaveLength(1);
});

it('is asked by one process at a time whether Ponto answers again', async () => {
  const down = refusedWith(new PontoApiError([], answer(503)));
  const process = processOn(pools[0]);
  await time.runAll(Array.from({ length: 5 }, () => () => send(process, down).catch(() => undefined)));
  time.pass(60_000);
  let probes = 0;
  const asked = async () => {
    probes += 1;
  };
  await Promise.all([probe(asked), probe(asked), probe(asked)]);
  expect(probes).toBe(1);
});

it('lets nothing of the backlog through when the process is about to end', async () => {
  const process = processOn(pools[0]);
  process.closeForBacklog();
  await expect(send(process)).rejects.toThrow(PontoHeldBackError);
  await time.runAll([() => forWaitingUser(() => send(process))]);
  expect(sent).toHaveLength(1);
});

type Process = ReturnType<typeof processOn>;

function processOn(pool: DatabasePool | undefined) {
  return createRequestBudget({
    db: (pool ?? database).db,
    clock: time,
    log: { info: () => undefined, warn: (message) => warnings.push({ message }) },
    applicationId,
    requestsPerSecond: 1_000 / gapMs,
    usualUrgency: 'backlog',
  });
}

async function send(process: Process | undefined, perform: () => Promise<void> = async () => undefined): Promise<void> {
  await process?.gate(call, () => {
    sent.push(time.now().getTime());
    return perform();
  });
}

function refusedWith(error: Error): () => Promise<never> {
  return () => Promise.reject(error);
}

function probe(clientCredentials: () => Promise<void>): Promise<void> {
  const ponto = { oauth: { clientCredentials } };
  const settings = { pontoApplicationId: applicationId };
  const log = { info: () => undefined, warn: () => undefined };
  return probePonto({ db: database.db, clock: time, ponto, settings, log } as unknown as Services);
}

function answer(status: number, retryAfterMs?: number) {
  return { status, requestId: undefined, body: '', retryAfterMs };
}

/** Time that passes only when every task sleeps, up to the first that wakes. */
class VirtualTime {
  #nowMs: number;
  #awake = 0;
  #sleepers: { at: number; wake: () => void }[] = [];

  constructor(nowMs: number) {
    this.#nowMs = nowMs;
  }

  now(): Date {
    return new Date(this.#nowMs);
  }

  pass(ms: number): void {
    this.#nowMs += ms;
  }

  sleep(ms: number): Promise<void> {
    if (ms <= 0) return Promise.resolve();
    return new Promise((resolve) => {
      this.#sleepers.push({ at: this.#nowMs + ms, wake: resolve });
      this.#fallAsleep();
    });
  }

  async runAll(tasks: readonly (() => Promise<unknown>)[]): Promise<void> {
    this.#awake = tasks.length;
    await Promise.all(tasks.map((task) => task().finally(() => this.#fallAsleep())));
  }

  #fallAsleep(): void {
    this.#awake -= 1;
    if (this.#awake > 0 || this.#sleepers.length === 0) return;
    this.#nowMs = Math.min(...this.#sleepers.map(({ at }) => at));
    const woken = this.#sleepers.filter(({ at }) => at <= this.#nowMs);
    this.#sleepers = this.#sleepers.filter(({ at }) => at > this.#nowMs);
    this.#awake = woken.length;
    for (const { wake } of woken) wake();
  }
}
