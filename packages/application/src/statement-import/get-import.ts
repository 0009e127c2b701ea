import {
  countImported,
  findStatementImport,
  inCompany,
  listBankAccounts,
  listStatementFiles,
  listStatementsOfImport,
} from '@onfact-ponto/db';
import type {
  AccountChoice,
  BankAccount,
  ImportCounts,
  Statement,
  StatementFile,
  StatementImport,
  Transaction,
} from '@onfact-ponto/db';
import type { Context } from '../context.ts';
import { ApplicationError } from '../errors.ts';
import { listAccountCandidates } from './account-candidates.ts';
import type { AccountCandidate } from './account-candidates.ts';
import { destinationOf } from './destination.ts';
import type { FileFindings, StatementFindings } from './file-findings.ts';
import { whyNotUndoable } from './undo-import.ts';
import type { UndoObstacle } from './undo-import.ts';

export type StatementState =
  'ready' | 'unknown_account' | 'skipped' | 'already_imported' | 'refused' | 'imported' | 'undone';

export type StatementView = StatementFindings & { state: StatementState; account: BankAccount | undefined };

export type FileView = {
  file: StatementFile;
  findings: FileFindings;
  state: 'ready' | 'already_imported' | 'refused' | 'imported' | 'undone';
  importedAt: Date | null;
  statements: StatementView[];
};

export type UnknownAccount = {
  reference: string;
  currency: string;
  statementCount: number;
  movementCount: number;
  choice: AccountChoice['choice'] | null;
  candidates: AccountCandidate[];
};

export type ImportView = {
  found: StatementImport;
  counts: ImportCounts;
  files: FileView[];
  unknownAccounts: UnknownAccount[];
  progress: {
    doneCount: number;
    totalCount: number;
    perSecond: number | null;
    remainingSeconds: number | null;
    isStopping: boolean;
  } | null;
  undoObstacle: UndoObstacle | null;
};

/** An import as it is now: what it would do, how far it is, or what it did. */
export async function getStatementImport(
  context: Context,
  { statementImportId }: { statementImportId: string },
): Promise<ImportView> {
  const { companyId } = context;
  const view = await inCompany(context.db, companyId, async (tx) => {
    const found = await findStatementImport(tx, { companyId, statementImportId });
    if (!found) throw new ApplicationError('statement_import_not_found');
    return viewOf(tx, context, found);
  });
  const { unknownAccounts } = view;
  if (view.found.state !== 'previewed' || unknownAccounts.length === 0) return view;
  const candidates = await listAccountCandidates(context);
  return {
    ...view,
    unknownAccounts: unknownAccounts.map((unknown) => ({
      ...unknown,
      candidates: candidates.filter(candidatesFor(unknown)),
    })),
  };
}

async function viewOf(tx: Transaction, context: Context, found: StatementImport): Promise<ImportView> {
  const { companyId, statementImportId } = found;
  const [files, statements, accounts, counts, undoObstacle] = await Promise.all([
    listStatementFiles(tx, companyId, [statementImportId]),
    listStatementsOfImport(tx, companyId, statementImportId),
    listBankAccounts(tx, companyId),
    countImported(tx, companyId, [statementImportId]),
    whyNotUndoable(tx, found),
  ]);
  const views = files.map((file) => fileViewOf(file, found, statements, accounts));
  return {
    found,
    counts: found.state === 'previewed' ? expectedOf(views) : (counts.get(statementImportId) ?? noCounts),
    files: views,
    unknownAccounts: found.state === 'previewed' ? unknownOf(views, found) : [],
    progress: progressOf(found, context.clock.now()),
    undoObstacle,
  };
}

function fileViewOf(
  file: StatementFile,
  found: StatementImport,
  imported: readonly Statement[],
  accounts: readonly BankAccount[],
): FileView {
  const findings = file.findings as FileFindings;
  const statements = findings.statements.map((statement) => {
    const stored = imported.find(
      ({ statementFileId, position }) => statementFileId === file.statementFileId && position === statement.position,
    );
    const account = accounts.find(
      ({ bankAccountId }) => bankAccountId === (stored?.bankAccountId ?? statement.bankAccountId),
    );
    return { ...statement, account, state: stateOf(statement, findings, stored, accounts, found) };
  });
  return { file, findings, statements, importedAt: file.importedAt, state: fileStateOf(findings, found, statements) };
}

function stateOf(
  statement: StatementFindings,
  { refusal }: FileFindings,
  stored: Statement | undefined,
  accounts: readonly BankAccount[],
  { accountChoices }: StatementImport,
): StatementState {
  if (stored) return stored.undoneAt ? 'undone' : 'imported';
  if (refusal !== null) return 'refused';
  if (statement.isKnown) return 'already_imported';
  const destination = destinationOf(statement, accounts, accountChoices);
  if (destination.type === 'skip') return 'skipped';
  return destination.type === 'unknown' ? 'unknown_account' : 'ready';
}

function fileStateOf({ refusal }: FileFindings, { state }: StatementImport, statements: readonly StatementView[]) {
  if (refusal !== null) return 'refused';
  if (statements.length > 0 && statements.every((statement) => statement.state === 'already_imported')) {
    return 'already_imported';
  }
  if (state === 'undone') return 'undone';
  return statements.some((statement) => statement.state === 'imported') ? 'imported' : 'ready';
}

const noCounts: ImportCounts = { statements: 0, movements: 0, new: 0, known: 0, doubtful: 0, matchedAutomatically: 0 };

/** What would come of it, of the statements that can be imported; those of unknown accounts are not counted. */
function expectedOf(files: readonly FileView[]): ImportCounts {
  const ready = files
    .flatMap(({ statements }) => statements)
    .filter(({ state }) => state === 'ready' || state === 'already_imported');
  const sum = (count: (statement: StatementView) => number) =>
    ready.reduce((total, statement) => total + count(statement), 0);
  return {
    statements: ready.length,
    movements: sum(({ movementCount }) => movementCount),
    new: sum(({ newCount }) => newCount),
    known: sum(({ knownCount }) => knownCount),
    doubtful: sum(({ doubtfulCount }) => doubtfulCount),
    matchedAutomatically: 0,
  };
}

function unknownOf(files: readonly FileView[], { accountChoices }: StatementImport): UnknownAccount[] {
  const statements = files.flatMap((file) => file.statements).filter(({ state }) => state !== 'refused');
  const open = statements.filter(
    ({ reference, currency, state }) =>
      state === 'unknown_account' || choiceOf(accountChoices, reference, currency) !== null,
  );
  return [...Map.groupBy(open, ({ reference, currency }) => `${reference} ${currency}`).values()].map((same) => {
    const { reference = '', currency = '' } = same[0] ?? {};
    return {
      reference,
      currency,
      statementCount: same.length,
      movementCount: same.reduce((total, { movementCount }) => total + movementCount, 0),
      choice: choiceOf(accountChoices, reference, currency),
      candidates: [],
    };
  });
}

function choiceOf(
  choices: readonly AccountChoice[],
  reference: string,
  currency: string,
): AccountChoice['choice'] | null {
  return choices.find((choice) => choice.reference === reference && choice.currency === currency)?.choice ?? null;
}

/** A number that is an IBAN is only ever the account with that IBAN: anything else would be another's money. */
export function candidatesFor({ reference, currency }: { reference: string; currency: string }) {
  return (candidate: AccountCandidate): boolean =>
    (candidate.currency === null || candidate.currency === currency) &&
    (candidate.reference === null ||
      candidate.reference === reference ||
      !isIbanLike(reference) ||
      !isIbanLike(candidate.reference));
}

function isIbanLike(reference: string): boolean {
  return /^[A-Z]{2}\d{2}/.test(reference);
}

function progressOf(found: StatementImport, now: Date): ImportView['progress'] {
  if (found.state !== 'waiting' && found.state !== 'importing') return null;
  const { doneCount, totalCount, startedAt } = found;
  const seconds = startedAt ? (now.getTime() - startedAt.getTime()) / 1000 : 0;
  const perSecond = doneCount > 0 && seconds > 0 ? doneCount / seconds : null;
  return {
    doneCount,
    totalCount,
    isStopping: found.isCancelled,
    perSecond: perSecond === null ? null : Math.round(perSecond * 10) / 10,
    remainingSeconds: perSecond === null ? null : Math.ceil(Math.max(0, totalCount - doneCount) / perSecond),
  };
}
