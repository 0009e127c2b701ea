import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { answers } from '../processes/answers.ts';
import { freePorts } from '../processes/ports.ts';
import type { Ports } from '../processes/ports.ts';
import { startProduct } from './product.ts';
import type { Product } from './product.ts';

let dataFolder: string;
let ports: Ports;
beforeAll(async () => {
  dataFolder = await mkdtemp(join(tmpdir(), 'onfact-ponto-product-'));
  ports = await freePorts();
});
afterAll(() => rm(dataFolder, { recursive: true, force: true }));

let running: Product | undefined;
afterEach(async () => {
  await running?.stop();
  running = undefined;
});

async function start(): Promise<Product> {
  const nobody = () => undefined;
  running = await startProduct({
    dataFolder,
    ports,
    isDurable: false,
    withAdmin: false,
    report: nobody,
    giveUp: nobody,
  });
  return running;
}

it('keeps its data and its demo key from one start to the next, and leaves nothing running', async () => {
  const first = await start();
  const processIds = [...first.processes.values()].map((process) => process.processId());
  expect(existsSync(join(dataFolder, 'endpoints.json'))).toBe(true);
  expect(await statusOfList(first)).toBe(200);
  await first.stop();
  expect(processIds.filter(isRunning)).toEqual([]);
  expect(existsSync(join(dataFolder, 'endpoints.json'))).toBe(false);

  const second = await start();
  expect(second.endpoints).toEqual(first.endpoints);
  expect(await statusOfList(second)).toBe(200);
});

it('brings back every process that is killed, the database included', async () => {
  const product = await start();
  for (const [name, supervised] of product.processes) {
    const killed = supervised.processId();
    process.kill(killed, 'SIGKILL');
    await expect.poll(() => supervised.processId(), { timeout: 60_000, message: name }).not.toBe(killed);
  }
  await expect.poll(() => answers(`${product.endpoints.apiUrl}/readyz`), { timeout: 60_000 }).toBe(true);
  expect(await statusOfList(product)).toBe(200);
});

async function statusOfList({ endpoints }: Product): Promise<number> {
  const response = await fetch(`${endpoints.apiUrl}/v1/bank-accounts`, {
    headers: { authorization: `Bearer ${endpoints.demo.apiKey}` },
  });
  return response.status;
}

function isRunning(processId: number): boolean {
  try {
    return process.kill(processId, 0);
  } catch {
    return false;
  }
}
