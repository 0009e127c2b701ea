import { and, desc, eq, gte, isNull, lt, lte, or, sql } from 'drizzle-orm';
import type { SQL } from 'drizzle-orm';
import type { Transaction } from '../database.ts';
import { bankAccount, bankTransaction } from '../schema/index.ts';
import { asArray } from './parameters.ts';

export type TransactionStatus =
  'to_process' | 'proposed' | 'matched_automatically' | 'matched' | 'partly_matched' | 'ignored' | 'doubtful';
/** Who tells of a line. */
export type Witness = 'ponto' | 'coda';

export type TransactionFilter = {
  bankAccountId?: string | undefined;
  direction?: 'in' | 'out' | undefined;
  status?: TransactionStatus | undefined;
  /** Only lines that this source tells of. */
  witness?: Witness | undefined;
  from?: string | undefined;
  to?: string | undefined;
  /** Sizes in hundredths of a unit, whatever the sign. */
  minimumMinor?: bigint | undefined;
  maximumMinor?: bigint | undefined;
  /** Words to find in names, numbers and communications; an amount in hundredths if the words read as one. */
  search?: { text: string; amountMinor: bigint | undefined } | undefined;
  /** Decimals of the currencies that do not have two. */
  decimalsByCurrency?: ReadonlyMap<string, number>;
};

export type TransactionCursor = { executionDate: string; bankTransactionId: string };

const { allocatedMinor, amountMinor } = bankTransaction;

const isToProcess = sql`${allocatedMinor} = 0 and ${bankTransaction.doubtfulOf} is null`;

/** Follows from the allocations: nothing stores a status, so nothing can contradict them. */
const status = sql<TransactionStatus>`case
  when ${bankTransaction.doubtfulOf} is not null then 'doubtful'
  when ${allocatedMinor} = 0 then 'to_process'
  when ${allocatedMinor} < abs(${amountMinor}) then 'partly_matched'
  when exists (
    select from allocation
    where allocation.company_id = ${bankTransaction.companyId}
      and allocation.bank_transaction_id = ${bankTransaction.bankTransactionId}
      and allocation.cause = 'person'
      and not exists (
        select from allocation_undo undo
        where undo.company_id = allocation.company_id and undo.allocation_id = allocation.allocation_id)
  ) then 'matched'
  else 'matched_automatically'
end`;

const isToldByCoda = sql`(${bankTransaction.source} = 'coda' or exists (
  select from statement_movement movement
  where movement.company_id = ${bankTransaction.companyId}
    and movement.bank_transaction_id = ${bankTransaction.bankTransactionId}))`;

const listedColumns = {
  bankTransactionId: bankTransaction.bankTransactionId,
  bankAccountId: bankTransaction.bankAccountId,
  accountDescription: bankAccount.description,
  accountReference: bankAccount.reference,
  executionDate: bankTransaction.executionDate,
  valueDate: bankTransaction.valueDate,
  amountMinor: bankTransaction.amountMinor,
  currency: bankTransaction.currency,
  counterpartName: bankTransaction.counterpartName,
  counterpartReference: bankTransaction.counterpartReference,
  remittanceInformation: bankTransaction.remittanceInformation,
  structuredCommunication: bankTransaction.structuredCommunication,
  isToldByPonto: sql<boolean>`${bankTransaction.source} = 'ponto'`,
  isToldByCoda: sql<boolean>`${isToldByCoda}`,
  status,
  toldOtherwise: bankTransaction.toldOtherwise,
  missingSince: bankTransaction.missingSince,
};

export type ListedTransaction = Awaited<ReturnType<typeof listBankTransactions>>[number];

/** Newest booking day first; `before` is the last line of the page before. */
export async function listBankTransactions(
  tx: Transaction,
  companyId: string,
  { filter, before, limit }: { filter: TransactionFilter; before?: TransactionCursor | undefined; limit: number },
) {
  const { executionDate, bankTransactionId } = bankTransaction;
  const older =
    before &&
    or(
      lt(executionDate, before.executionDate),
      and(eq(executionDate, before.executionDate), lt(bankTransactionId, before.bankTransactionId)),
    );
  return tx
    .select(listedColumns)
    .from(bankTransaction)
    .innerJoin(
      bankAccount,
      and(
        eq(bankAccount.companyId, bankTransaction.companyId),
        eq(bankAccount.bankAccountId, bankTransaction.bankAccountId),
      ),
    )
    .where(and(...conditions(companyId, filter), older))
    .orderBy(desc(executionDate), desc(bankTransactionId))
    .limit(limit);
}

export async function countBankTransactions(
  tx: Transaction,
  companyId: string,
  filter: TransactionFilter,
): Promise<{ all: number; toProcess: number }> {
  const [row] = await tx
    .select({
      all: sql<number>`count(*)::int`,
      toProcess: sql<number>`(count(*) filter (where ${isToProcess}))::int`,
    })
    .from(bankTransaction)
    .where(and(...conditions(companyId, filter)));
  return row ?? { all: 0, toProcess: 0 };
}

/** Some lines as the list shows them, in no order. */
export async function findListedTransactions(
  tx: Transaction,
  companyId: string,
  bankTransactionIds: readonly string[],
): Promise<ListedTransaction[]> {
  if (bankTransactionIds.length === 0) return [];
  return tx
    .select(listedColumns)
    .from(bankTransaction)
    .innerJoin(
      bankAccount,
      and(
        eq(bankAccount.companyId, bankTransaction.companyId),
        eq(bankAccount.bankAccountId, bankTransaction.bankAccountId),
      ),
    )
    .where(
      and(
        eq(bankTransaction.companyId, companyId),
        sql`${bankTransaction.bankTransactionId} = any(${asArray(bankTransactionIds)}::uuid[])`,
      ),
    );
}

/** One line with its status and everything else that is stored of it. */
export async function findBankTransaction(tx: Transaction, companyId: string, bankTransactionId: string) {
  const [row] = await tx
    .select({ transaction: bankTransaction, account: bankAccount, status, isToldByCoda: sql<boolean>`${isToldByCoda}` })
    .from(bankTransaction)
    .innerJoin(
      bankAccount,
      and(
        eq(bankAccount.companyId, bankTransaction.companyId),
        eq(bankAccount.bankAccountId, bankTransaction.bankAccountId),
      ),
    )
    .where(
      and(
        eq(bankTransaction.companyId, companyId),
        eq(bankTransaction.bankTransactionId, bankTransactionId),
        isNull(bankTransaction.withdrawnAt),
      ),
    );
  return row;
}

function conditions(companyId: string, filter: TransactionFilter): (SQL | undefined)[] {
  return [
    eq(bankTransaction.companyId, companyId),
    isNull(bankTransaction.withdrawnAt),
    filter.witness === 'ponto' ? eq(bankTransaction.source, 'ponto') : undefined,
    filter.witness === 'coda' ? isToldByCoda : undefined,
    filter.bankAccountId ? eq(bankTransaction.bankAccountId, filter.bankAccountId) : undefined,
    filter.direction === 'in' ? sql`${amountMinor} > 0` : undefined,
    filter.direction === 'out' ? sql`${amountMinor} < 0` : undefined,
    filter.status && statusCondition(filter.status),
    filter.from ? gte(bankTransaction.executionDate, filter.from) : undefined,
    filter.to ? lte(bankTransaction.executionDate, filter.to) : undefined,
    filter.minimumMinor === undefined ? undefined : sql`${hundredths(filter)} >= ${filter.minimumMinor}`,
    filter.maximumMinor === undefined ? undefined : sql`${hundredths(filter)} <= ${filter.maximumMinor}`,
    filter.search && searchCondition(filter.search, filter),
  ];
}

/** The size of an amount, comparable over currencies: 10 yen and 10 euros are both a thousand. */
function hundredths({ decimalsByCurrency = new Map() }: TransactionFilter): SQL {
  const size = sql`abs(${amountMinor})`;
  if (decimalsByCurrency.size === 0) return size;
  const factors = [...decimalsByCurrency].map(
    ([currency, decimals]) => sql`when ${currency} then ${10 ** (2 - decimals)}::numeric`,
  );
  return sql`${size} * case ${bankTransaction.currency} ${sql.join(factors, sql` `)} else 1 end`;
}

/** The common case in a form that the index on unallocated lines can serve. */
function statusCondition(wanted: TransactionStatus): SQL {
  return wanted === 'to_process' ? isToProcess : sql`${status} = ${wanted}`;
}

function searchCondition(
  { text, amountMinor: amount }: NonNullable<TransactionFilter['search']>,
  filter: TransactionFilter,
) {
  const pattern = `%${text.replace(/[\\%_]/g, '\\$&')}%`;
  const compact = `%${text.replace(/[\s+*/.\\%_-]/g, '')}%`;
  const digits = /\d{4}/.test(compact);
  return or(
    sql`${bankTransaction.counterpartName} ilike ${pattern}`,
    sql`${bankTransaction.remittanceInformation} ilike ${pattern}`,
    sql`${bankTransaction.description} ilike ${pattern}`,
    digits ? sql`${bankTransaction.counterpartReference} ilike ${compact}` : undefined,
    digits ? sql`${bankTransaction.structuredCommunication} like ${compact}` : undefined,
    amount === undefined ? undefined : sql`${hundredths(filter)} = ${amount}`,
    sql`exists (
      select from allocation join open_document document using (company_id, document_id)
      where allocation.company_id = ${bankTransaction.companyId}
        and allocation.bank_transaction_id = ${bankTransaction.bankTransactionId}
        and (document.number ilike ${pattern} or document.contact_name ilike ${pattern}))`,
  );
}
