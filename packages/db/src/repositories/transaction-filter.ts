import { eq, gte, isNull, lte, or, sql } from 'drizzle-orm';
import type { SQL } from 'drizzle-orm';
import { bankTransaction } from '../schema/index.ts';
import { asArray } from './parameters.ts';

/** Which lines of a company somebody wants to see, and the conditions that say so. */

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
  /** Words that stand in the name or the number of the other side. */
  counterparty?: string | undefined;
  /** Only these lines. */
  bankTransactionIds?: readonly string[] | undefined;
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

const { allocatedMinor, amountMinor } = bankTransaction;

/** With a proposal or without: what waits for a person. */
export const isToProcess = sql`${allocatedMinor} = 0 and ${bankTransaction.disposition} is null and ${bankTransaction.doubtfulOf} is null`;
const isProposed = sql`exists (
  select from proposal
  where proposal.company_id = ${bankTransaction.companyId}
    and proposal.bank_transaction_id = ${bankTransaction.bankTransactionId} and proposal.level <> 'none')`;

/** Follows from allocations, dispositions and proposals: nothing stores a status, so nothing can contradict them. */
export const status = sql<TransactionStatus>`case
  when ${bankTransaction.doubtfulOf} is not null then 'doubtful'
  when ${allocatedMinor} = 0 and ${bankTransaction.disposition} is not null then 'ignored'
  when ${allocatedMinor} = 0 and ${isProposed} then 'proposed'
  when ${allocatedMinor} = 0 then 'to_process'
  when ${allocatedMinor} < abs(${amountMinor}) and ${bankTransaction.disposition} is null then 'partly_matched'
  when exists (
    select from allocation
    where allocation.company_id = ${bankTransaction.companyId}
      and allocation.bank_transaction_id = ${bankTransaction.bankTransactionId}
      and allocation.cause = 'person'
      and not exists (
        select from allocation_undo undo
        where undo.company_id = allocation.company_id and undo.allocation_id = allocation.allocation_id)
  ) or exists (
    select from payment_initiation_item refund
    where refund.company_id = ${bankTransaction.companyId}
      and refund.refunded_transaction_id = ${bankTransaction.bankTransactionId} and refund.takes_minor > 0
  ) then 'matched'
  else 'matched_automatically'
end`;

export const isToldByCoda = sql`(${bankTransaction.source} = 'coda' or exists (
  select from statement_movement movement
  where movement.company_id = ${bankTransaction.companyId}
    and movement.bank_transaction_id = ${bankTransaction.bankTransactionId}))`;

export function conditions(companyId: string, filter: TransactionFilter): (SQL | undefined)[] {
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
    filter.counterparty ? counterpartyCondition(filter.counterparty) : undefined,
    filter.bankTransactionIds &&
      sql`${bankTransaction.bankTransactionId} = any(${asArray(filter.bankTransactionIds)}::uuid[])`,
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

/** What waits in a form that the index of it can serve. */
function statusCondition(wanted: TransactionStatus): SQL {
  if (wanted === 'to_process') return sql`${isToProcess} and not ${isProposed}`;
  return wanted === 'proposed' ? sql`${isToProcess} and ${isProposed}` : sql`${status} = ${wanted}`;
}

function counterpartyCondition(text: string): SQL | undefined {
  const { pattern, compact, hasDigits } = patternsOf(text);
  return or(
    sql`${bankTransaction.counterpartName} ilike ${pattern}`,
    hasDigits ? sql`${bankTransaction.counterpartReference} ilike ${compact}` : undefined,
  );
}

/** The words as they are, and as a number is stored: "BE68 5390" stands in BE685390. */
function patternsOf(text: string): { pattern: string; compact: string; hasDigits: boolean } {
  const compact = `%${text.replace(/[\s+*/.\\%_-]/g, '')}%`;
  return { pattern: `%${text.replace(/[\\%_]/g, '\\$&')}%`, compact, hasDigits: /\d{4}/.test(compact) };
}

function searchCondition(
  { text, amountMinor: amount }: NonNullable<TransactionFilter['search']>,
  filter: TransactionFilter,
): SQL | undefined {
  const { pattern, compact, hasDigits: digits } = patternsOf(text);
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
