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

/** A purchase that somebody approved to be paid, and whose payment the worker brings to Ponto. */
async function payPurchase(): Promise<void> {
  await stage.control.allowPayments();
  await stage.query(`
    with purchase as (
      insert into open_document (company_id, kind, onfact_id, number, contact_name, payee_iban, total_minor, currency,
        status, is_open, read_at)
      select company_id, 'purchase_invoice', 900000 + (select count(*) from open_document), 'A-1', 'Drukkerij Maes',
        'BE72000000001616', 10000, 'EUR', 'sent', true, now() from connection where state = 'active'
      returning company_id, document_id),
    payment as (
      insert into payment_initiation (company_id, payment_initiation_id, method, bank_account_id, state, state_since,
        reference, is_bulk, batch_booking_preferred, total_minor, currency, request_key, request_hash, provider_key,
        due_at, prepared_at, prepared_by_id)
      select company_id, gen_random_uuid(), 'ponto', bank_account_id, 'prepared', now(), 'OFP-1', false, false, 10000,
        'EUR', gen_random_uuid(), '', gen_random_uuid(), now(), now(), 'mieke'
      from purchase join bank_account using (company_id) where ponto_account_id = '${accountId}'
      returning company_id, payment_initiation_id)
    insert into payment_initiation_item (company_id, payment_initiation_id, position, document_id, amount_minor,
      creditor_name, creditor_iban, end_to_end_id)
    select company_id, payment_initiation_id, 1, document_id, 10000, 'Drukkerij Maes', 'BE72000000001616',
      'OFP' || left(replace(payment_initiation_id::text, '-', ''), 24) || '-1'
    from payment join purchase using (company_id)`);
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
  'payment.sending': payPurchase,
  'payment.answered': payPurchase,
} satisfies Record<CrashPoint, Provocation>;

it('loses nothing when the worker is killed in the very first pull', async () => {
  await stage.killWorkersAt([['pull.page-committed', () => stage.mieke.linkPonto()]]);
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

it('pays nobody twice when workers are killed before and after Ponto took a payment', async () => {
  await killWorkersAt('payment.sending', 'payment.answered');
  await stage.waitUntilQuiet();
  await assertInvariants(stage, beginning);
  const states = await stage.query('select state from payment_initiation');
  expect(states.map(({ state }) => state)).toEqual(['awaiting_signature', 'awaiting_signature']);
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
  await stage.query('delete from proposal');
  await stage.query(`delete from bank_transaction where bank_transaction_id = (
    select bank_transaction_id from bank_transaction line
    where allocated_minor = 0 and disposition is null and not exists (
      select from statement_movement movement where movement.bank_transaction_id = line.bank_transaction_id)
    limit 1)`);
  await expect(assertInvariants(stage, beginning)).rejects.toThrow();
});

function killWorkersAt(...points: CrashPoint[]): Promise<void> {
  return stage.killWorkersAt(points.map((point) => [point, waysTo[point]]));
}
