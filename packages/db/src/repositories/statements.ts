import { and, asc, desc, eq, gte, isNull, lte, sql } from 'drizzle-orm';
import type { Transaction } from '../database.ts';
import { statement, statementFile, statementMovement } from '../schema/index.ts';
import type { AccountPlace, StatementMovement } from './ledger.ts';
import { asArray, asColumns, asJson } from './parameters.ts';
import { isFileOfStatement, isMovementOfStatement } from './statement-joins.ts';

export type Statement = typeof statement.$inferSelect;

/** Adds a statement. False when the account has it already; then nothing changes. */
export async function insertStatement(tx: Transaction, row: typeof statement.$inferInsert): Promise<boolean> {
  const rows = await tx.insert(statement).values(row).onConflictDoNothing().returning({ id: statement.statementId });
  return rows.length === 1;
}

/** Which of these statements stand imported, by identity. */
export async function findStatements(
  tx: Transaction,
  { companyId, bankAccountId }: AccountPlace,
  identities: readonly string[],
): Promise<Map<string, Statement>> {
  if (identities.length === 0) return new Map();
  const rows = await tx
    .select()
    .from(statement)
    .where(
      and(
        eq(statement.companyId, companyId),
        eq(statement.bankAccountId, bankAccountId),
        isNull(statement.undoneAt),
        sql`${statement.identity} = any(${asArray(identities)}::text[])`,
      ),
    );
  return new Map(rows.map((row) => [row.identity, row]));
}

/** The statements of an account that stand, by period; those that touch it when one is given. */
export async function listStatements(
  tx: Transaction,
  { companyId, bankAccountId }: AccountPlace,
  period?: { from: string; to: string },
): Promise<Statement[]> {
  return tx
    .select()
    .from(statement)
    .where(
      and(
        eq(statement.companyId, companyId),
        eq(statement.bankAccountId, bankAccountId),
        isNull(statement.undoneAt),
        period && lte(statement.oldBalanceDate, period.to),
        period && gte(statement.newBalanceDate, period.from),
      ),
    )
    .orderBy(asc(statement.newBalanceDate), asc(statement.oldBalanceDate), asc(statement.importedAt));
}

/** The statement that ends last before or on a day. */
export async function findStatementBefore(
  tx: Transaction,
  { companyId, bankAccountId }: AccountPlace,
  day: string,
): Promise<Statement | undefined> {
  const [row] = await tx
    .select()
    .from(statement)
    .where(
      and(
        eq(statement.companyId, companyId),
        eq(statement.bankAccountId, bankAccountId),
        isNull(statement.undoneAt),
        lte(statement.newBalanceDate, day),
      ),
    )
    .orderBy(desc(statement.newBalanceDate), desc(statement.importedAt))
    .limit(1);
  return row;
}

export async function listStatementsOfImport(
  tx: Transaction,
  companyId: string,
  statementImportId: string,
): Promise<Statement[]> {
  return tx
    .select()
    .from(statement)
    .where(and(eq(statement.companyId, companyId), eq(statement.statementImportId, statementImportId)))
    .orderBy(statement.statementFileId, statement.position);
}

export async function markStatementUndone(
  tx: Transaction,
  { companyId, statementId }: Pick<Statement, 'companyId' | 'statementId'>,
  undoneAt: Date,
): Promise<void> {
  await tx
    .update(statement)
    .set({ undoneAt })
    .where(and(eq(statement.companyId, companyId), eq(statement.statementId, statementId)));
}

export type NewMovement = Omit<StatementMovement, 'companyId' | 'statementId' | 'bankAccountId' | 'decision'>;

/** Adds movements: one statement with one JSON parameter. */
export async function insertStatementMovements(
  tx: Transaction,
  { companyId, bankAccountId, statementId }: AccountPlace & { statementId: string },
  movements: readonly NewMovement[],
): Promise<void> {
  if (movements.length === 0) return;
  await tx.execute(sql`
    insert into statement_movement (company_id, statement_id, bank_account_id, told_by_transaction_ids,
      ${sql.raw(movementColumns)})
    select ${companyId}, ${statementId}, ${bankAccountId},
      case when jsonb_typeof(told_by_transaction_ids) = 'array'
        then array(select jsonb_array_elements_text(told_by_transaction_ids)::uuid) end,
      ${sql.raw(movementColumns)}
    from jsonb_to_recordset(${asJson(movements.map(asRow))}::jsonb)
      as movement(told_by_transaction_ids jsonb, ${sql.raw(movementTypes)})`);
}

const movementTypes = `statement_movement_id uuid, ordinal integer, parent_ordinal integer, line integer,
  sequence_number integer, execution_date date, amount_minor bigint, transaction_code text, content_hash text,
  content jsonb, outcome text, reason text, bank_transaction_id uuid`;
const movementColumns = movementTypes
  .split(',')
  .map((column) => column.trim().split(' ')[0] ?? '')
  .join(', ');

/** `content` keeps its own names. */
function asRow(movement: NewMovement): object {
  return { ...asColumns(movement), content: movement.content };
}

export type WitnessChange = Partial<Pick<StatementMovement, 'outcome' | 'reason' | 'decision'>> & {
  statementMovementId: string;
  bankTransactionId: string | null;
  toldByTransactionIds?: readonly string[];
};

/** Lets movements witness another line, or none. */
export async function setWitnesses(
  tx: Transaction,
  companyId: string,
  changes: readonly WitnessChange[],
): Promise<void> {
  for (const { statementMovementId, toldByTransactionIds, ...change } of changes) {
    await tx
      .update(statementMovement)
      .set({ ...change, ...(toldByTransactionIds ? { toldByTransactionIds: [...toldByTransactionIds] } : {}) })
      .where(
        and(eq(statementMovement.companyId, companyId), eq(statementMovement.statementMovementId, statementMovementId)),
      );
  }
}

/** Root movements of the same account and days whose content is equal: a statement that repeats finds its own. */
export async function listMovementsOn(
  tx: Transaction,
  { companyId, bankAccountId }: AccountPlace,
  statementIds: readonly string[],
): Promise<StatementMovement[]> {
  if (statementIds.length === 0) return [];
  return tx
    .select()
    .from(statementMovement)
    .where(
      and(
        eq(statementMovement.companyId, companyId),
        eq(statementMovement.bankAccountId, bankAccountId),
        sql`${statementMovement.statementId} = any(${asArray(statementIds)}::uuid[])`,
        isNull(statementMovement.parentOrdinal),
      ),
    );
}

export async function listMovementsOfStatement(
  tx: Transaction,
  { companyId, statementId }: Pick<Statement, 'companyId' | 'statementId'>,
): Promise<StatementMovement[]> {
  return tx
    .select()
    .from(statementMovement)
    .where(and(eq(statementMovement.companyId, companyId), eq(statementMovement.statementId, statementId)))
    .orderBy(statementMovement.ordinal);
}

/** Of one line, with the file that each movement stands in. */
export async function listMovementsOfTransaction(tx: Transaction, companyId: string, bankTransactionId: string) {
  return tx
    .select({
      movement: statementMovement,
      file: { name: statementFile.name, statementImportId: statementFile.statementImportId },
    })
    .from(statementMovement)
    .innerJoin(statement, isMovementOfStatement)
    .innerJoin(statementFile, isFileOfStatement)
    .where(
      and(
        eq(statementMovement.companyId, companyId),
        sql`(${statementMovement.bankTransactionId} = ${bankTransactionId}
          or ${statementMovement.toldByTransactionIds} @> array[${bankTransactionId}::uuid])`,
      ),
    )
    .orderBy(statement.importedAt, statementMovement.ordinal);
}

/** The details that explain these movements. */
export async function listDetailsOfMovement(
  tx: Transaction,
  { companyId, statementId, ordinal }: Pick<StatementMovement, 'companyId' | 'statementId' | 'ordinal'>,
): Promise<StatementMovement[]> {
  return tx
    .select()
    .from(statementMovement)
    .where(
      and(
        eq(statementMovement.companyId, companyId),
        eq(statementMovement.statementId, statementId),
        eq(statementMovement.parentOrdinal, ordinal),
      ),
    )
    .orderBy(statementMovement.ordinal);
}

/** The movements of these statements witness no line any more. */
export async function witnessNothing(
  tx: Transaction,
  companyId: string,
  statementIds: readonly string[],
): Promise<void> {
  if (statementIds.length === 0) return;
  await tx
    .update(statementMovement)
    .set({ bankTransactionId: null, toldByTransactionIds: null })
    .where(
      and(
        eq(statementMovement.companyId, companyId),
        sql`${statementMovement.statementId} = any(${asArray(statementIds)}::uuid[])`,
      ),
    );
}
