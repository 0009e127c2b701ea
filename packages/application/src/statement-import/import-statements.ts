import {
  addStatementAccount,
  deleteFileContents,
  findStatementImport,
  inCompany,
  listBankAccounts,
  listStatementFiles,
  updateStatementFile,
  updateStatementImport,
} from '@onfact-ponto/db';
import type { BankAccount, StatementFile, StatementImport, Transaction } from '@onfact-ponto/db';
import { recordAudit } from '../audit.ts';
import type { Context } from '../context.ts';
import { destinationOf } from './destination.ts';
import { readContent } from './file-content.ts';
import type { FileFindings } from './file-findings.ts';
import { importStatement } from './import-statement.ts';
import { referenceTypeOf } from './look-at-file.ts';
import { isRoot } from './movement-reading.ts';
import { readStatements } from './statement-reading.ts';
import type { StatementReading } from './statement-reading.ts';

type End = 'done' | 'cancelled' | 'failed';

/** How far an import is, in movements. */
type Progress = { doneCount: number };

/**
 * Imports what was started, statement by statement. After a crash the job comes again: statements that are there
 * already are passed by, so it goes on where it stopped. A file with errors brings nothing.
 */
export async function importStatements(
  context: Context,
  { statementImportId }: { statementImportId: string },
): Promise<void> {
  const { companyId } = context;
  const key = { companyId, statementImportId };
  const [found, files] = await inCompany(context.db, companyId, async (tx) => [
    await findStatementImport(tx, key),
    await listStatementFiles(tx, companyId, [statementImportId]),
  ]);
  if (!found || (found.state !== 'waiting' && found.state !== 'importing')) return;

  const progress: Progress = { doneCount: 0 };
  let end: End = 'done';
  for (const file of files) {
    if ((file.findings as FileFindings).refusal !== null) continue;
    end = await importFile(context, found, file, progress);
    if (end !== 'done') break;
  }
  await finish(context, found, end, progress);
}

async function importFile(
  context: Context,
  found: StatementImport,
  file: StatementFile,
  progress: Progress,
): Promise<End> {
  const bytes = await inCompany(context.db, context.companyId, (tx) => readContent(tx, file));
  if (!bytes) return 'failed';
  for (const reading of readStatements(bytes)) {
    if (reading.type === 'issue') continue;
    const { statement } = reading;
    const { isCancelled, account } = await prepare(context, found, statement, progress);
    if (isCancelled) return 'cancelled';
    if (!account) continue;
    const { outcome } = await importStatement(context, {
      file,
      bankAccountId: account.bankAccountId,
      statement,
      onProgress: (writtenCount) => saveProgress(context, found, progress.doneCount + writtenCount),
    });
    await context.crashPoint('import.statement-committed');
    if (outcome === 'imported' || wasExpected(file, statement))
      progress.doneCount += statement.movements.filter(isRoot).length;
  }
  await inCompany(context.db, context.companyId, (tx) =>
    updateStatementFile(tx, file, { importedAt: context.clock.now() }),
  );
  return 'done';
}

/** What must be known before each statement, in one transaction that also says how far the import is. */
async function prepare(
  context: Context,
  found: StatementImport,
  statement: StatementReading,
  { doneCount }: Progress,
): Promise<{ isCancelled: boolean; account: BankAccount | undefined }> {
  const { companyId } = context;
  return inCompany(context.db, companyId, async (tx) => {
    await updateStatementImport(tx, found, { state: 'importing', doneCount });
    const [now, accounts] = await Promise.all([findStatementImport(tx, found), listBankAccounts(tx, companyId)]);
    const isCancelled = now?.isCancelled ?? true;
    const destination = destinationOf(statement, accounts, found.accountChoices);
    if (isCancelled || destination.type !== 'account') return { isCancelled, account: undefined };
    return { isCancelled, account: destination.account ?? (await addAccount(tx, context, statement, destination)) };
  });
}

function addAccount(
  tx: Transaction,
  { companyId }: Context,
  { reference, currency }: StatementReading,
  { paymentAccount }: { paymentAccount: { id: number; name: string } | undefined },
): Promise<BankAccount> {
  return addStatementAccount(tx, {
    companyId,
    reference,
    referenceType: referenceTypeOf(reference),
    currency,
    description: paymentAccount?.name ?? null,
    onfactPaymentAccountId: paymentAccount?.id ?? null,
  });
}

/** One that the preview counted and that this import brought before it was broken off. */
function wasExpected({ findings }: StatementFile, { position }: StatementReading): boolean {
  return (findings as FileFindings).statements.some(
    (statement) => statement.position === position && !statement.isKnown,
  );
}

async function finish(context: Context, found: StatementImport, end: End, { doneCount }: Progress): Promise<void> {
  const { companyId, statementImportId } = found;
  await inCompany(context.db, companyId, async (tx) => {
    await updateStatementImport(tx, found, {
      state: end,
      doneCount,
      finishedAt: context.clock.now(),
      problem: end === 'failed' ? 'content_gone' : null,
    });
    await deleteFileContents(tx, companyId, [statementImportId]);
    await recordAudit(tx, context, {
      action: 'statement-import.finish',
      subject: { type: 'statement-import', id: statementImportId },
      facts: { end },
    });
  });
  context.log.info('import finished', { statementImportId, end });
}

/** Beside the transaction of a long statement, so that others see it grow. */
async function saveProgress(context: Context, found: StatementImport, doneCount: number): Promise<void> {
  await inCompany(context.db, context.companyId, (tx) => updateStatementImport(tx, found, { doneCount }));
}
