import { and, between, eq, isNotNull, isNull, or, sql } from 'drizzle-orm';
import type { SQL } from 'drizzle-orm';
import type { Transaction } from '../database.ts';
import { absorbedLine, bankAccount, bankTransaction, statementMovement } from '../schema/index.ts';
import type { BankAccount } from './bank-accounts.ts';
import type { BankTransaction, BankTransactionReading } from './bank-transactions.ts';
import { asArray, asColumns, asJson } from './parameters.ts';

/** The lines of one account as their witnesses tell them: what joining two sources reads and writes. */

export type AccountPlace = { companyId: string; bankAccountId: string };
export type Period = { from: string; to: string };

export type StatementMovement = typeof statementMovement.$inferSelect;

/** A line with the CODA movements that witness it; a statement that repeats another adds one. */
export type WitnessedLine = { line: BankTransaction; movements: StatementMovement[] };

/** Of a line that CODA told within a total without details, no movement is left to witness it. */
export type LedgerEntry = WitnessedLine & { isToldInTotal: boolean };

/**
 * Whoever joins lines holds the account, so that an import and a pull that meet wait for each other. A statement of
 * a hundred thousand movements takes longer than other locks may.
 */
export async function lockBankAccount(tx: Transaction, place: AccountPlace): Promise<BankAccount | undefined> {
  const wait = tx.execute(sql`select set_config('lock_timeout', '90s', true)`);
  const lock = tx
    .select()
    .from(bankAccount)
    .where(and(eq(bankAccount.companyId, place.companyId), eq(bankAccount.bankAccountId, place.bankAccountId)))
    .for('update');
  const [, [row]] = await Promise.all([wait, lock]);
  return row;
}

/** Which lines of a period can have to do with what arrives. Without a choice, all of them. */
export type LineChoice = Readonly<{
  /** Of these amounts. */
  amountsMinor: readonly bigint[];
  /** And everything that only this source tells: details may add up to a total. */
  toldOnlyBy?: 'ponto' | undefined;
  /** And everything that CODA told as a total. */
  withTotals: boolean;
}>;

/** Lines that count, and those that are doubtful, with their witnesses; withdrawn ones are left out. */
export async function listWitnessedLines(
  tx: Transaction,
  place: AccountPlace,
  period: Period,
  choice?: LineChoice,
): Promise<LedgerEntry[]> {
  const inPeriod = and(isIn(place, period), choice && isChosen(choice));
  const [lines, movements, toldInTotals] = await Promise.all([
    tx
      .select()
      .from(bankTransaction)
      .where(inPeriod)
      .orderBy(bankTransaction.executionDate, bankTransaction.bankTransactionId),
    tx
      .select({ movement: statementMovement })
      .from(statementMovement)
      .innerJoin(
        bankTransaction,
        and(
          eq(bankTransaction.companyId, statementMovement.companyId),
          eq(bankTransaction.bankTransactionId, statementMovement.bankTransactionId),
        ),
      )
      .where(inPeriod)
      .orderBy(statementMovement.statementId, statementMovement.ordinal),
    listToldInTotals(tx, place, period),
  ]);
  const byLine = Map.groupBy(movements, ({ movement }) => movement.bankTransactionId);
  return lines.map((line) => ({
    line,
    movements: (byLine.get(line.bankTransactionId) ?? []).map(({ movement }) => movement),
    isToldInTotal: toldInTotals.has(line.bankTransactionId),
  }));
}

/** The lines that totals without details told: they stand on the day of their total. */
async function listToldInTotals(
  tx: Transaction,
  { companyId, bankAccountId }: AccountPlace,
  { from, to }: Period,
): Promise<ReadonlySet<string>> {
  const totals = await tx
    .select({ lineIds: statementMovement.toldByTransactionIds })
    .from(statementMovement)
    .where(
      and(
        eq(statementMovement.companyId, companyId),
        eq(statementMovement.bankAccountId, bankAccountId),
        between(statementMovement.executionDate, from, to),
        isNotNull(statementMovement.toldByTransactionIds),
      ),
    );
  return new Set(totals.flatMap(({ lineIds }) => lineIds ?? []));
}

function isIn({ companyId, bankAccountId }: AccountPlace, { from, to }: Period) {
  return and(
    eq(bankTransaction.companyId, companyId),
    eq(bankTransaction.bankAccountId, bankAccountId),
    between(bankTransaction.executionDate, from, to),
    isNull(bankTransaction.withdrawnAt),
  );
}

function isChosen({ amountsMinor, toldOnlyBy, withTotals }: LineChoice) {
  const amounts = asArray(amountsMinor.map(String));
  return or(
    sql`${bankTransaction.amountMinor} = any(${amounts}::bigint[])`,
    toldOnlyBy && sql`(${bankTransaction.source} = ${toldOnlyBy} and not exists (${movementOfLine(sql`true`)}))`,
    withTotals ? sql`exists (${movementOfLine(sql`movement.transaction_code < '3'`)})` : undefined,
  );
}

function movementOfLine(condition: SQL): SQL {
  return sql`select from statement_movement movement
    where movement.company_id = ${bankTransaction.companyId}
      and movement.bank_transaction_id = ${bankTransaction.bankTransactionId} and ${condition}`;
}

/** Whether a source tells of any of these days; where not, what the other tells is new. */
export async function isToldBy(
  tx: Transaction,
  place: AccountPlace,
  period: Period,
  source: 'ponto' | 'coda',
): Promise<boolean> {
  const [row] = await tx
    .select({ id: bankTransaction.bankTransactionId })
    .from(bankTransaction)
    .where(
      and(
        isIn(place, period),
        source === 'ponto' ? eq(bankTransaction.source, 'ponto') : sql`exists (${movementOfLine(sql`true`)})`,
      ),
    )
    .limit(1);
  return row !== undefined;
}

/** Whether lines of these days wait for a decision. */
export async function hasDoubts(tx: Transaction, place: AccountPlace, period: Period): Promise<boolean> {
  const [row] = await tx
    .select({ id: bankTransaction.bankTransactionId })
    .from(bankTransaction)
    .where(and(isIn(place, period), isNotNull(bankTransaction.doubtfulOf)))
    .limit(1);
  return row !== undefined;
}

/** Some lines by id, whatever their day. */
export async function findWitnessedLines(
  tx: Transaction,
  companyId: string,
  bankTransactionIds: readonly string[],
): Promise<WitnessedLine[]> {
  if (bankTransactionIds.length === 0) return [];
  const [lines, movements] = await Promise.all([
    tx
      .select()
      .from(bankTransaction)
      .where(
        and(
          eq(bankTransaction.companyId, companyId),
          sql`${bankTransaction.bankTransactionId} = any(${asArray(bankTransactionIds)}::uuid[])`,
        ),
      )
      .for('no key update'),
    tx
      .select()
      .from(statementMovement)
      .where(
        and(
          eq(statementMovement.companyId, companyId),
          sql`${statementMovement.bankTransactionId} = any(${asArray(bankTransactionIds)}::uuid[])`,
        ),
      ),
  ]);
  const byLine = Map.groupBy(movements, ({ bankTransactionId }) => bankTransactionId);
  return lines.map((line) => ({ line, movements: byLine.get(line.bankTransactionId) ?? [] }));
}

/** The details of totals, by the statement and ordinal of the total; marked when a Ponto line was absorbed by one. */
export async function listDetails(
  tx: Transaction,
  { companyId, bankAccountId }: AccountPlace,
  { from, to }: Period,
): Promise<{ detail: StatementMovement; isAbsorbed: boolean }[]> {
  const rows = await tx
    .select({ detail: statementMovement, absorbed: absorbedLine.statementMovementId })
    .from(statementMovement)
    .leftJoin(
      absorbedLine,
      and(
        eq(absorbedLine.companyId, statementMovement.companyId),
        eq(absorbedLine.statementMovementId, statementMovement.statementMovementId),
      ),
    )
    .where(
      and(
        eq(statementMovement.companyId, companyId),
        eq(statementMovement.bankAccountId, bankAccountId),
        between(statementMovement.executionDate, from, to),
        isNotNull(statementMovement.parentOrdinal),
        eq(statementMovement.outcome, 'explains'),
      ),
    )
    .orderBy(statementMovement.statementId, statementMovement.ordinal);
  return rows.map(({ detail, absorbed }) => ({ detail, isAbsorbed: absorbed !== null }));
}

/** What a line is to say from now on, and under whose id. */
export type RewrittenLine = BankTransactionReading & {
  bankTransactionId: string;
  source: BankTransaction['source'];
  walk: number;
  filledFromCoda: readonly string[];
};

/**
 * Gives lines another content or identity; the line itself, and what is allocated on it, stays. Amount and currency
 * are the same for both witnesses and are not touched.
 */
export async function rewriteLines(tx: Transaction, companyId: string, lines: readonly RewrittenLine[]): Promise<void> {
  if (lines.length === 0) return;
  await tx.execute(sql`
    update bank_transaction line set ${sql.raw(rewritten.map((name) => `${name} = told.${name}`).join(', '))},
      filled_from_coda = array(select jsonb_array_elements_text(told.filled_from_coda))
    from jsonb_to_recordset(${asJson(lines.map(asColumns))}::jsonb)
      as told(bank_transaction_id uuid, filled_from_coda jsonb, ${sql.raw(rewrittenTypes)})
    where line.company_id = ${companyId} and line.bank_transaction_id = told.bank_transaction_id`);
}

const rewrittenTypes = `source text, source_reference text, walk integer, execution_date date, value_date date,
  counterpart_name text, counterpart_reference text, remittance_information text, remittance_information_type text,
  structured_communication text, description text, end_to_end_id text, bank_transaction_code text,
  proprietary_bank_transaction_code text, purpose_code text, mandate_id text, creditor_id text,
  additional_information text, bank_reference text, provider_created_at timestamptz,
  provider_updated_at timestamptz, content_hash text`;
const rewritten = rewrittenTypes.split(',').map((column) => column.trim().split(' ')[0] ?? '');

/** A doubtful line is told what it may equal, or that it is a booking of its own after all. */
export async function setDoubts(
  tx: Transaction,
  companyId: string,
  doubts: readonly { bankTransactionId: string; doubtfulOf: string | null; doubtReason: string | null }[],
): Promise<void> {
  if (doubts.length === 0) return;
  await tx.execute(sql`
    update bank_transaction line set doubtful_of = told.doubtful_of, doubt_reason = told.doubt_reason
    from jsonb_to_recordset(${asJson(doubts.map(asColumns))}::jsonb)
      as told(bank_transaction_id uuid, doubtful_of uuid, doubt_reason text)
    where line.company_id = ${companyId} and line.bank_transaction_id = told.bank_transaction_id`);
}

/**
 * Lines that count no more. The id of their source is free again, so that the line which they turned out to be can
 * carry it.
 */
export async function withdrawLines(
  tx: Transaction,
  companyId: string,
  bankTransactionIds: readonly string[],
  at: Date,
): Promise<void> {
  if (bankTransactionIds.length === 0) return;
  await tx.execute(sql`
    update bank_transaction set withdrawn_at = ${at.toISOString()}, doubtful_of = null, doubt_reason = null,
      source_reference = 'withdrawn:' || bank_transaction_id
    where company_id = ${companyId} and bank_transaction_id = any(${asArray(bankTransactionIds)}::uuid[])`);
}

/** Doubtful lines that named one of these as what they may equal. */
export async function listDoubtsAbout(
  tx: Transaction,
  companyId: string,
  bankTransactionIds: readonly string[],
): Promise<string[]> {
  if (bankTransactionIds.length === 0) return [];
  const rows = await tx
    .select({ bankTransactionId: bankTransaction.bankTransactionId })
    .from(bankTransaction)
    .where(
      and(
        eq(bankTransaction.companyId, companyId),
        sql`${bankTransaction.doubtfulOf} = any(${asArray(bankTransactionIds)}::uuid[])`,
      ),
    );
  return rows.map(({ bankTransactionId }) => bankTransactionId);
}

export type AbsorbedLine = typeof absorbedLine.$inferSelect;

export async function insertAbsorbedLines(
  tx: Transaction,
  rows: readonly (typeof absorbedLine.$inferInsert)[],
): Promise<void> {
  if (rows.length > 0) await tx.insert(absorbedLine).values([...rows]);
}

/** Lines that earlier walks absorbed on these days: after relinking they come again under new ids. */
export async function listAbsorbedLines(
  tx: Transaction,
  { companyId, bankAccountId }: AccountPlace,
): Promise<AbsorbedLine[]> {
  return tx
    .select()
    .from(absorbedLine)
    .where(and(eq(absorbedLine.companyId, companyId), eq(absorbedLine.bankAccountId, bankAccountId)));
}

export async function renameAbsorbedLine(
  tx: Transaction,
  { companyId, bankAccountId, sourceReference }: AbsorbedLine,
  change: { sourceReference: string; walk: number },
): Promise<void> {
  await tx
    .update(absorbedLine)
    .set(change)
    .where(
      and(
        eq(absorbedLine.companyId, companyId),
        eq(absorbedLine.bankAccountId, bankAccountId),
        eq(absorbedLine.sourceReference, sourceReference),
      ),
    );
}

/** Takes out, and gives back, what these details absorbed. */
export async function releaseAbsorbedLines(
  tx: Transaction,
  companyId: string,
  statementMovementIds: readonly string[],
): Promise<AbsorbedLine[]> {
  if (statementMovementIds.length === 0) return [];
  return tx
    .delete(absorbedLine)
    .where(
      and(
        eq(absorbedLine.companyId, companyId),
        sql`${absorbedLine.statementMovementId} = any(${asArray(statementMovementIds)}::uuid[])`,
      ),
    )
    .returning();
}

/** What each of these lines may equal, for those that are doubtful. */
export async function listDoubtOf(
  tx: Transaction,
  companyId: string,
  bankTransactionIds: readonly string[],
): Promise<Map<string, string>> {
  if (bankTransactionIds.length === 0) return new Map();
  const rows = await tx
    .select({ bankTransactionId: bankTransaction.bankTransactionId, doubtfulOf: bankTransaction.doubtfulOf })
    .from(bankTransaction)
    .where(
      and(
        eq(bankTransaction.companyId, companyId),
        isNotNull(bankTransaction.doubtfulOf),
        sql`${bankTransaction.bankTransactionId} = any(${asArray(bankTransactionIds)}::uuid[])`,
      ),
    );
  return new Map(
    rows.flatMap(({ bankTransactionId, doubtfulOf }) => (doubtfulOf ? [[bankTransactionId, doubtfulOf]] : [])),
  );
}
