import type { StatementFile, StatementImport, StatementIssue, StatementPreview } from '@onfact-ponto/api-contract';
import { describe, expect, it } from 'vitest';
import { overviewOf, statementsOnPage } from './overview.ts';

describe('the page of an import', () => {
  it('lists the statements of an account in the order of the bank, whatever file brought them', () => {
    const files = [
      givenFile('b.cod', [givenStatement({ to: '2026-03-31' }), givenStatement({ to: '2026-01-30' })]),
      givenFile('a.cod', [givenStatement({ to: '2026-02-27' })]),
    ];
    const { accounts } = overviewOf(givenImport(files), 1);
    expect(accounts).toHaveLength(1);
    expect(accounts[0]).toMatchObject({ fileCount: 2, statementCount: 3, to: '2026-03-31' });
    expect(accounts[0]?.statements.map(({ to }) => to)).toEqual(['2026-01-30', '2026-02-27', '2026-03-31']);
  });

  it('keeps two currencies of one number apart', () => {
    const dollars = givenStatement({});
    const files = [
      givenFile('a.cod', [givenStatement({}), { ...dollars, account: { ...dollars.account, currency: 'USD' } }]),
    ];
    expect(overviewOf(givenImport(files), 1).accounts.map(({ account }) => account.currency)).toEqual(['EUR', 'USD']);
  });

  it('puts first what needs a person', () => {
    const files = [
      givenFile('fine.cod', []),
      { ...givenFile('warned.cod', []), warningCount: 1 },
      { ...givenFile('known.cod', []), state: 'already_imported' as const },
      { ...givenFile('broken.cod', []), state: 'refused' as const },
    ];
    expect(overviewOf(givenImport(files), 1).files.map(({ name }) => name)).toEqual([
      'broken.cod',
      'known.cod',
      'warned.cod',
      'fine.cod',
    ]);
  });

  it('says of a file that it waits for an account only when all of it does', () => {
    const waiting = givenStatement({ state: 'unknown_account' });
    const files = [givenFile('a.cod', [waiting, waiting]), givenFile('b.cod', [waiting, givenStatement({})])];
    expect(overviewOf(givenImport(files), 1).files.map((file) => file.waitsFor)).toEqual(['unknown_account', null]);
  });

  it('stays small however many statements and remarks there are, and loses none over its pages', () => {
    const statements = Array.from({ length: 1000 }, (_, index) => givenStatement({ position: index + 1 }));
    const many = Array.from({ length: 200 }, (_, index) => ({
      ...givenFile(`${index}.cod`, index === 0 ? statements : []),
      warningCount: 500,
      issues: Array.from({ length: 100 }, () => givenIssue()),
    }));
    const first = overviewOf(givenImport(many), 1);
    expect(first.accounts[0]?.statements).toHaveLength(statementsOnPage);
    expect(first.files.flatMap(({ issues }) => issues).length).toBeLessThanOrEqual(500);
    expect(first.files[0]?.hiddenIssueCount).toBe(490);

    const pages = Array.from({ length: first.pageCount }, (_, index) => overviewOf(givenImport(many), index + 1));
    const positions = pages.flatMap(({ accounts }) => accounts[0]?.statements.map(({ position }) => position) ?? []);
    expect(new Set(positions).size).toBe(1000);
    expect(new Set(pages.flatMap(({ files }) => files.map(({ name }) => name))).size).toBe(200);
  });

  it('shows its last page to whoever asks for one behind it', () => {
    expect(overviewOf(givenImport([givenFile('a.cod', [])]), 99).page).toBe(1);
    expect(overviewOf(givenImport([]), Number.NaN).page).toBe(1);
  });
});

function givenStatement(facts: Partial<StatementPreview>): StatementPreview {
  const euros = { amount: '0.00', currency: 'EUR' };
  return {
    position: 1,
    state: 'ready',
    account: { reference: 'BE98734331884293', currency: 'EUR', bankAccountId: null, name: 'Zichtrekening' },
    bankName: 'KBC',
    bic: null,
    holderName: null,
    paperNumber: '41',
    sequenceNumber: '041',
    from: '2026-01-01',
    to: '2026-01-30',
    oldBalance: euros,
    movementsTotal: euros,
    newBalance: euros,
    difference: euros,
    isDuplicate: false,
    movementCount: 1,
    newCount: 1,
    knownCount: 0,
    doubtfulCount: 0,
    importedAt: null,
    gapBefore: null,
    ...facts,
  };
}

function givenFile(name: string, statements: StatementPreview[]): StatementFile {
  return {
    id: '018f0000-0000-7000-8000-000000000001',
    name,
    byteCount: 1000,
    hash: 'a'.repeat(64),
    state: 'ready',
    refusal: null,
    importedAt: null,
    encoding: 'windows-1252',
    statements,
    errorCount: 0,
    warningCount: 0,
    issues: [],
  };
}

function givenIssue(): StatementIssue {
  const messages = { nl: 'x', fr: 'x', en: 'x' };
  return { severity: 'warning', code: 'X', line: 1, columns: null, record: null, messages, quotedLine: null };
}

function givenImport(files: StatementFile[]): StatementImport {
  return {
    id: '018f0000-0000-7000-8000-000000000002',
    state: 'previewed',
    createdAt: '2026-11-23T13:02:00.000Z',
    createdBy: 'Mieke',
    startedAt: null,
    finishedAt: null,
    undoneAt: null,
    undoneBy: null,
    counts: { statements: 0, movements: 0, new: 0, known: 0, doubtful: 0, matchedAutomatically: 0 },
    files,
    unknownAccounts: [],
    progress: null,
    undo: { isPossible: false, reason: 'not_started' },
    problem: null,
  };
}
