import { and, eq, inArray, isNull, lt, sql } from 'drizzle-orm';
import type { Transaction } from '../database.ts';
import { bankTransaction, bankTransactionRevision, receivedPage, unreadableLine } from '../schema/index.ts';
import type { ToldOtherwise } from '../schema/index.ts';
import { asArray, asColumns, asJson } from './parameters.ts';

export type BankTransaction = typeof bankTransaction.$inferSelect;

/** What a source tells of a line, ready to store. */
export type BankTransactionReading = Pick<
  BankTransaction,
  | 'sourceReference'
  | 'executionDate'
  | 'valueDate'
  | 'amountMinor'
  | 'currency'
  | 'counterpartName'
  | 'counterpartReference'
  | 'remittanceInformation'
  | 'remittanceInformationType'
  | 'structuredCommunication'
  | 'description'
  | 'endToEndId'
  | 'bankTransactionCode'
  | 'proprietaryBankTransactionCode'
  | 'purposeCode'
  | 'mandateId'
  | 'creditorId'
  | 'additionalInformation'
  | 'bankReference'
  | 'contentHash'
> & { providerCreatedAt: string | null; providerUpdatedAt: string | null };

/** A reading to be stored as a line: under an id that was chosen for it, or as a doubtful one. */
export type NewBankTransaction = BankTransactionReading & {
  bankTransactionId?: string;
  doubtfulOf?: string;
  doubtReason?: string;
};

export type TransactionSource = BankTransaction['source'];

type Place = { companyId: string; bankAccountId: string; source: TransactionSource; walk: number; fetchedAt: Date };

export type KnownLine = { sourceReference: string; contentHash: string | null; walk: number };

/**
 * Which of these lines are stored already, readable or not: one look into the unique index for each. The content is
 * what the source told last, also where that waits for a person.
 */
export async function findKnownLines(
  tx: Transaction,
  { companyId, bankAccountId, source }: Omit<Place, 'walk' | 'fetchedAt'>,
  sourceReferences: readonly string[],
): Promise<Map<string, KnownLine>> {
  if (sourceReferences.length === 0) return new Map();
  const rows = await tx.execute<{ source_reference: string; content_hash: string | null; walk: number }>(sql`
    select wanted.source_reference, line.content_hash, line.walk
    from unnest(${asArray(sourceReferences)}::text[]) as wanted(source_reference)
    cross join lateral (
      (select coalesce(told_otherwise ->> 'contentHash', content_hash) as content_hash, walk from bank_transaction
        where company_id = ${companyId} and bank_account_id = ${bankAccountId} and source = ${source}
          and bank_transaction.source_reference = wanted.source_reference)
      union all
      (select content_hash, walk from absorbed_line
        where company_id = ${companyId} and bank_account_id = ${bankAccountId} and ${source} = 'ponto'
          and absorbed_line.source_reference = wanted.source_reference)
      union all
      (select null, walk from unreadable_line
        where company_id = ${companyId} and bank_account_id = ${bankAccountId}
          and unreadable_line.source_reference = wanted.source_reference)
      limit 1) line`);
  return new Map(
    rows.map((row) => [
      row.source_reference,
      { sourceReference: row.source_reference, contentHash: row.content_hash, walk: row.walk },
    ]),
  );
}

/**
 * Adds what is new and skips what this account already has: one statement with one JSON parameter.
 * @returns how many were added
 */
export async function insertNewBankTransactions(
  tx: Transaction,
  { companyId, bankAccountId, source, walk, fetchedAt }: Place,
  readings: readonly NewBankTransaction[],
): Promise<number> {
  if (readings.length === 0) return 0;
  const [row] = await tx.execute<{ added: number }>(sql`
    with added as (
      insert into bank_transaction (company_id, bank_account_id, source, walk, fetched_at, bank_transaction_id,
        doubtful_of, doubt_reason, ${sql.raw(storedColumns)})
      select ${companyId}, ${bankAccountId}, ${source}, ${walk}, ${fetchedAt.toISOString()},
        coalesce(bank_transaction_id, gen_random_uuid()), doubtful_of, doubt_reason, ${sql.raw(storedColumns)}
      from jsonb_to_recordset(${asJson(readings.map(asColumns))}::jsonb)
        as line(bank_transaction_id uuid, doubtful_of uuid, doubt_reason text, ${sql.raw(incomingColumns)})
      on conflict (company_id, bank_account_id, source, source_reference) do nothing
      returning source_reference
    ), now_readable as (
      delete from unreadable_line
      where company_id = ${companyId} and bank_account_id = ${bankAccountId}
        and source_reference in (select source_reference from added)
    )
    select count(*)::int as added from added`);
  return row?.added ?? 0;
}

/** Forgets the pages that came before a moment. */
export async function deleteReceivedPages(tx: Transaction, companyId: string, before: Date): Promise<void> {
  await tx.delete(receivedPage).where(and(eq(receivedPage.companyId, companyId), lt(receivedPage.receivedAt, before)));
}

/** Keeps what the source sent, word for word. */
export async function insertReceivedPage(
  tx: Transaction,
  { companyId, bankAccountId, walk, fetchedAt }: Omit<Place, 'source'>,
  lines: readonly unknown[],
): Promise<void> {
  await tx
    .insert(receivedPage)
    .values({ companyId, bankAccountId, source: 'ponto', walk, lines: asJson(lines), receivedAt: fetchedAt });
}

export type Revision = { outcome: 'revised' | 'unchanged' | 'told_otherwise'; bankTransactionId: string | undefined };

/**
 * Renews a line whose source changed it. What it said before is kept as a revision. The amount of a line that is
 * allocated is not changed: what the source tells now is kept beside it until a person has taken the allocations back
 * (`reviseAsTold`), or the source tells the old amount again.
 */
export async function reviseBankTransaction(
  tx: Transaction,
  place: Place,
  reading: BankTransactionReading,
): Promise<Revision> {
  const [before] = await tx
    .select()
    .from(bankTransaction)
    .where(
      and(
        eq(bankTransaction.companyId, place.companyId),
        eq(bankTransaction.bankAccountId, place.bankAccountId),
        eq(bankTransaction.source, place.source),
        eq(bankTransaction.sourceReference, reading.sourceReference),
      ),
    )
    .for('no key update');
  if (!before) return { outcome: 'unchanged', bankTransactionId: undefined };
  const { bankTransactionId, toldOtherwise } = before;
  if (before.contentHash === reading.contentHash) {
    if (toldOtherwise) await updateLine(tx, before, { toldOtherwise: null });
    return { outcome: 'unchanged', bankTransactionId };
  }
  const sameMoney = before.amountMinor === reading.amountMinor && before.currency === reading.currency;
  if (before.allocatedMinor === 0n || sameMoney) {
    await replaceContent(tx, before, reading, place.fetchedAt);
    return { outcome: 'revised', bankTransactionId };
  }
  if (toldOtherwise?.contentHash === reading.contentHash) return { outcome: 'unchanged', bankTransactionId };
  await updateLine(tx, before, { toldOtherwise: sql`${asJson(reading)}::jsonb` });
  return { outcome: 'told_otherwise', bankTransactionId };
}

/** Lets a line that nothing is allocated on any more say what its source tells. False when it does so already. */
export async function reviseAsTold(
  tx: Transaction,
  { companyId, bankTransactionId }: { companyId: string; bankTransactionId: string },
  at: Date,
): Promise<boolean> {
  const [line] = await tx
    .select()
    .from(bankTransaction)
    .where(and(eq(bankTransaction.companyId, companyId), eq(bankTransaction.bankTransactionId, bankTransactionId)))
    .for('no key update');
  if (!line?.toldOtherwise || line.allocatedMinor > 0n) return false;
  await replaceContent(tx, line, toldReadingOf(line.toldOtherwise), at);
  return true;
}

function toldReadingOf(told: ToldOtherwise): BankTransactionReading {
  return { ...(told as unknown as BankTransactionReading), amountMinor: BigInt(told.amountMinor) };
}

async function replaceContent(
  tx: Transaction,
  before: BankTransaction,
  reading: BankTransactionReading,
  replacedAt: Date,
): Promise<void> {
  const { companyId, bankTransactionId, revision } = before;
  await tx
    .insert(bankTransactionRevision)
    .values({ companyId, bankTransactionId, revision, content: sql`${asJson(before)}::jsonb`, replacedAt });
  const { providerCreatedAt, providerUpdatedAt, ...content } = reading;
  await updateLine(tx, before, {
    ...content,
    providerCreatedAt: providerCreatedAt === null ? null : new Date(providerCreatedAt),
    providerUpdatedAt: providerUpdatedAt === null ? null : new Date(providerUpdatedAt),
    revision: revision + 1,
    toldOtherwise: null,
    /** What CODA told beside the old words is told anew: `fillFromStatements`. */
    filledFromCoda: [],
  });
}

async function updateLine(
  tx: Transaction,
  { companyId, bankTransactionId }: BankTransaction,
  change: Parameters<ReturnType<typeof tx.update<typeof bankTransaction>>['set']>[0],
): Promise<void> {
  await tx
    .update(bankTransaction)
    .set(change)
    .where(and(eq(bankTransaction.companyId, companyId), eq(bankTransaction.bankTransactionId, bankTransactionId)));
}

/**
 * Marks the lines that a source made after a moment and no longer lists, unless a statement of the bank witnesses them
 * too, and clears the mark of those that it lists again.
 * @returns ids of lines
 */
export async function settleMissingLines(
  tx: Transaction,
  { companyId, bankAccountId }: Pick<Place, 'companyId' | 'bankAccountId'>,
  { sighted, since, at }: { sighted: readonly string[]; since: Date; at: Date },
): Promise<{ missing: string[]; found: string[] }> {
  const rows = await tx.execute<{ bank_transaction_id: string; is_missing: boolean }>(sql`
    with sighted as (select unnest(${asArray(sighted)}::text[]) as source_reference)
    update bank_transaction line
    set missing_since = case when line.missing_since is null then ${at.toISOString()}::timestamptz end
    where company_id = ${companyId} and bank_account_id = ${bankAccountId} and source = 'ponto'
      and withdrawn_at is null
      and case when line.missing_since is not null then line.source_reference in (select * from sighted)
        else line.provider_created_at > ${since.toISOString()}::timestamptz
          and line.source_reference not in (select * from sighted)
          and not exists (
            select from statement_movement movement
            where movement.company_id = line.company_id
              and movement.bank_transaction_id = line.bank_transaction_id) end
    returning bank_transaction_id, missing_since is not null as is_missing`);
  const idsOf = (isMissing: boolean) =>
    rows.filter((row) => row.is_missing === isMissing).map((row) => row.bank_transaction_id);
  return { missing: idsOf(true), found: idsOf(false) };
}

/**
 * After relinking, Ponto may give known lines new ids. Each incoming line takes over one stored line of an earlier
 * walk that is the same movement; of equal lines each is taken once, so real twins stay two.
 * @param present ids under which lines stand on this page: what still has its own id is not taken over
 * @returns what was taken over, by its new id
 */
export async function adoptRelinkedLines(
  tx: Transaction,
  { companyId, bankAccountId, source, walk }: Place,
  readings: readonly BankTransactionReading[],
  present: ReadonlySet<string>,
): Promise<Map<string, { oldReference: string; contentHash: string }>> {
  if (readings.length === 0) return new Map();
  const days = [...new Set(readings.map(({ executionDate }) => executionDate))];
  const candidates = await tx
    .select({
      bankTransactionId: bankTransaction.bankTransactionId,
      sourceReference: bankTransaction.sourceReference,
      contentHash: bankTransaction.contentHash,
      executionDate: bankTransaction.executionDate,
      amountMinor: bankTransaction.amountMinor,
      currency: bankTransaction.currency,
      counterpartReference: bankTransaction.counterpartReference,
      remittanceInformation: bankTransaction.remittanceInformation,
      filledFromCoda: bankTransaction.filledFromCoda,
      toldOtherwise: bankTransaction.toldOtherwise,
    })
    .from(bankTransaction)
    .where(
      and(
        eq(bankTransaction.companyId, companyId),
        eq(bankTransaction.bankAccountId, bankAccountId),
        eq(bankTransaction.source, source),
        isNull(bankTransaction.withdrawnAt),
        lt(bankTransaction.walk, walk),
        inArray(bankTransaction.executionDate, days),
      ),
    )
    .for('no key update');
  const stored = Map.groupBy(
    candidates.filter(({ sourceReference }) => !present.has(sourceReference)).map(asPontoToldIt),
    movementOf,
  );
  const adopted = new Map<string, { oldReference: string; contentHash: string }>();
  for (const reading of readings) {
    const { sourceReference, contentHash } = reading;
    const same = stored.get(movementOf(reading)) ?? [];
    const equal = same.findIndex((line) => line.contentHash === contentHash);
    const [line] = same.splice(Math.max(equal, 0), 1);
    if (!line) continue;
    await tx
      .update(bankTransaction)
      .set({ sourceReference, walk })
      .where(
        and(eq(bankTransaction.companyId, companyId), eq(bankTransaction.bankTransactionId, line.bankTransactionId)),
      );
    adopted.set(sourceReference, { oldReference: line.sourceReference, contentHash: line.contentHash });
  }
  return adopted;
}

/** Without what a CODA statement added, and as it was told last. */
function asPontoToldIt<
  Line extends { sourceReference: string; filledFromCoda: readonly string[]; toldOtherwise: ToldOtherwise | null },
>(line: Line): Line {
  const { sourceReference, toldOtherwise, filledFromCoda } = line;
  if (toldOtherwise) return { ...line, ...toldReadingOf(toldOtherwise), sourceReference };
  return { ...line, ...Object.fromEntries(filledFromCoda.map((name) => [name, null])) };
}

/** What makes two lines the same movement whatever the bank's labels say; the labels change over time. */
function movementOf(
  line: Pick<
    BankTransactionReading,
    'executionDate' | 'amountMinor' | 'currency' | 'counterpartReference' | 'remittanceInformation'
  >,
): string {
  const { executionDate, amountMinor, currency, counterpartReference, remittanceInformation } = line;
  return JSON.stringify([executionDate, amountMinor.toString(), currency, counterpartReference, remittanceInformation]);
}

export type UnreadableReading = { sourceReference: string; path: string; problem: string; raw: unknown };

/** Keeps lines that could not be understood, once each. */
export async function insertUnreadableLines(
  tx: Transaction,
  place: Place,
  lines: readonly UnreadableReading[],
): Promise<void> {
  if (lines.length === 0) return;
  const { companyId, bankAccountId, walk, fetchedAt } = place;
  await tx
    .insert(unreadableLine)
    .values(
      lines.map(({ raw, ...line }) => ({
        ...line,
        raw: sql`${asJson(raw)}::jsonb`,
        companyId,
        bankAccountId,
        walk,
        firstSeenAt: fetchedAt,
      })),
    )
    .onConflictDoNothing();
}

/** Columns of `bank_transaction` that come from a reading, in the order of `incomingColumns`. */
const storedColumns = `source_reference, execution_date, value_date, amount_minor, currency, counterpart_name,
  counterpart_reference, remittance_information, remittance_information_type, structured_communication, description,
  end_to_end_id, bank_transaction_code, proprietary_bank_transaction_code, purpose_code, mandate_id, creditor_id,
  additional_information, bank_reference, provider_created_at, provider_updated_at, content_hash`;

const incomingColumns = `source_reference text, execution_date date, value_date date, amount_minor bigint,
  currency text, counterpart_name text, counterpart_reference text, remittance_information text,
  remittance_information_type text, structured_communication text, description text, end_to_end_id text,
  bank_transaction_code text, proprietary_bank_transaction_code text, purpose_code text, mandate_id text,
  creditor_id text, additional_information text, bank_reference text, provider_created_at timestamptz,
  provider_updated_at timestamptz, content_hash text`;

/** Lines that could not be read once and can now. */
export async function forgetUnreadableLines(
  tx: Transaction,
  { companyId, bankAccountId }: Pick<Place, 'companyId' | 'bankAccountId'>,
  sourceReferences: readonly string[],
): Promise<void> {
  await tx.execute(sql`
    delete from unreadable_line
    where company_id = ${companyId} and bank_account_id = ${bankAccountId}
      and source_reference = any(${asArray(sourceReferences)}::text[])`);
}
