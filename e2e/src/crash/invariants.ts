import { expect } from 'vitest';
import { pullIntervalSeconds } from './stage.ts';
import type { Row, Stage } from './stage.ts';

/** What the bank and the books held before the first pull: from there on everything is ours to get right. */
export type Beginning = Readonly<{
  /** By Ponto's account id: the oldest line that the first pull may bring. */
  oldestLineOf: ReadonlyMap<string, string | undefined>;
  paymentIds: ReadonlySet<number>;
}>;

const firstPullSize = 100;

export async function rememberBeginning({ control }: Stage): Promise<Beginning> {
  const oldestLineOf = new Map<string, string | undefined>();
  for (const { id } of await control.accounts()) {
    const newestFirst = await control.publishedTransactions(id);
    oldestLineOf.set(id, newestFirst.slice(0, firstPullSize).at(-1));
  }
  return { oldestLineOf, paymentIds: new Set((await control.payments()).map(({ id }) => id)) };
}

/** The promises of the fault catalogue that a crash could break, asked once everything is quiet. */
export async function assertInvariants(stage: Stage, beginning: Beginning): Promise<void> {
  await assertEveryLineOnce(stage, beginning);
  await assertNothingOverAllocated(stage);
  await assertEveryAllocationPublishedOnce(stage, beginning);
  await assertPaidOnce(stage);
  await assertStatementsWhole(stage);
  await assertNothingForgotten(stage);
  await assertMarksBehindRows(stage);
  await assertRepeatChangesNothing(stage);
}

/** I1: every line that Ponto published since the beginning is stored exactly once, and no other. */
async function assertEveryLineOnce({ control, query }: Stage, { oldestLineOf }: Beginning): Promise<void> {
  const accounts = await query('select bank_account_id, ponto_account_id from bank_account where is_shared');
  expect(accounts.length).toBeGreaterThan(0);
  for (const { bank_account_id, ponto_account_id } of accounts) {
    const published = await control.publishedTransactions(String(ponto_account_id));
    const oldest = oldestLineOf.get(String(ponto_account_id));
    const expected = published.slice(0, oldest === undefined ? undefined : published.indexOf(oldest) + 1);
    const stored = await query(
      `select source_reference from bank_transaction where bank_account_id = '${String(bank_account_id)}' and source = 'ponto'
       union all select source_reference from unreadable_line where bank_account_id = '${String(bank_account_id)}'`,
    );
    expect(stored.map(({ source_reference }) => source_reference).sort()).toEqual(expected.sort());
  }
}

/** I2: per line and per document, the parts never exceed the whole; each allocation has one cause. */
async function assertNothingOverAllocated({ query }: Stage): Promise<void> {
  const active = `select a.* from allocation a left join allocation_undo u using (company_id, allocation_id)
                  where u.allocation_id is null`;
  const problems = await query(`
    select 'line' as kind, t.bank_transaction_id as id from bank_transaction t
      left join (${active}) a using (company_id, bank_transaction_id)
      group by t.company_id, t.bank_transaction_id
      having coalesce(sum(a.amount_minor), 0) <> t.allocated_minor or t.allocated_minor > abs(t.amount_minor)
    union all
    select 'document', d.document_id from open_document d
      left join (${active}) a using (company_id, document_id)
      group by d.company_id, d.document_id
      having coalesce(sum(a.amount_minor), 0) <> d.allocated_minor or d.allocated_minor > d.total_minor
    union all
    select 'cause', allocation_id from allocation where (cause = 'rule') <> (rule is not null)`);
  expect(problems).toEqual([]);
}

/** I3: Ponto took each transfer that a user approved at most once, with its very amount, and no other. */
async function assertPaidOnce({ control, query }: Stage): Promise<void> {
  const asked = (await control.outgoingPayments()).flatMap(({ orders }) => orders);
  const approved = await query('select end_to_end_id, amount_minor from payment_initiation_item');
  const amounts = new Map(approved.map((row) => [row.end_to_end_id, String(row.amount_minor)]));
  expect(new Set(asked.map(({ endToEndId }) => endToEndId)).size).toBe(asked.length);
  for (const { endToEndId, amountMinor } of asked) expect(amountMinor).toBe(amounts.get(endToEndId));
}

/** Every allocation stands in the books as exactly one payment of its invoice, and we wrote no other payment. */
async function assertEveryAllocationPublishedOnce({ control, query }: Stage, { paymentIds }: Beginning): Promise<void> {
  const allocations = await query(`
    select d.onfact_id, a.amount_minor, p.onfact_payment_id, p.state, p.problem, p.attempt_count from allocation a
      join open_document d using (company_id, document_id)
      left join publication p on p.company_id = a.company_id and p.allocation_id = a.allocation_id and p.operation = 'create'
      left join allocation_undo u on u.company_id = a.company_id and u.allocation_id = a.allocation_id
      where u.allocation_id is null`);
  const written = (await control.payments()).filter(({ id }) => !paymentIds.has(id));

  expect(allocations.length).toBeGreaterThan(0);
  expect(allocations.filter(({ state }) => state !== 'sent')).toEqual([]);
  expect(written.map(({ id, documentId, amountMinor }) => [id, documentId, amountMinor]).sort(byFirst)).toEqual(
    allocations
      .map(({ onfact_payment_id, onfact_id, amount_minor }) => [onfact_payment_id, onfact_id, String(amount_minor)])
      .sort(byFirst),
  );
}

/** I1 for CODA: each statement has all of its movements, and the lines between its balances add up to them. */
async function assertStatementsWhole({ query }: Stage): Promise<void> {
  const broken = await query(`
    select s.statement_id from statement s where s.undone_at is null and (
      s.movement_count <> (select count(*) from statement_movement m
        where m.statement_id = s.statement_id and m.parent_ordinal is null)
      or s.new_balance_minor - s.old_balance_minor <> (select coalesce(sum(t.amount_minor), 0) from bank_transaction t
        where t.bank_account_id = s.bank_account_id and t.withdrawn_at is null and t.doubtful_of is null
          and t.execution_date > s.old_balance_date and t.execution_date <= s.new_balance_date))`);
  expect(broken).toEqual([]);
}

/** I6 and I7: an active connection has a time inside the next window, and whatever is not finished has one who moves it. */
async function assertNothingForgotten({ query }: Stage): Promise<void> {
  const forgotten = await query(`
    select 'connection' as kind, connection_id as id from connection
      where state = 'active' and (due_at is null or due_at > now() + interval '${pullIntervalSeconds + 5} seconds')
    union all select 'pull', pull_id from pull where finished_at is null
    union all select 'publication', publication_id from publication
      where state not in ('sent', 'failed') and due_at is null
    union all select 'import', statement_import_id from statement_import where state in ('waiting', 'importing')`);
  expect(forgotten).toEqual([]);
}

/** I9: where a walk goes on is a line that is stored, and no account is marked read without its lines. */
async function assertMarksBehindRows({ query }: Stage): Promise<void> {
  const ahead = await query(`
    select a.bank_account_id from bank_account a
      where (a.walk_cursor is not null and not exists (
               select from bank_transaction t where t.bank_account_id = a.bank_account_id and t.source_reference = a.walk_cursor))
         or (a.first_pull_at is not null and a.first_pull_count > (
               select count(*) from bank_transaction t where t.bank_account_id = a.bank_account_id))`);
  expect(ahead).toEqual([]);
}

/** I10: one more pull of the same world changes no row. */
async function assertRepeatChangesNothing(stage: Stage): Promise<void> {
  const before = await contents(stage);
  const pullsBefore = await countPulls(stage);
  await stage.pullNow();
  await stage.waitUntilQuiet();
  expect(await countPulls(stage)).toBeGreaterThan(pullsBefore);
  expect(await contents(stage)).toEqual(before);
}

async function contents({ query, control }: Stage): Promise<Row> {
  const tables = [
    'bank_transaction',
    'bank_transaction_revision',
    'statement',
    'statement_movement',
    'allocation',
    'allocation_undo',
    'publication',
  ];
  const digests: Row = { payments: (await control.payments()).length };
  for (const table of tables) {
    const [row] = await query(
      `select count(*) as rows, md5(string_agg(md5(t::text), '' order by md5(t::text))) as digest from ${table} t`,
    );
    digests[table] = row;
  }
  return digests;
}

async function countPulls({ query }: Stage): Promise<number> {
  const [row] = await query(`select count(*)::int as pulls from pull where outcome = 'succeeded'`);
  return Number(row?.pulls);
}

function byFirst([left]: unknown[], [right]: unknown[]): number {
  return Number(left) - Number(right);
}
