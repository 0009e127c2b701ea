import { and, eq, isNull, sql } from 'drizzle-orm';
import type { SQL } from 'drizzle-orm';
import type { Transaction } from '../database.ts';
import { bankAccount, bankTransaction, proposal } from '../schema/index.ts';
import type { Proposal } from './proposals.ts';

/** The lines that wait for a person, in the order of how much there is to go on. */

export type QueueGroup = 'certain' | 'probable' | 'none';

export type QueueEntry = {
  line: typeof bankTransaction.$inferSelect;
  group: QueueGroup;
  proposal: Proposal | null;
};

export type QueueCursor = { group: QueueGroup; executionDate: string; bankTransactionId: string };
export type QueuePlace = { companyId: string; bankAccountId?: string | undefined };

const { allocatedMinor, amountMinor, executionDate, bankTransactionId } = bankTransaction;

/** Something of it is neither matched nor said to be something else. */
const isWaiting = and(
  sql`${allocatedMinor} < abs(${amountMinor})`,
  isNull(bankTransaction.disposition),
  isNull(bankTransaction.withdrawnAt),
  isNull(bankTransaction.doubtfulOf),
);

const group = sql<QueueGroup>`case ${proposal.level}
  when 'certain' then 'certain' when 'strong' then 'probable' when 'possible' then 'probable' else 'none' end`;
const rankOf = (name: SQL) => sql`array_position(array['certain', 'probable', 'none'], ${name})`;

/** A partly matched line had its proposal taken: what is left of it is a person's. */
const ofLine = and(
  eq(proposal.companyId, bankTransaction.companyId),
  eq(proposal.bankTransactionId, bankTransaction.bankTransactionId),
  eq(bankTransaction.allocatedMinor, 0n),
);

function waitingAt({ companyId, bankAccountId }: QueuePlace): SQL | undefined {
  return and(
    eq(bankTransaction.companyId, companyId),
    bankAccountId ? eq(bankTransaction.bankAccountId, bankAccountId) : undefined,
    isWaiting,
  );
}

/** Certain ones first; newest booking day first in each group. `before` is the last entry of the page before. */
export async function listQueue(
  tx: Transaction,
  place: QueuePlace,
  { group: wanted, before, limit }: { group?: QueueGroup | undefined; before?: QueueCursor | undefined; limit: number },
): Promise<QueueEntry[]> {
  const rank = rankOf(group);
  const later =
    before &&
    sql`(${rank}, ${before.executionDate}::date - ${executionDate}, ${before.bankTransactionId}::uuid)
      > (${rankOf(sql`${before.group}::text`)}, 0, ${bankTransactionId})`;
  return tx
    .select({ line: bankTransaction, group, proposal })
    .from(bankTransaction)
    .leftJoin(proposal, ofLine)
    .where(and(waitingAt(place), wanted && sql`${group} = ${wanted}`, later))
    .orderBy(rank, sql`${executionDate} desc`, sql`${bankTransactionId} desc`)
    .limit(limit);
}

export type QueueFigures = {
  counts: Record<QueueGroup, number>;
  /** What accepting all certain ones would match, without signs. */
  certainTotals: { currency: string; amountMinor: bigint }[];
  /** When the newest of the certain ones was proposed: what comes after it was not among them. */
  certainUntil: Date | null;
};

/** What the first choice takes of its line. A payment of too much leaves something; a credit note lessens it. */
const usedByFirst = sql`(
  select sum(effect_on_line((part ->> 'amountMinor')::bigint, document.kind, ${amountMinor}))
  from jsonb_array_elements(${proposal.choices} -> 0 -> 'allocations') part
  join open_document document
    on document.company_id = ${proposal.companyId} and document.document_id = (part ->> 'documentId')::uuid)`;

export async function countQueue(tx: Transaction, place: QueuePlace): Promise<QueueFigures> {
  const rows = await tx
    .select({
      group,
      currency: bankTransaction.currency,
      count: sql<number>`count(*)::int`,
      amountMinor: sql<string | null>`(sum(${usedByFirst}) filter (where ${proposal.level} = 'certain'))::text`,
      until: sql<Date | null>`max(${proposal.proposedAt})`.mapWith(proposal.proposedAt),
    })
    .from(bankTransaction)
    .leftJoin(proposal, ofLine)
    .where(waitingAt(place))
    .groupBy(group, bankTransaction.currency)
    .orderBy(bankTransaction.currency);
  const counts = { certain: 0, probable: 0, none: 0 };
  for (const row of rows) counts[row.group] += row.count;
  const certain = rows.filter((row) => row.group === 'certain');
  return {
    counts,
    certainTotals: certain.map(({ currency, amountMinor: total }) => ({ currency, amountMinor: BigInt(total ?? 0) })),
    certainUntil: certain.map(({ until }) => until).reduce(later, null),
  };
}

function later(left: Date | null, right: Date | null): Date | null {
  return left !== null && (right === null || left > right) ? left : right;
}

/** What waits on each account of the company, also where that is nothing. */
export async function countWaitingByAccount(
  tx: Transaction,
  companyId: string,
): Promise<{ bankAccountId: string; name: string; toProcess: number }[]> {
  return tx
    .select({
      bankAccountId: bankAccount.bankAccountId,
      name: sql<string>`coalesce(${bankAccount.description}, ${bankAccount.reference})`,
      toProcess: sql<number>`count(${bankTransactionId})::int`,
    })
    .from(bankAccount)
    .leftJoin(
      bankTransaction,
      and(
        eq(bankTransaction.companyId, bankAccount.companyId),
        eq(bankTransaction.bankAccountId, bankAccount.bankAccountId),
        isWaiting,
      ),
    )
    .where(eq(bankAccount.companyId, companyId))
    .groupBy(bankAccount.bankAccountId, bankAccount.description, bankAccount.reference)
    .orderBy(bankAccount.reference, bankAccount.bankAccountId);
}

export type DoneFigures = { automatic: number; byHand: number; ignored: number };

/** Lines that were decided about since the day began, and still are. A line that a person touched counts as by hand. */
export async function countDone(
  tx: Transaction,
  { companyId, bankAccountId }: QueuePlace,
  day: string,
): Promise<DoneFigures> {
  const dayBegan = sql`${day}::date::timestamp at time zone 'Europe/Brussels'`;
  const onAccount = bankAccountId ? sql`and line.bank_account_id = ${bankAccountId}` : sql``;
  const [row] = await tx.execute<DoneFigures>(sql`
    with matched as (
      select bank_transaction_id, bool_or(allocation.cause = 'person') as by_person
      from allocation join bank_transaction line using (company_id, bank_transaction_id)
      where company_id = ${companyId} and allocation.created_at >= ${dayBegan} ${onAccount}
        and not exists (select from allocation_undo undo
          where undo.company_id = allocation.company_id and undo.allocation_id = allocation.allocation_id)
      group by bank_transaction_id)
    select
      (select count(*) from matched where not by_person)::int as automatic,
      (select count(*) from matched where by_person)::int as "byHand",
      (select count(*) from line_disposition join bank_transaction line using (company_id, bank_transaction_id)
        where company_id = ${companyId} and ended_at is null and allocation_id is null
          and line_disposition.created_at >= ${dayBegan} ${onAccount})::int as ignored`);
  return row ?? { automatic: 0, byHand: 0, ignored: 0 };
}
