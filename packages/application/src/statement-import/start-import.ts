import {
  inCompany,
  listBankAccounts,
  listStatementFiles,
  lockStatementImport,
  updateStatementImport,
} from '@onfact-ponto/db';
import { recordAudit } from '../audit.ts';
import type { Context } from '../context.ts';
import { ApplicationError } from '../errors.ts';
import { importStatements } from '../jobs/definitions.ts';
import { assertMayImport } from './assert-may-import.ts';
import type { FileFindings } from './file-findings.ts';
import { destinationOf } from './destination.ts';

/** Hands an import that was looked at to the worker. */
export async function startStatementImport(
  context: Context,
  { statementImportId }: { statementImportId: string },
): Promise<void> {
  const { companyId } = context;
  assertMayImport(context.actor);
  await inCompany(context.db, companyId, async (tx) => {
    const found = await lockStatementImport(tx, { companyId, statementImportId });
    if (!found) throw new ApplicationError('statement_import_not_found');
    if (found.state !== 'previewed') throw new ApplicationError('statement_import_started');

    const accounts = await listBankAccounts(tx, companyId);
    const files = await listStatementFiles(tx, companyId, [statementImportId]);
    const statements = files.flatMap(({ findings }) => {
      const { refusal, statements: all } = findings as FileFindings;
      return refusal === null ? all : [];
    });
    const importable = statements.filter(
      (statement) => !statement.isKnown && destinationOf(statement, accounts, found.accountChoices).type === 'account',
    );
    if (importable.length === 0) throw new ApplicationError('statement_import_without_content');

    await updateStatementImport(tx, found, {
      state: 'waiting',
      startedAt: context.clock.now(),
      totalCount: importable.reduce((total, { movementCount }) => total + movementCount, 0),
    });
    await context.jobs.enqueue(tx, importStatements, { companyId, statementImportId });
    await recordAudit(tx, context, {
      action: 'statement-import.start',
      subject: { type: 'statement-import', id: statementImportId },
      facts: { statementCount: String(importable.length) },
    });
  });
}
