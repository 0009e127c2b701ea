import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { asOnfactCompany, findCompanyByOnfactUuid, openDatabase } from '@onfact-ponto/db';
import { givenBankAccount, givenLines, lineReading } from '@onfact-ponto/db/testing';
import { freePorts } from '@onfact-ponto/launcher/ports';
import { startProduct } from '@onfact-ponto/launcher/product';
import { Agent, request } from 'undici';
import { comparePairs } from './pairs.ts';
import type { BenchResult, Run } from './pairs.ts';

const requestCount = 1_500;
const concurrency = 8;
const lineCount = 2_000;

/**
 * An authenticated list of 50 lines over HTTP, against bare Hono with one query for the same lines. Both are
 * processes of their own on the same database.
 */
export async function benchApi(_clusterUrl: string, runs: number): Promise<BenchResult[]> {
  const dataFolder = await mkdtemp(join(tmpdir(), 'onfact-ponto-bench-'));
  const report = () => undefined;
  const giveUp = (sentence: string) => {
    throw new Error(sentence);
  };
  const ports = await freePorts();
  const product = await startProduct({ dataFolder, ports, withAdmin: false, isDurable: false, report, giveUp });
  const { apiKey } = product.endpoints.demo;
  const bankAccountId = await givenDemoLines(product.facts.applicationUrl, product.endpoints.onfact.companyUuid);
  const barePort = ports.ADMIN_PORT;
  const bare = spawn(
    process.execPath,
    [
      fileURLToPath(new URL('bare-hono-main.ts', import.meta.url)),
      product.endpoints.databaseUrl,
      bankAccountId,
      String(barePort),
    ],
    { stdio: 'inherit' },
  );
  const agent = new Agent({ connections: concurrency });
  try {
    const bareUrl = `http://localhost:${barePort}/`;
    await untilAnswers(bareUrl);
    const list = new URL('/v1/bank-transactions?limit=50', product.endpoints.apiUrl);
    return [
      await comparePairs({
        bench: 'api',
        case: 'list of 50 lines, api key',
        unit: 'requests/s',
        yardstickName: 'bare Hono, one query',
        runs,
        subject: { work: () => load(agent, list.href, { authorization: `Bearer ${apiKey}` }) },
        yardstick: { work: () => load(agent, bareUrl, {}) },
      }),
    ];
  } finally {
    bare.kill();
    await agent.close();
    await product.stop();
    await rm(dataFolder, { recursive: true, force: true });
  }
}

async function givenDemoLines(applicationUrl: string, onfactCompanyUuid: string): Promise<string> {
  const pool = openDatabase({ url: applicationUrl, applicationName: 'bench', maximumConnections: 1 });
  try {
    const company = await asOnfactCompany(pool.db, onfactCompanyUuid, (tx) =>
      findCompanyByOnfactUuid(tx, onfactCompanyUuid),
    );
    if (!company) throw new Error('The demo company does not exist');
    const account = await givenBankAccount(pool.db, company.companyId);
    await givenLines(
      pool.db,
      account,
      Array.from({ length: lineCount }, () => lineReading()),
    );
    return account.bankAccountId;
  } finally {
    await pool.close();
  }
}

async function load(agent: Agent, url: string, headers: Record<string, string>): Promise<Run> {
  let left = requestCount;
  let isCorrect = true;
  async function worker(): Promise<void> {
    while (left > 0) {
      left -= 1;
      const { statusCode, body } = await request(url, { dispatcher: agent, headers });
      const answer = (await body.json()) as { items?: unknown[] };
      isCorrect &&= statusCode === 200 && answer.items?.length === 50;
    }
  }
  await Promise.all(Array.from({ length: concurrency }, worker));
  return { amount: requestCount, correct: isCorrect };
}

async function untilAnswers(url: string): Promise<void> {
  for (let attempt = 0; attempt < 100; attempt += 1) {
    const isUp = await request(url).then(
      ({ body }) => body.dump().then(() => true),
      () => false,
    );
    if (isUp) return;
    await sleep(100);
  }
  throw new Error('The yardstick did not start');
}
