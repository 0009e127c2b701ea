import type {
  StatementFile,
  StatementImport,
  StatementImportState,
  StatementPreview,
} from '@onfact-ponto/api-contract';

/**
 * What the page of an import shows, cut to what a page can hold: an import may have thousands of statements, and every
 * file a hundred remarks. What needs a person comes first.
 */

export type ListedStatement = StatementPreview & { fileName: string };
export type AccountStatements = Readonly<{
  account: StatementPreview['account'];
  bankName: string | null;
  fileCount: number;
  statementCount: number;
  movementCount: number;
  from: string | null;
  to: string | null;
  firstNumber: string | null;
  lastNumber: string | null;
  /** Of this page, in the order of the bank. */
  statements: readonly ListedStatement[];
}>;
export type ListedFile = Omit<StatementFile, 'statements'> & {
  statementCount: number;
  hiddenIssueCount: number;
  /** Why nothing of it is imported, though it could be. */
  waitsFor: 'unknown_account' | 'skipped' | null;
};

export const statementsOnPage = 20;
export const filesOnPage = 20;
const allIssuesUpToFiles = 10;
const issuesOfManyFiles = 10;

export type Stage = 'check' | 'import' | 'report';

export function stageOf(state: StatementImportState): Stage {
  if (state === 'previewed') return 'check';
  return state === 'waiting' || state === 'importing' ? 'import' : 'report';
}

export function overviewOf(statementImport: StatementImport, page: number) {
  const { files, ...rest } = statementImport;
  const statements = files.flatMap((file) =>
    file.statements.map((statement): ListedStatement => ({ ...statement, fileName: file.name })),
  );
  const byAccount = Object.values(
    Object.groupBy(statements, ({ account }) => `${account.reference} ${account.currency}`),
  ).map((group = []) => group.toSorted(byDay));
  const longest = Math.max(0, ...byAccount.map((group) => group.length));
  const pageCount = Math.max(1, Math.ceil(longest / statementsOnPage), Math.ceil(files.length / filesOnPage));
  const shownPage = Math.min(Math.max(1, Math.trunc(page) || 1), pageCount);
  return {
    ...rest,
    page: shownPage,
    pageCount,
    accounts: byAccount.flatMap((group) => accountOf(group, shownPage) ?? []),
    files: filesOf(files, shownPage),
    fileCounts: {
      all: files.length,
      refused: files.filter(({ state }) => state === 'refused').length,
      alreadyImported: files.filter(({ state }) => state === 'already_imported').length,
    },
    /** What `start` would take. */
    readyCount: statements.filter(({ state }) => state === 'ready').length,
    unansweredCount: rest.unknownAccounts.filter(({ choice }) => choice === null).length,
  };
}
export type ImportOverview = ReturnType<typeof overviewOf>;

function accountOf(statements: readonly ListedStatement[], page: number): AccountStatements | undefined {
  const [first, last] = [statements[0], statements.at(-1)];
  if (!first || !last) return undefined;
  const shown = statements.slice((page - 1) * statementsOnPage, page * statementsOnPage);
  return {
    account: first.account,
    bankName: statements.find(({ bankName }) => bankName !== null)?.bankName ?? first.bic,
    fileCount: new Set(statements.map(({ fileName }) => fileName)).size,
    statementCount: statements.length,
    movementCount: statements.reduce((sum, { movementCount }) => sum + movementCount, 0),
    from: first.from ?? first.to,
    to: last.to ?? last.from,
    firstNumber: first.paperNumber ?? first.sequenceNumber,
    lastNumber: last.paperNumber ?? last.sequenceNumber,
    statements: shown,
  };
}

function byDay(left: StatementPreview, right: StatementPreview): number {
  return dayOf(left).localeCompare(dayOf(right)) || left.position - right.position;
}

function dayOf({ from, to }: StatementPreview): string {
  return to ?? from ?? '';
}

/** Refused ones first, then those that were here already, then those with remarks. */
function filesOf(files: readonly StatementFile[], page: number): ListedFile[] {
  const issueLimit = files.length > allIssuesUpToFiles ? issuesOfManyFiles : Infinity;
  return files
    .toSorted((left, right) => urgencyOf(left) - urgencyOf(right))
    .slice((page - 1) * filesOnPage, page * filesOnPage)
    .map(({ statements, issues, ...file }) => ({
      ...file,
      issues: issues.slice(0, issueLimit),
      statementCount: statements.length,
      waitsFor: waitsFor(statements),
      hiddenIssueCount: Math.max(0, file.errorCount + file.warningCount - Math.min(issues.length, issueLimit)),
    }));
}

function waitsFor(statements: readonly StatementPreview[]): ListedFile['waitsFor'] {
  const [first, ...rest] = statements.map(({ state }) => state);
  if (first !== 'unknown_account' && first !== 'skipped') return null;
  return rest.every((state) => state === first) ? first : null;
}

function urgencyOf({ state, warningCount }: StatementFile): number {
  if (state === 'refused') return 0;
  if (state === 'already_imported') return 1;
  return warningCount > 0 ? 2 : 3;
}
