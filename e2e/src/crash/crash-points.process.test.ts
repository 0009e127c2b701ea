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

/** Two months: some forty statements, with lines that Ponto told and older ones. */
async function importStatements(): Promise<void> {
  const [row] = await stage.query(`select (current_date - 60)::text as day`);
  await stage.mieke.importStatements(await stage.control.statements(accountId, String(row?.day)));
}

type Provocation = () => Promise<void>;

/** How a worker is led to each of its crash points. A point without a way to it does not compile. */
const waysTo = {
  'pull.claimed': pullManyLines,
  'pull.accounts-read': pullManyLines,
  'pull.page-read': pullManyLines,
  'pull.page-committed': pullManyLines,
  'pull.finished': pullManyLines,
  'import.statement-written': importStatements,
  'import.statement-committed': importStatements,
  'token.received': pullManyLines,
  'booking.batch-written': payInvoices,
  'booking.batch-committed': payInvoices,
  'publication.sending': payInvoices,
  'publication.answered': payInvoices,
  'publication.sent': payInvoices,
} satisfies Record<CrashPoint, Provocation>;

it('loses nothing when the worker is killed in the very first pull', async () => {
  await stage.killWorkerAt('pull.page-committed', () => stage.mieke.linkPonto());
  await stage.waitUntilQuiet();
  const [account] = await stage.query(
    `select ponto_account_id from bank_account where currency = 'EUR' order by reference`,
  );
  accountId = String(account?.ponto_account_id);
  await assertInvariants(stage, beginning);
});

it('loses nothing when one worker after the other is killed, each a step further in a pull', async () => {
  await killWorkersAt('pull.claimed', 'pull.accounts-read', 'pull.page-read', 'pull.page-committed', 'pull.finished');
  await stage.waitUntilQuiet();
  await assertInvariants(stage, beginning);
});

it('brings every statement whole and once when workers are killed in the middle of an import', async () => {
  await killWorkersAt('import.statement-written', 'import.statement-committed');
  await stage.waitUntilQuiet();
  await assertInvariants(stage, beginning);
});

it('books each line once and tells the books of it when workers are killed before and after a booking', async () => {
  await killWorkersAt('booking.batch-written', 'booking.batch-committed');
  await stage.waitUntilQuiet();
  await assertInvariants(stage, beginning);
});

it('pays nothing twice in the books when workers are killed before, in and after a publication', async () => {
  await killWorkersAt('publication.sending', 'publication.answered', 'publication.sent');
  await stage.waitUntilQuiet();
  await assertInvariants(stage, beginning);
});

it('says that it needs the user when the worker is killed with a new token in hand, and goes on after that', async () => {
  await stage.query(`update connection_token set access_expires_at = now() - interval '1 minute'`);
  await killWorkersAt('token.received');
  await expect
    .poll(async () => (await stage.query('select state from connection'))[0]?.state, { timeout: 60_000 })
    .not.toBe('active');

  await stage.mieke.linkPonto();
  await stage.waitUntilQuiet();
  await assertInvariants(stage, beginning);
});

it('would notice a single lost line', async () => {
  const line = '(select bank_transaction_id from bank_transaction where allocated_minor = 0 limit 1)';
  await stage.query(`delete from bank_transaction where bank_transaction_id = ${line}`);
  await expect(assertInvariants(stage, beginning)).rejects.toThrow();
});

async function killWorkersAt(...points: CrashPoint[]): Promise<void> {
  for (const point of points) await stage.killWorkerAt(point, waysTo[point]);
}
