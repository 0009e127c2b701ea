import type { CrashPoint } from '@onfact-ponto/application';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { assertInvariants, rememberBeginning } from './invariants.ts';
import type { Beginning } from './invariants.ts';
import { setStage } from './stage.ts';
import type { Stage } from './stage.ts';

let stage: Stage;
let beginning: Beginning;
let accountId: string;

beforeAll(async () => {
  stage = await setStage();
  await stage.mieke.signIn();
  beginning = await rememberBeginning(stage);
});
afterAll(() => stage.end());

/** Three pages of new lines, so that the worker dies with some of them read. */
async function pullManyLines(): Promise<void> {
  await stage.control.bookLines(accountId, 230);
  await stage.pullNow();
}

async function payInvoices(): Promise<void> {
  await stage.control.bookPaidInvoices(accountId, 3);
  await stage.pullNow();
}

/** How a worker is led to each of its crash points. A point without a way to it does not compile. */
const waysTo: Record<Exclude<CrashPoint, 'token.received'>, () => Promise<void>> = {
  'pull.claimed': pullManyLines,
  'pull.accounts-read': pullManyLines,
  'pull.page-read': pullManyLines,
  'pull.page-committed': pullManyLines,
  'pull.finished': pullManyLines,
  'publication.sending': payInvoices,
  'publication.answered': payInvoices,
  'publication.sent': payInvoices,
};

it('loses nothing when the worker is killed in the very first pull', async () => {
  await stage.killWorkerAt('pull.page-committed', () => stage.mieke.linkPonto());
  await stage.waitUntilQuiet();
  const [account] = await stage.query(
    `select ponto_account_id from bank_account where currency = 'EUR' order by reference`,
  );
  accountId = String(account?.['ponto_account_id']);
  await assertInvariants(stage, beginning);
});

it.each(Object.entries(waysTo))('loses nothing when the worker is killed at %s', async (point, provoke) => {
  await stage.killWorkerAt(point as CrashPoint, provoke);
  await stage.waitUntilQuiet();
  await assertInvariants(stage, beginning);
});

it('says that it needs the user when the worker is killed with a new token in hand, and goes on after that', async () => {
  await stage.query(`update connection_token set access_expires_at = now() - interval '1 minute'`);
  await stage.killWorkerAt('token.received', pullManyLines);
  await expect
    .poll(async () => (await stage.query('select state from connection'))[0]?.['state'], { timeout: 60_000 })
    .not.toBe('active');

  await stage.mieke.linkPonto();
  await stage.waitUntilQuiet();
  await assertInvariants(stage, beginning);
});
