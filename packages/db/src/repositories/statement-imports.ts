import { and, asc, desc, eq, inArray, lt, ne, or, sql } from 'drizzle-orm';
import type { Transaction } from '../database.ts';
import {
  allocation,
  allocationUndo,
  bankTransaction,
  statement,
  statementFile,
  statementFileChunk,
  statementImport,
  statementMovement,
} from '../schema/index.ts';
import { isFileOfStatement, isMovementOfStatement } from './statement-joins.ts';

export type { AccountChoice } from '../schema/statement.ts';
export type StatementImport = typeof statementImport.$inferSelect;
export type StatementFile = typeof statementFile.$inferSelect;
type Key = Pick<StatementImport, 'companyId' | 'statementImportId'>;

export async function insertStatementImport(
  tx: Transaction,
  row: typeof statementImport.$inferInsert,
): Promise<StatementImport> {
  const [added] = await tx.insert(statementImport).values(row).returning();
  if (!added) throw new Error('An import was not inserted');
  return added;
}

export async function findStatementImport(tx: Transaction, key: Key): Promise<StatementImport | undefined> {
  const [row] = await tx.select().from(statementImport).where(isImport(key));
  return row;
}

/** Whoever changes the state of an import holds it. */
export async function lockStatementImport(tx: Transaction, key: Key): Promise<StatementImport | undefined> {
  const [row] = await tx.select().from(statementImport).where(isImport(key)).for('update');
  return row;
}

export async function updateStatementImport(
  tx: Transaction,
  key: Key,
  change: Partial<typeof statementImport.$inferInsert>,
): Promise<void> {
  await tx.update(statementImport).set(change).where(isImport(key));
}

/** Imports that were started, newest first. */
export async function listStatementImports(
  tx: Transaction,
  companyId: string,
  { before, limit }: { before: { createdAt: Date; statementImportId: string } | undefined; limit: number },
): Promise<StatementImport[]> {
  return tx
    .select()
    .from(statementImport)
    .where(
      and(
        eq(statementImport.companyId, companyId),
        ne(statementImport.state, 'previewed'),
        before &&
          or(
            lt(statementImport.createdAt, before.createdAt),
            and(
              eq(statementImport.createdAt, before.createdAt),
              lt(statementImport.statementImportId, before.statementImportId),
            ),
          ),
      ),
    )
    .orderBy(desc(statementImport.createdAt), desc(statementImport.statementImportId))
    .limit(limit);
}

/** Forgets what was only looked at, with all its bytes. */
export async function deletePreviewsBefore(tx: Transaction, companyId: string, before: Date): Promise<void> {
  const old = await tx
    .select({ statementImportId: statementImport.statementImportId })
    .from(statementImport)
    .where(
      and(
        eq(statementImport.companyId, companyId),
        eq(statementImport.state, 'previewed'),
        lt(statementImport.createdAt, before),
      ),
    );
  const ids = old.map(({ statementImportId }) => statementImportId);
  if (ids.length === 0) return;
  await deleteFileContents(tx, companyId, ids);
  await tx
    .delete(statementFile)
    .where(and(eq(statementFile.companyId, companyId), inArray(statementFile.statementImportId, ids)));
  await tx
    .delete(statementImport)
    .where(and(eq(statementImport.companyId, companyId), inArray(statementImport.statementImportId, ids)));
}

export async function insertStatementFile(
  tx: Transaction,
  row: typeof statementFile.$inferInsert,
  content: Uint8Array,
): Promise<void> {
  const [added] = await tx.insert(statementFile).values(row).returning();
  if (!added) throw new Error('A file was not inserted');
  const { companyId, statementFileId } = added;
  for (let start = 0, position = 0; start < content.length; start += chunkBytes, position += 1) {
    const piece = Buffer.from(content.subarray(start, start + chunkBytes));
    await tx.insert(statementFileChunk).values({ companyId, statementFileId, position, content: piece });
  }
}

const chunkBytes = 512 * 1024;

export async function updateStatementFile(
  tx: Transaction,
  { companyId, statementFileId }: Pick<StatementFile, 'companyId' | 'statementFileId'>,
  change: Partial<Pick<StatementFile, 'findings' | 'importedAt'>>,
): Promise<void> {
  await tx
    .update(statementFile)
    .set(change)
    .where(and(eq(statementFile.companyId, companyId), eq(statementFile.statementFileId, statementFileId)));
}

export async function listStatementFiles(
  tx: Transaction,
  companyId: string,
  statementImportIds: readonly string[],
): Promise<StatementFile[]> {
  if (statementImportIds.length === 0) return [];
  return tx
    .select()
    .from(statementFile)
    .where(
      and(eq(statementFile.companyId, companyId), inArray(statementFile.statementImportId, [...statementImportIds])),
    )
    .orderBy(asc(statementFile.statementImportId), asc(statementFile.position));
}

/** The bytes as they were kept; empty when they are gone. */
export async function readFileContent(
  tx: Transaction,
  { companyId, statementFileId }: Pick<StatementFile, 'companyId' | 'statementFileId'>,
): Promise<Uint8Array> {
  const chunks = await tx
    .select({ content: statementFileChunk.content })
    .from(statementFileChunk)
    .where(and(eq(statementFileChunk.companyId, companyId), eq(statementFileChunk.statementFileId, statementFileId)))
    .orderBy(statementFileChunk.position);
  return Buffer.concat(chunks.map(({ content }) => content));
}

/** The bytes of imports that have ended are needed no more. */
export async function deleteFileContents(
  tx: Transaction,
  companyId: string,
  statementImportIds: readonly string[],
): Promise<void> {
  const files = tx
    .select({ statementFileId: statementFile.statementFileId })
    .from(statementFile)
    .where(
      and(eq(statementFile.companyId, companyId), inArray(statementFile.statementImportId, [...statementImportIds])),
    );
  await tx
    .delete(statementFileChunk)
    .where(and(eq(statementFileChunk.companyId, companyId), inArray(statementFileChunk.statementFileId, files)));
}

/** When a file with this content was imported, if what it brought still stands. */
export async function findImportedFile(
  tx: Transaction,
  companyId: string,
  contentHash: string,
): Promise<{ importedAt: Date } | undefined> {
  const [row] = await tx
    .select({ importedAt: statementFile.importedAt })
    .from(statementFile)
    .innerJoin(
      statementImport,
      and(
        eq(statementImport.companyId, statementFile.companyId),
        eq(statementImport.statementImportId, statementFile.statementImportId),
      ),
    )
    .where(
      and(
        eq(statementFile.companyId, companyId),
        eq(statementFile.contentHash, contentHash),
        sql`${statementFile.importedAt} is not null`,
        ne(statementImport.state, 'undone'),
      ),
    )
    .orderBy(desc(statementFile.importedAt))
    .limit(1);
  return row?.importedAt ? { importedAt: row.importedAt } : undefined;
}

export type ImportCounts = {
  statements: number;
  movements: number;
  new: number;
  known: number;
  doubtful: number;
  matchedAutomatically: number;
};

/** What became of the movements of imports, by import id. A doubt that somebody settled counts as what it became. */
export async function countImported(
  tx: Transaction,
  companyId: string,
  statementImportIds: readonly string[],
): Promise<Map<string, ImportCounts>> {
  if (statementImportIds.length === 0) return new Map();
  const rows = await tx
    .select({
      statementImportId: statement.statementImportId,
      statements: sql<number>`count(distinct ${statement.statementId})::int`,
      movements: counted(sql`${statementMovement.parentOrdinal} is null`),
      new: counted(outcome('new')),
      known: counted(outcome('known')),
      doubtful: counted(outcome('doubtful')),
      matchedAutomatically: counted(sql`exists (
        select from allocation made
        where made.company_id = ${statementMovement.companyId}
          and made.bank_transaction_id = ${statementMovement.bankTransactionId} and made.cause = 'rule'
          and made.created_at >= ${statement.importedAt}
          and not exists (select from allocation_undo undo
            where undo.company_id = made.company_id and undo.allocation_id = made.allocation_id))`),
    })
    .from(statement)
    .leftJoin(statementMovement, isMovementOfStatement)
    .where(and(eq(statement.companyId, companyId), inArray(statement.statementImportId, [...statementImportIds])))
    .groupBy(statement.statementImportId);
  return new Map(rows.map(({ statementImportId, ...counts }) => [statementImportId, counts]));
}

function counted(condition: ReturnType<typeof sql>) {
  return sql<number>`(count(*) filter (where ${condition}))::int`;
}

function outcome(wanted: 'new' | 'known' | 'doubtful') {
  return sql`${statementMovement.outcome} = ${wanted} and ${statementMovement.parentOrdinal} is null`;
}

export type ImportedMovementRow = {
  movement: typeof statementMovement.$inferSelect;
  file: { name: string; position: number };
};

export type MovementPlace = { filePosition: number; statementPosition: number; ordinal: number };

/** What became of each movement, in the order of the files; explanations are left out. */
export async function listImportedMovements(
  tx: Transaction,
  { companyId, statementImportId }: Key,
  options: {
    outcome: 'new' | 'known' | 'doubtful' | undefined;
    after: MovementPlace | undefined;
    limit: number;
  },
): Promise<(ImportedMovementRow & { place: MovementPlace })[]> {
  const { after } = options;
  const rows = await tx
    .select({
      movement: statementMovement,
      file: { name: statementFile.name, position: statementFile.position },
      statementPosition: statement.position,
    })
    .from(statementMovement)
    .innerJoin(statement, isMovementOfStatement)
    .innerJoin(statementFile, isFileOfStatement)
    .where(
      and(
        eq(statementMovement.companyId, companyId),
        eq(statement.statementImportId, statementImportId),
        ne(statementMovement.outcome, 'explains'),
        options.outcome && eq(statementMovement.outcome, options.outcome),
        after &&
          sql`(${statementFile.position}, ${statement.position}, ${statementMovement.ordinal})
            > (${after.filePosition}, ${after.statementPosition}, ${after.ordinal})`,
      ),
    )
    .orderBy(statementFile.position, statement.position, statementMovement.ordinal)
    .limit(options.limit);
  return rows.map(({ movement, file, statementPosition }) => ({
    movement,
    file,
    place: { filePosition: file.position, statementPosition, ordinal: movement.ordinal },
  }));
}

/** Lines that only this import tells of and that a person matched: they keep it from being undone. */
export async function countMatchedByHand(tx: Transaction, { companyId, statementImportId }: Key): Promise<number> {
  const [row] = await tx
    .select({ count: sql<number>`count(distinct ${bankTransaction.bankTransactionId})::int` })
    .from(statement)
    .innerJoin(statementMovement, isMovementOfStatement)
    .innerJoin(
      bankTransaction,
      and(
        eq(bankTransaction.companyId, statementMovement.companyId),
        eq(bankTransaction.bankTransactionId, statementMovement.bankTransactionId),
        eq(bankTransaction.source, 'coda'),
      ),
    )
    .innerJoin(
      allocation,
      and(
        eq(allocation.companyId, bankTransaction.companyId),
        eq(allocation.bankTransactionId, bankTransaction.bankTransactionId),
        eq(allocation.cause, 'person'),
      ),
    )
    .leftJoin(
      allocationUndo,
      and(eq(allocationUndo.companyId, allocation.companyId), eq(allocationUndo.allocationId, allocation.allocationId)),
    )
    .where(
      and(
        eq(statement.companyId, companyId),
        eq(statement.statementImportId, statementImportId),
        sql`${allocationUndo.undoneAt} is null`,
      ),
    );
  return row?.count ?? 0;
}

function isImport({ companyId, statementImportId }: Key) {
  return and(eq(statementImport.companyId, companyId), eq(statementImport.statementImportId, statementImportId));
}
