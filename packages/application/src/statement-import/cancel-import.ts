import { inCompany, lockStatementImport, updateStatementImport } from '@onfact-ponto/db';
import { recordAudit } from '../audit.ts';
import type { Context } from '../context.ts';
import { ApplicationError } from '../errors.ts';
import { assertMayImport } from './assert-may-import.ts';

/** Asks a running import to stop: the statement that is being written is finished, no other is begun. */
export async function cancelStatementImport(
  context: Context,
  { statementImportId }: { statementImportId: string },
): Promise<void> {
  const { companyId } = context;
  assertMayImport(context.actor);
  await inCompany(context.db, companyId, async (tx) => {
    const found = await lockStatementImport(tx, { companyId, statementImportId });
    if (!found) throw new ApplicationError('statement_import_not_found');
    if (found.state !== 'waiting' && found.state !== 'importing') {
      throw new ApplicationError('statement_import_not_running');
    }
    await updateStatementImport(tx, found, { isCancelled: true });
    await recordAudit(tx, context, {
      action: 'statement-import.cancel',
      subject: { type: 'statement-import', id: statementImportId },
    });
  });
}
