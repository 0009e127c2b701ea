import { inCompany, schema } from '@onfact-ponto/db';
import type { BankTransaction } from '@onfact-ponto/db';
import { addDays, bankDayOfDate } from '@onfact-ponto/primitives';
import type { IsoDate } from '@onfact-ponto/primitives';
import { afterAll, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest';
import { getAccountHistory, getAccountsOverview } from '../bank-account/account-history.ts';
import type { Context, CrashPoint } from '../context.ts';
import { reconcileCompany } from '../reconciliation/reconcile-company.ts';
import { refreshOpenDocuments } from '../reconciliation/refresh-open-documents.ts';
import {
  connect,
  givenContext,
  givenContextWithBooks,
  mieke,
  pullDue,
  startAgain,
  startTestWorld,
  visitPonto,
} from '../testing/world.ts';
import type { TestWorld } from '../testing/world.ts';
import { completeAuthorization } from '../connection/complete-authorization.ts';
import { cancelStatementImport } from './cancel-import.ts';
import { chooseStatementAccount } from './choose-account.ts';
import { decideDuplicate } from './decide-duplicate.ts';
import { getStatementImport } from './get-import.ts';
import { importStatements } from './import-statements.ts';
import { listImportedMovements } from './list-movements.ts';
import { readImportReport } from './report.ts';
import { startStatementImport } from './start-import.ts';
import { undoStatementImport } from './undo-import.ts';
import { uploadStatements } from './upload-statements.ts';

let world: TestWorld;
let context: Context;
let organizationId: string;
let today: IsoDate;
let accountNumber = 0;
/** The accounts of this test. */
let references: Set<string>;

beforeAll(async () => {
  world = await startTestWorld(inject('databaseOwnerUrl'));
});
afterAll(() => world.stop());
beforeEach(async () => {
  await startAgain(world);
  references = new Set();
  organizationId = world.ponto.world.organizations()[0]?.id ?? '';
  context = await givenContext(world);
  today = bankDayOfDate(world.services.clock.now());
});

describe('looking at a file', () => {
  it('says what it would bring and writes nothing to the ledger', async () => {
    const accountId = givenAccount(130);
    await connectAndPull(accountId);
    const before = await lines();

    const { counts, files } = await look(coda(accountId));
    expect(await lines()).toEqual(before);
    expect(counts).toMatchObject({ movements: 130, new: 30, known: 100, doubtful: 0 });
    expect(files[0]).toMatchObject({
      state: 'ready',
      findings: { errorCount: 0, refusal: null, encoding: 'windows-1252' },
    });
    const [first, second] = files[0]!.statements;
    expect(first).toMatchObject({ state: 'ready', gapBefore: null });
    expect(BigInt(first!.oldBalanceMinor) + BigInt(first!.movementsMinor)).toBe(BigInt(first!.newBalanceMinor));
    expect(second?.oldBalanceMinor).toBe(first?.newBalanceMinor);
  });

  it('expects no doubt that the rest of the file settles, when the bank says little', async () => {
    const accountId = givenAccount(120);
    await connectAndPull(accountId);
    const file = coda(accountId, { texts: 'poor', to: addDays(today, -2) });
    const { counts } = await look(file);
    const { counts: done } = await importAll(file);
    expect(done).toEqual(counts);
  });

  it('refuses a file whole when anything in it does not add up, and quotes the line', async () => {
    const accountId = givenAccount(20);
    await connectAndPull(accountId);
    const published = world.ponto.world.publishedTransactions(accountId);
    const { files } = await look(coda(accountId, { without: [published[3]!] }));
    expect(files[0]).toMatchObject({ state: 'refused', findings: { refusal: 'BALANCE_MISMATCH' } });
    expect(files[0]!.findings.issues[0]).toMatchObject({ severity: 'error', quotedLine: expect.stringMatching(/^8/) });
    expect(files[0]!.statements.every(({ state }) => state === 'refused')).toBe(true);
  });

  it('says what lies between two statements that do not follow each other', async () => {
    const accountId = givenAccount(60);
    await connectAndPull(accountId);
    const [older, newer] = [
      coda(accountId, { to: addDays(today, -20) }),
      coda(accountId, { from: addDays(today, -9) }),
    ];
    const { files } = await look(older, newer);
    const gaps = files.flatMap(({ statements }) => statements).filter(({ gapBefore }) => gapBefore !== null);
    expect(gaps).toHaveLength(1);
    expect(gaps[0]!.gapBefore).toMatchObject({ amountMinor: String(sumBetween(accountId, -19, -10)) });
  });

  it.each([
    ['a PDF', '%PDF-1.7 …', 'NOT_CODA'],
    ['one byte', 'x', 'NOT_CODA'],
    ['camt.053', '<?xml version="1.0"?><Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.02">', 'NOT_CODA'],
    ['MT940', ':20:STARTUMSE\r\n:25:BE68539007547034\r\n', 'NOT_CODA'],
    ['CSV', 'datum;bedrag;mededeling\n01-01-2026;12,50;test\n', 'NOT_CODA'],
  ])('names %s for what it is, and takes the good file beside it', async (_, content, refusal) => {
    const accountId = givenAccount(5);
    await connectAndPull(accountId);
    const { files, counts } = await look(Buffer.from(content), coda(accountId));
    expect(files.map(({ findings }) => findings.refusal)).toEqual([refusal, null]);
    expect(counts.movements).toBe(5);
  });

  it('never attaches a file of a number that is not ours: it asks, and skips', async () => {
    const foreign = givenAccount(10);
    const number = [...references][0]!;
    const own = givenAccount(5);
    await connectAndPull(own);
    const found = await look(coda(foreign));
    expect(found.counts.movements).toBe(0);
    expect(found.unknownAccounts).toMatchObject([
      { reference: number, statementCount: 10, movementCount: 10, choice: null, candidates: [] },
    ]);
    await expect(start(found)).rejects.toMatchObject({ code: 'statement_import_without_content' });
    const [ownAccount] = await accounts();
    const choice = { type: 'bank_account', id: ownAccount!.bankAccountId } as const;
    const wrong = { statementImportId: idOf(found), reference: number, currency: 'EUR', choice };
    await expect(chooseStatementAccount(context, wrong)).rejects.toMatchObject({ code: 'account_choice_not_possible' });
    await chooseStatementAccount(context, { ...wrong, choice: { type: 'skip' } });
    const after = await getStatementImport(context, { statementImportId: idOf(found) });
    expect(after.files[0]!.statements.every(({ state }) => state === 'skipped')).toBe(true);
  });

  it('is for administrators', async () => {
    const user = { ...context, actor: { ...mieke, isAdministrator: false } as typeof mieke };
    await expect(uploadStatements(user, [{ name: 'a.cod', bytes: new Uint8Array([1]) }])).rejects.toMatchObject({
      code: 'forbidden',
    });
  });
});

describe('importing over what Ponto told', () => {
  it('adds what was missing, and nothing twice', async () => {
    const accountId = givenAccount(130);
    await connectAndPull(accountId);
    const found = await importAll(coda(accountId));

    expect(found.counts).toMatchObject({ movements: 130, new: 30, known: 100, doubtful: 0 });
    await expectLedgerOf(accountId);
    const both = (await lines()).filter(({ source }) => source === 'ponto');
    expect(both).toHaveLength(100);
    expect(await witnessed()).toHaveLength(130);
  });

  it('adds nothing when CODA came first and Ponto tells the same', async () => {
    const accountId = givenAccount(80);
    await connectAndPull(accountId);
    await importAll(coda(accountId));
    book(accountId, 30, 0);
    await pullAgain();
    advance(24 * 3_600_000);
    await importAll(coda(accountId));
    await expectLedgerOf(accountId);

    const second = givenAccount(30);
    const other = await givenOtherLinkFirst(second);
    expect(other).toBe(30);
  });

  it('brings nothing new the second time, as file or as statements of another file', async () => {
    const accountId = givenAccount(40);
    await connectAndPull(accountId);
    await importAll(coda(accountId));
    const before = await everything();

    const again = await look(coda(accountId));
    expect(again.files[0]).toMatchObject({ state: 'already_imported', findings: { isKnown: true } });
    await expect(start(again)).rejects.toMatchObject({ code: 'statement_import_without_content' });
    const part = await look(coda(accountId, { from: addDays(today, -12) }));
    expect(part.files[0]!.statements.every(({ state }) => state === 'already_imported')).toBe(true);
    const lineEnds = Buffer.from(Buffer.from(coda(accountId)).toString('latin1').replaceAll('\r\n', '\n'), 'latin1');
    expect((await look(lineEnds)).files[0]).toMatchObject({ findings: { isKnown: true } });
    const repeated = await look(coda(accountId, { duplicate: true }));
    expect(repeated.files[0]!.statements[0]).toMatchObject({ isDuplicate: true, state: 'already_imported' });
    expect(await everything()).toEqual(before);
  });

  it('brings nothing new when other statements tell the same days', async () => {
    const accountId = givenAccount(12);
    book(accountId, 14, -3);
    await connectAndPull(accountId);
    await importAll(coda(accountId));
    const found = await importAll(coda(accountId, { intraday: true }));
    expect(found.counts).toMatchObject({ new: 0, doubtful: 0 });
    await expectLedgerOf(accountId);
    await undoStatementImport(context, key(found));
    await expectLedgerOf(accountId);
  });

  it('fills what Ponto lacked, and has it matched', async () => {
    context = await givenContextWithBooks(world);
    const { ogm } = world.onfact.world.addInvoice(world.onfact.endpoints.companyUuid, { amount: '242.00' });
    const accountId = givenAccount(3);
    const bare = { amount: '242.00', executionDate: addDays(today, -2) };
    const [id] = world.ponto.world.addTransactions(
      accountId,
      [
        {
          ...bare,
          remittanceInformation: decorated(ogm ?? ''),
          remittanceInformationType: 'structured',
          counterpartName: 'Klant',
        },
      ],
      { published: true },
    );
    const file = coda(accountId);
    world.ponto.world.changeTransaction(
      accountId,
      id!,
      { remittanceInformation: null, counterpartName: null },
      { published: true },
    );
    await connectAndPull(accountId);
    await refreshOpenDocuments(context);
    await reconcileCompany(context);
    expect(await allocations()).toHaveLength(0);

    await importAll(file);
    await reconcileCompany(context);
    const line = (await lines()).find(({ amountMinor }) => amountMinor === 242_00n);
    expect(line).toMatchObject({ source: 'ponto', sourceReference: id, allocatedMinor: 242_00n });
    expect(line?.filledFromCoda).toEqual(expect.arrayContaining(['structuredCommunication', 'counterpartName']));
  });

  it('keeps an allocation through the arrival of the other source', async () => {
    context = await givenContextWithBooks(world);
    const { ogm } = world.onfact.world.addInvoice(world.onfact.endpoints.companyUuid, { amount: '242.00' });
    const accountId = givenAccount(2);
    await connectAndPull(accountId);
    world.ponto.world.addTransactions(accountId, [
      {
        amount: '242.00',
        remittanceInformation: decorated(ogm ?? ''),
        remittanceInformationType: 'structured',
        executionDate: addDays(today, -1),
      },
    ]);
    await importAll(coda(accountId));
    await refreshOpenDocuments(context);
    await reconcileCompany(context);
    const [allocation] = await allocations();
    expect((await lines()).find(({ amountMinor }) => amountMinor === 242_00n)).toMatchObject({ source: 'coda' });

    world.ponto.world.synchronizeNow(accountId);
    await pullAgain();
    const line = (await lines()).find(({ amountMinor }) => amountMinor === 242_00n);
    expect(line).toMatchObject({
      source: 'ponto',
      bankTransactionId: allocation?.bankTransactionId,
      allocatedMinor: 242_00n,
    });
    await expectLedgerOf(accountId);
  });

  it('takes no later payment for one that a total without details told', async () => {
    const accountId = givenAccount(0);
    const wage = {
      purposeCode: 'SALA',
      counterpartName: 'Bart Nuyts',
      counterpartReference: 'BE68539007547034',
      remittanceInformation: 'loon 2026-11 personeelsnummer 4417 afdeling magazijn',
    };
    const book = (amount: string, daysAgo: number, published: boolean) =>
      world.ponto.world.addTransactions(
        accountId,
        [{ ...wage, amount, executionDate: addDays(today, -daysAgo) }],
        published ? { published } : {},
      );
    book('-100.00', 12, true);
    book('-200.00', 12, true);
    await connectAndPull(accountId);
    const told = await importAll(coda(accountId, { totals: 'without-details' }));
    expect(told.counts).toMatchObject({ movements: 1, new: 0, known: 1, doubtful: 0 });
    await expectLedgerOf(accountId);

    book('-100.00', 10, false);
    const later = await importAll(coda(accountId, { from: addDays(today, -11) }));
    expect(later.counts).toMatchObject({ movements: 1, new: 1, doubtful: 0 });
    await expectLedgerOf(accountId);
  });

  it('stays one truth after relinking, when Ponto gives new ids', async () => {
    const accountId = givenAccount(120);
    await connectAndPull(accountId);
    await importAll(coda(accountId, { texts: 'poor' }));
    await expectLedgerOf(accountId);

    const { id: again } = world.ponto.world.relinkWithNewIds(accountId);
    await relink(again);
    await expectLedgerOf(again);
  });

  it('leaves a doubt to a person: the same, or both', async () => {
    const accountId = givenAccount(0);
    const day = addDays(today, -4);
    world.ponto.world.addTransactions(
      accountId,
      [
        {
          amount: '50.00',
          executionDate: day,
          counterpartName: 'Peeters Jan',
          counterpartReference: 'BE68539007547034',
          remittanceInformation: 'lidgeld voorjaar zwemclub',
        },
        {
          amount: '75.00',
          executionDate: day,
          counterpartName: 'Peeters Jan',
          counterpartReference: 'BE68539007547034',
          remittanceInformation: 'lidgeld najaar judo',
        },
      ],
      { published: true },
    );
    const file = coda(accountId, { shiftDays: 2, texts: 'poor' });
    const [second, first] = world.ponto.world.publishedTransactions(accountId);
    world.ponto.world.changeTransaction(
      accountId,
      first!,
      { remittanceInformation: 'huur magazijn dertig' },
      { published: true },
    );
    world.ponto.world.changeTransaction(
      accountId,
      second!,
      { remittanceInformation: 'onderhoud ketel kelder' },
      { published: true },
    );
    await connectAndPull(accountId);
    const found = await importAll(file);
    expect(found.counts).toMatchObject({ doubtful: 2, new: 0 });
    const { items } = await listImportedMovements(context, {
      ...key(found),
      outcome: 'doubtful',
      after: undefined,
      limit: 10,
    });
    expect(items.every(({ other }) => other !== null)).toBe(true);

    const [same, both] = items;
    await decideDuplicate(context, { bankTransactionId: same!.movement.bankTransactionId!, decision: 'same' });
    await decideDuplicate(context, { bankTransactionId: both!.movement.bankTransactionId!, decision: 'both' });
    expect((await lines()).map(({ amountMinor }) => amountMinor).toSorted(bySize)).toEqual(
      [50_00n, 75_00n, 75_00n].toSorted(bySize),
    );
    await expect(
      decideDuplicate(context, { bankTransactionId: both!.movement.bankTransactionId!, decision: 'same' }),
    ).rejects.toMatchObject({ code: 'duplicate_already_decided' });
  });

  it('writes a report that says of every movement what became of it', async () => {
    const accountId = givenAccount(130);
    await connectAndPull(accountId);
    const found = await importAll(coda(accountId));
    const chunks: Buffer[] = [];
    for await (const piece of await readImportReport(context, { ...key(found), language: 'nl', format: 'local' })) {
      chunks.push(Buffer.from(piece as Uint8Array));
    }
    const rows = Buffer.concat(chunks).toString('utf8').trimEnd().split('\r\n');
    expect(rows[0]).toMatch(/^\uFEFFBestand;Regel;Resultaat;/);
    expect(rows.filter((row) => row.includes(';Nieuw;'))).toHaveLength(30);
    expect(rows.filter((row) => row.includes(';Al aanwezig;'))).toHaveLength(100);
  });
});

describe('an import that is interrupted', () => {
  it.each(['import.statement-written', 'import.statement-committed'] satisfies CrashPoint[])(
    'leaves whole statements when it dies at %s, and the next run completes it',
    async (point) => {
      const accountId = givenAccount(60);
      await connectAndPull(accountId);
      const found = await look(coda(accountId));
      await start(found);
      for (const passes of [0, 3, 11]) {
        await crashAt(point, passes, () => importStatements(context, key(found)));
        await expectWholeStatements();
      }
      await importStatements(context, key(found));
      await expectLedgerOf(accountId);
      expect((await getStatementImport(context, key(found))).found).toMatchObject({ state: 'done', doneCount: 60 });
    },
  );

  it('stops between two statements when somebody cancels, and what is finished stays', async () => {
    const accountId = givenAccount(60);
    await connectAndPull(accountId);
    const found = await look(coda(accountId));
    await start(found);
    let passes = 0;
    world.onCrashPoint.hook = async (name) => {
      if (name === 'import.statement-committed' && ++passes === 5) await cancelStatementImport(context, key(found));
    };
    await importStatements(context, key(found));
    world.onCrashPoint.hook = () => undefined;
    expect((await getStatementImport(context, key(found))).found.state).toBe('cancelled');
    await expectWholeStatements();
    expect(await statements()).toHaveLength(5);
  });

  it('and a pull of the same account at once give one ledger', async () => {
    const accountId = givenAccount(110);
    await connectAndPull(accountId);
    book(accountId, 120, -3);
    const found = await look(coda(accountId));
    await start(found);
    await Promise.all([importStatements(context, key(found)), pullAgain()]);
    await expectLedgerOf(accountId);
  });

  it('twice at once brings every movement once', async () => {
    const accountId = givenAccount(50);
    await connectAndPull(accountId);
    const [one, other] = [await look(coda(accountId)), await look(coda(accountId, { duplicate: true }))];
    await start(one);
    await start(other);
    await Promise.all([importStatements(context, key(one)), importStatements(context, key(other))]);
    await expectLedgerOf(accountId);
    expect(await statements()).toHaveLength(50);
  });
});

describe('taking an import back', () => {
  it('restores the ledger, and importing again brings all of it', async () => {
    const accountId = givenAccount(130);
    await connectAndPull(accountId);
    const before = (await lines()).map(visible);
    const found = await importAll(coda(accountId));
    await undoStatementImport(context, key(found));
    expect((await lines()).map(visible)).toEqual(before);
    expect((await getStatementImport(context, key(found))).undoObstacle).toBe('already_undone');
    await expect(undoStatementImport(context, key(found))).rejects.toMatchObject({
      code: 'statement_import_not_undoable',
    });

    await importAll(coda(accountId));
    await expectLedgerOf(accountId);
  });

  it('takes back what a rule had booked on it, and refuses when a person had', async () => {
    context = await givenContextWithBooks(world);
    const { ogm } = world.onfact.world.addInvoice(world.onfact.endpoints.companyUuid, { amount: '242.00' });
    const accountId = givenAccount(1);
    await connectAndPull(accountId);
    world.ponto.world.addTransactions(accountId, [
      {
        amount: '242.00',
        remittanceInformation: decorated(ogm ?? ''),
        remittanceInformationType: 'structured',
        executionDate: addDays(today, -1),
      },
    ]);
    const found = await importAll(coda(accountId));
    await refreshOpenDocuments(context);
    await reconcileCompany(context);
    const [booked] = await allocations();
    expect(booked).toMatchObject({ amountMinor: 242_00n });
    await undoStatementImport(context, key(found));
    const undone = await inCompany(context.db, context.companyId, (tx) => tx.select().from(schema.allocationUndo));
    expect(undone.map(({ allocationId }) => allocationId)).toContain(booked?.allocationId);
    expect(world.enqueued.map(({ queue }) => queue)).toContain('retract-allocation');
    expect(await lines()).toHaveLength(1);

    const again = await importAll(coda(accountId));
    await bookByHand(242_00n);
    await expect(undoStatementImport(context, key(again))).rejects.toMatchObject({
      code: 'statement_import_not_undoable',
      details: { reason: 'matched_by_hand' },
    });
  });
});

describe('what the balances prove', () => {
  it('is everything that statements told, and the gap when one is missing', async () => {
    const accountId = givenAccount(60);
    await connectAndPull(accountId);
    await undoPontoLines();
    const [bankAccount] = await accounts();
    await importAll(coda(accountId, { to: addDays(today, -20) }));
    await importAll(coda(accountId, { from: addDays(today, -9), to: addDays(today, -1) }));
    const { overview, intervals } = await getAccountHistory(context, {
      bankAccountId: bankAccount!.bankAccountId,
      from: addDays(today, -40),
    });
    expect(overview.completeness).toMatchObject({ state: 'missing', missingCount: 1 });
    const missing = intervals.find(({ state }) => state === 'missing');
    expect(missing).toMatchObject({ from: addDays(today, -19), missingMinor: sumBetween(accountId, -19, -10) });

    await importAll(coda(accountId));
    const after = await getAccountHistory(context, {
      bankAccountId: bankAccount!.bankAccountId,
      from: addDays(today, -40),
    });
    expect(after.intervals.filter(({ state }) => state === 'missing')).toEqual([]);
  });

  it('says from which day on an account has data, and which CODA would bring the older invoices', async () => {
    context = await givenContextWithBooks(world);
    world.onfact.world.addInvoice(world.onfact.endpoints.companyUuid, { amount: '99.00', date: '2020-03-01' });
    const accountId = givenAccount(150);
    await connectAndPull(accountId);
    await refreshOpenDocuments(context);
    const { items } = await getAccountsOverview(context);
    const bridge = items.find(({ view }) => references.has(view.reference))?.bridge;
    expect(bridge).toMatchObject({ isComplete: false, codaPeriod: { from: '2020-03-01', to: bridge?.dataFrom } });
    expect(bridge?.olderOpenInvoices?.count).toBeGreaterThanOrEqual(1);
  });
});

// --- the stage -------------------------------------------------------------------------------------------------------

/** Companies with books share one world of books, so each account of a test has a number of its own. */
function nextIban(): string {
  accountNumber += 1;
  const base = `998${String(accountNumber).padStart(7, '0')}`;
  const bban = `${base}${String(Number(base) % 97 || 97).padStart(2, '0')}`;
  return `BE${String(98n - (BigInt(`${bban}111400`) % 97n)).padStart(2, '0')}${bban}`;
}

/** One line a day, or five where there are many; the newest yesterday. */
function givenAccount(lineCount: number, reference = nextIban()): string {
  references.add(reference);
  const { id } = world.ponto.world.addAccount(organizationId, { reference, openingBalance: '1000.00' });
  const oldestFirst = Array.from({ length: lineCount }, (_, index) => lineCount - index);
  const perDay = lineCount > 100 ? 5 : 1;
  const booked = oldestFirst.map((number) => line(addDays(today, -Math.ceil(number / perDay)), number));
  world.ponto.world.addTransactions(id, booked, { published: true });
  world.ponto.world.synchronizeNow(id);
  return id;
}

function book(accountId: string, count: number, dayOffset: number): void {
  const booked = Array.from({ length: count }, (_, index) => line(addDays(today, dayOffset), 1_000 + index));
  world.ponto.world.addTransactions(accountId, booked, { published: true });
}

function line(executionDate: string, number: number) {
  return {
    amount: `${number % 3 === 0 ? '-' : ''}${10 + (number % 40)}.50`,
    executionDate,
    counterpartName: `Klant ${number}`,
    counterpartReference: number % 2 === 0 ? 'BE68539007547034' : null,
    remittanceInformation: `factuur ${number} van deze klant`,
  };
}

function coda(accountId: string, options: Parameters<typeof world.ponto.world.codaOf>[1] = {}): Uint8Array {
  return world.ponto.world.codaOf(accountId, options);
}

async function look(...files: Uint8Array[]) {
  const uploaded = files.map((bytes, index) => ({ name: `bestand ${index + 1}.cod`, bytes }));
  const { statementImportId } = await uploadStatements(context, uploaded);
  return getStatementImport(context, { statementImportId });
}

type Found = Awaited<ReturnType<typeof look>>;

function idOf(found: Found): string {
  return found.found.statementImportId;
}

function key(found: Found): { statementImportId: string } {
  return { statementImportId: idOf(found) };
}

async function start(found: Found): Promise<void> {
  await startStatementImport(context, key(found));
}

async function importAll(...files: Uint8Array[]): Promise<Found> {
  const found = await look(...files);
  await start(found);
  await importStatements(context, key(found));
  return getStatementImport(context, key(found));
}

async function connectAndPull(...accountIds: string[]): Promise<void> {
  expect(await connect(context, accountIds)).toEqual({ outcome: 'connected' });
  await pullDue(world);
}

async function relink(...accountIds: string[]): Promise<void> {
  expect(await completeAuthorization(context, await visitPonto(context, { accountIds }))).toEqual({
    outcome: 'connected',
  });
  await pullAgain();
}

async function pullAgain(): Promise<void> {
  await inCompany(context.db, context.companyId, (tx) =>
    tx.update(schema.connection).set({ dueAt: world.services.clock.now() }),
  );
  await pullDue(world);
}

function advance(milliseconds: number): void {
  world.clock.offsetMs += milliseconds;
  world.ponto.world.advanceClock(milliseconds);
  today = bankDayOfDate(world.services.clock.now());
}

/** Lines that count. */
async function lines(): Promise<BankTransaction[]> {
  const rows = await inCompany(context.db, context.companyId, (tx) =>
    tx.select().from(schema.bankTransaction).orderBy(schema.bankTransaction.bankTransactionId),
  );
  const ours = new Set((await accounts()).map(({ bankAccountId }) => bankAccountId));
  return rows.filter((row) => row.withdrawnAt === null && row.doubtfulOf === null && ours.has(row.bankAccountId));
}

/** What the bank booked stands in the ledger once each, and nothing else. */
async function expectLedgerOf(accountId: string): Promise<void> {
  const booked = bookings(accountId).map(({ day, amountMinor }) => `${day} ${amountMinor}`);
  const stored = (await lines()).map(({ executionDate, amountMinor }) => `${executionDate} ${amountMinor}`);
  expect(stored.toSorted()).toEqual(booked.toSorted());
}

/** The oracle: everything that the bank booked. */
function bookings(accountId: string): { day: string; amountMinor: bigint }[] {
  return world.ponto.world
    .bookings(accountId)
    .map(({ executionDate, amountMinor }) => ({ day: executionDate, amountMinor }));
}

function sumBetween(accountId: string, from: number, to: number): bigint {
  const [first, last] = [addDays(today, from), addDays(today, to)];
  return bookings(accountId)
    .filter(({ day }) => day >= first && day <= last)
    .reduce((sum, { amountMinor }) => sum + amountMinor, 0n);
}

function statements() {
  return inCompany(context.db, context.companyId, (tx) => tx.select().from(schema.statement));
}

async function witnessed() {
  const movements = await inCompany(context.db, context.companyId, (tx) => tx.select().from(schema.statementMovement));
  return movements.filter(({ bankTransactionId }) => bankTransactionId !== null);
}

async function expectWholeStatements(): Promise<void> {
  const movements = await inCompany(context.db, context.companyId, (tx) => tx.select().from(schema.statementMovement));
  for (const { statementId, movementCount } of await statements()) {
    expect(movements.filter((movement) => movement.statementId === statementId)).toHaveLength(movementCount);
  }
}

async function crashAt(point: CrashPoint, passes: number, work: () => Promise<unknown>): Promise<void> {
  let left = passes;
  world.onCrashPoint.hook = (name) => {
    if (name === point && left-- === 0) throw new Crash();
  };
  await work().catch((error: unknown) => {
    if (!(error instanceof Crash)) throw error;
  });
  world.onCrashPoint.hook = () => undefined;
}

class Crash extends Error {}

async function accounts() {
  const all = await inCompany(context.db, context.companyId, (tx) => tx.select().from(schema.bankAccount));
  return all.filter(({ reference }) => references.has(reference));
}

async function allocations() {
  const ours = new Set((await lines()).map(({ bankTransactionId }) => bankTransactionId));
  const all = await inCompany(context.db, context.companyId, (tx) => tx.select().from(schema.allocation));
  return all.filter(({ bankTransactionId }) => ours.has(bankTransactionId));
}

async function bookByHand(amountMinor: bigint): Promise<void> {
  const target = (await lines()).find((candidate) => candidate.amountMinor === amountMinor);
  await inCompany(context.db, context.companyId, async (tx) => {
    const documents = await tx.select().from(schema.openDocument);
    const document = documents.find(({ isOpen, allocatedMinor, totalMinor }) => isOpen && allocatedMinor < totalMinor);
    await tx.insert(schema.allocation).values({
      companyId: context.companyId,
      bankTransactionId: target!.bankTransactionId,
      documentId: document!.documentId,
      amountMinor: 1n,
      cause: 'person',
      reasons: [],
      createdAt: context.clock.now(),
      createdBy: 'Mieke',
    });
  });
}

async function undoPontoLines(): Promise<void> {
  await inCompany(context.db, context.companyId, (tx) =>
    tx.update(schema.bankTransaction).set({ withdrawnAt: context.clock.now() }),
  );
}

/** CODA alone first, then the link: how many lines there are after it. */
async function givenOtherLinkFirst(accountId: string): Promise<number> {
  await relink(accountId);
  await importAll(coda(accountId));
  await pullAgain();
  const own = (await accounts()).find(({ pontoAccountId }) => pontoAccountId === accountId);
  return (await lines()).filter(({ bankAccountId }) => bankAccountId === own?.bankAccountId).length;
}

async function everything() {
  return inCompany(context.db, context.companyId, async (tx) => ({
    lines: await tx.select().from(schema.bankTransaction),
    movements: await tx.select().from(schema.statementMovement),
    statements: await tx.select().from(schema.statement),
  }));
}

/** What a user sees of a line. */
function visible({ executionDate, amountMinor, counterpartName, remittanceInformation, source }: BankTransaction) {
  return { executionDate, amountMinor, counterpartName, remittanceInformation, source };
}

function decorated(ogm: string): string {
  return ogm.replace(/^(\d{3})(\d{4})(\d{5})$/, '+++$1/$2/$3+++');
}

function bySize(left: bigint, right: bigint): number {
  return Number(left - right);
}
