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
import type { BankAccount, StatementFile, StatementImport } from '@onfact-ponto/db';
import { recordAudit } from '../audit.ts';
import type { Context } from '../context.ts';
import { destinationOf } from './destination.ts';
import { readContent } from './file-content.ts';
import type { FileFindings } from './file-findings.ts';
import { importStatement } from './import-statement.ts';
import { referenceTypeOf } from './look-at-file.ts';
import { readStatements } from './statement-reading.ts';
import type { StatementReading } from './statement-reading.ts';

type End = 'done' | 'cancelled' | 'failed';

/** Counted in movements, written beside the transaction of the statement so that others see it grow. */
type Progress = { within(writtenCount: number): Promise<void>; done(movementCount: number): Promise<void> };

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
  const found = await inCompany(context.db, companyId, (tx) => findStatementImport(tx, key));
  if (!found || (found.state !== 'waiting' && found.state !== 'importing')) return;

  await update(context, key, { state: 'importing', doneCount: 0 });
  const files = await inCompany(context.db, companyId, (tx) => listStatementFiles(tx, companyId, [statementImportId]));
  let doneCount = 0;
  let end: End = 'done';
  const progress: Progress = {
    within: (writtenCount) => update(context, key, { doneCount: doneCount + writtenCount }),
    async done(movementCount) {
      doneCount += movementCount;
      await update(context, key, { doneCount });
    },
  };
  for (const file of files) {
    if ((file.findings as FileFindings).refusal !== null) continue;
    end = await importFile(context, found, file, progress);
    if (end !== 'done') break;
  }
  await finish(context, found, end);
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
    if (await isCancelled(context, found)) return 'cancelled';
    const account = await accountFor(context, found, reading.statement);
    if (!account) continue;
    const { statement } = reading;
    const { outcome } = await importStatement(context, {
      file,
      bankAccountId: account.bankAccountId,
      statement,
      onProgress: progress.within,
    });
    await context.crashPoint('import.statement-committed');
    if (outcome === 'imported' || wasExpected(file, statement)) {
      await progress.done(statement.movements.filter(({ parentOrdinal }) => parentOrdinal === null).length);
    }
  }
  await inCompany(context.db, context.companyId, (tx) =>
    updateStatementFile(tx, file, { importedAt: context.clock.now() }),
  );
  return 'done';
}

/** One that the preview counted and that this import brought before it was broken off. */
function wasExpected({ findings }: StatementFile, { position }: StatementReading): boolean {
  return (findings as FileFindings).statements.some(
    (statement) => statement.position === position && !statement.isKnown,
  );
}

async function accountFor(
  context: Context,
  { accountChoices }: StatementImport,
  statement: StatementReading,
): Promise<BankAccount | undefined> {
  const { companyId } = context;
  return inCompany(context.db, companyId, async (tx) => {
    const destination = destinationOf(statement, await listBankAccounts(tx, companyId), accountChoices);
    if (destination.type !== 'account') return undefined;
    const { account, paymentAccountId } = destination;
    if (account) return account;
    return addStatementAccount(tx, {
      companyId,
      reference: statement.reference,
      referenceType: referenceTypeOf(statement.reference),
      currency: statement.currency,
      description: null,
      onfactPaymentAccountId: paymentAccountId ?? null,
    });
  });
}

async function isCancelled(context: Context, key: StatementImport): Promise<boolean> {
  const now = await inCompany(context.db, context.companyId, (tx) => findStatementImport(tx, key));
  return now?.isCancelled ?? true;
}

async function finish(context: Context, found: StatementImport, end: End): Promise<void> {
  const { companyId, statementImportId } = found;
  await inCompany(context.db, companyId, async (tx) => {
    await updateStatementImport(tx, found, {
      state: end,
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

async function update(
  context: Context,
  key: { companyId: string; statementImportId: string },
  change: Parameters<typeof updateStatementImport>[2],
): Promise<void> {
  await inCompany(context.db, context.companyId, (tx) => updateStatementImport(tx, key, change));
}
