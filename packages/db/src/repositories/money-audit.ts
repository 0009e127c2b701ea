import { sql } from 'drizzle-orm';
import type { Transaction } from '../database.ts';

/** A rule of the bookings that does not hold, and where: of nothing in a sound company. */
export type BrokenSum = Readonly<{
  rule:
    | 'line_sum'
    | 'document_sum'
    | 'over_allocated'
    | 'other_currency'
    | 'booking_gives_back'
    | 'allocated_twice'
    | 'disposition'
    | 'not_told'
    | 'money_in';
  subjectId: string;
}>;

/**
 * Works everything out again from the rows that are never changed, and compares: the sums that lines and documents
 * carry, what bookings and refunds take of a line, and whether all money of an account is allocated, said to be something
 * else, or open. Reads all allocations of the company.
 */
export async function listBrokenSums(tx: Transaction, companyId: string): Promise<BrokenSum[]> {
  const rows = await tx.execute<{ rule: BrokenSum['rule']; subject_id: string }>(sql`
    with active as (
      select made.*, effect_on_line(made.amount_minor, document.kind, line.amount_minor) as effect,
        line.currency <> document.currency as is_other_currency
      from allocation made
      join bank_transaction line using (company_id, bank_transaction_id)
      join open_document document using (company_id, document_id)
      where made.company_id = ${companyId} and not exists (select from allocation_undo undo
        where undo.company_id = made.company_id and undo.allocation_id = made.allocation_id)
    ), of_line as (
      select bank_transaction_id, sum(effect) as allocated from active group by bank_transaction_id
    ), paid_back as (
      select refunded_transaction_id as bank_transaction_id, sum(takes_minor) as taken from payment_initiation_item
      where company_id = ${companyId} and refunded_transaction_id is not null group by refunded_transaction_id
    ), of_document as (
      select document_id, sum(amount_minor) as allocated, sum(adjustment_minor) as adjusted
      from active group by document_id
    ), line as (
      select line.bank_transaction_id, line.bank_account_id, line.amount_minor, line.allocated_minor, line.disposition,
        line.withdrawn_at is null and line.doubtful_of is null as counts,
        coalesce(of_line.allocated, 0) + coalesce(paid_back.taken, 0) as allocated, said.kind
      from bank_transaction line
      left join of_line using (bank_transaction_id)
      left join paid_back using (bank_transaction_id)
      left join line_disposition said on said.company_id = line.company_id
        and said.bank_transaction_id = line.bank_transaction_id and said.ended_at is null
      where line.company_id = ${companyId}
    )
    select 'line_sum' as rule, bank_transaction_id as subject_id from line where allocated_minor <> allocated
    union all
    select 'over_allocated', bank_transaction_id from line
      where allocated < 0 or allocated > abs(amount_minor) or (allocated > 0 and not counts)
    union all
    select 'document_sum', document.document_id from open_document document left join of_document using (document_id)
      where document.company_id = ${companyId}
        and (document.allocated_minor, document.adjusted_minor)
          <> (coalesce(of_document.allocated, 0), coalesce(of_document.adjusted, 0))
    union all
    select 'over_allocated', document_id from open_document
      where company_id = ${companyId} and contradicted_since is null and allocated_minor + adjusted_minor > total_minor
    union all
    select 'other_currency', allocation_id from active
      join open_document document using (company_id, document_id)
      where is_other_currency and document.contradicted_since is null
    union all
    select 'booking_gives_back', booking_id from active group by booking_id, bank_transaction_id having sum(effect) <= 0
    union all
    select 'allocated_twice', bank_transaction_id from active
      group by bank_transaction_id, document_id having count(*) > 1
    union all
    select 'disposition', bank_transaction_id from line where disposition is distinct from kind
    union all
    select 'not_told', allocation_id from allocation made where made.company_id = ${companyId}
      and not exists (select from publication told where told.company_id = made.company_id
        and told.allocation_id = made.allocation_id and told.operation = 'create')
    union all
    select 'not_told', allocation_id from allocation_undo undo where undo.company_id = ${companyId}
      and not exists (select from publication told where told.company_id = undo.company_id
        and told.allocation_id = undo.allocation_id and told.operation = 'retract')
    union all
    select 'money_in', bank_account_id from line where counts group by bank_account_id, amount_minor > 0
      having sum(abs(amount_minor)) <> sum(allocated)
        + coalesce(sum(abs(amount_minor) - allocated_minor) filter (where kind is not null), 0)
        + coalesce(sum(abs(amount_minor) - allocated_minor) filter (where disposition is null), 0)`);
  return rows.map((row) => ({ rule: row.rule, subjectId: row.subject_id }));
}
