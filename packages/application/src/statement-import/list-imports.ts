import { countImported, inCompany, listStatementFiles, listStatementImports as readPage } from '@onfact-ponto/db';
import type { ImportCounts, StatementFile, StatementImport } from '@onfact-ponto/db';
import type { Context } from '../context.ts';

export type ImportSummary = { found: StatementImport; files: StatementFile[]; counts: ImportCounts | undefined };
export type ImportCursor = { createdAt: Date; statementImportId: string };

/** The imports that were started, newest first. */
export async function listStatementImports(
  context: Context,
  { before, limit }: { before: ImportCursor | undefined; limit: number },
): Promise<{ items: ImportSummary[]; next: ImportCursor | null }> {
  const { companyId } = context;
  return inCompany(context.db, companyId, async (tx) => {
    const rows = await readPage(tx, companyId, { before, limit: limit + 1 });
    const page = rows.slice(0, limit);
    const ids = page.map(({ statementImportId }) => statementImportId);
    const [files, counts] = await Promise.all([
      listStatementFiles(tx, companyId, ids),
      countImported(tx, companyId, ids),
    ]);
    const last = page.at(-1);
    return {
      items: page.map((found) => ({
        found,
        files: files.filter(({ statementImportId }) => statementImportId === found.statementImportId),
        counts: counts.get(found.statementImportId),
      })),
      next: rows.length > limit && last ? last : null,
    };
  });
}
