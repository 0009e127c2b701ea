import { and, desc, eq, getTableColumns, isNotNull, sql } from 'drizzle-orm';
import type { SQL } from 'drizzle-orm';
import type { Transaction } from '../database.ts';
import { matchRule } from '../schema/index.ts';
import type { MatchRule } from './match-memory.ts';

/** What people told the matcher to do always, and what that does, or would have done. */

export type RuleCondition = { counterpartReference: string; direction: 'in' | 'out' };
export type RuleAction = { type: 'relation'; onfactContactId: number } | { type: 'ignore'; reason: string };

/** A rule about an account number: those that people can make. */
export type AccountRule = MatchRule & RuleCondition;
const condition = {
  counterpartReference: sql<string>`${matchRule.counterpartReference}`,
  direction: sql<'in' | 'out'>`${matchRule.direction}`,
};

export type RuleHits = { hitCount: number; lastHitAt: Date | null };

/** Newest first, with the lines that each decided about since it was made. */
export async function listMatchRules(tx: Transaction, companyId: string): Promise<(AccountRule & RuleHits)[]> {
  const rules = await tx
    .select({ ...getTableColumns(matchRule), ...condition })
    .from(matchRule)
    .where(
      and(
        eq(matchRule.companyId, companyId),
        isNotNull(matchRule.counterpartReference),
        isNotNull(matchRule.direction),
      ),
    )
    .orderBy(desc(matchRule.createdAt), matchRule.matchRuleId);
  const hits = await tx.execute<{ id: string; count: number; last: string | null }>(sql`
    select rule.match_rule_id as id, count(distinct line.bank_transaction_id)::int as count, max(decided.at) as last
    from match_rule rule
    join bank_transaction line on line.company_id = rule.company_id
      and line.counterpart_reference = rule.counterpart_reference
      and (rule.direction is null or (line.amount_minor > 0) = (rule.direction = 'in'))
    join lateral (
      select made.created_at as at from allocation made join open_document document using (company_id, document_id)
      where rule.outcome = 'contact' and made.cause = 'rule' and document.onfact_contact_id = rule.onfact_contact_id
        and made.company_id = line.company_id and made.bank_transaction_id = line.bank_transaction_id
        and made.created_at >= rule.created_at
      union all
      select said.created_at from line_disposition said
      where rule.outcome <> 'contact' and said.cause = 'rule' and said.reason is not distinct from rule.reason
        and said.company_id = line.company_id and said.bank_transaction_id = line.bank_transaction_id
        and said.created_at >= rule.created_at) decided on true
    where rule.company_id = ${companyId}
    group by rule.match_rule_id`);
  const hitsOf = new Map(hits.map((row) => [row.id, row]));
  return rules.map((rule) => {
    const hit = hitsOf.get(rule.matchRuleId);
    return { ...rule, hitCount: hit?.count ?? 0, lastHitAt: hit?.last ? new Date(hit.last) : null };
  });
}

/** @returns undefined when there is a rule for the same account and direction already */
export async function insertMatchRule(
  tx: Transaction,
  row: Omit<MatchRule, 'matchRuleId' | 'textContains'> & RuleCondition,
): Promise<string | undefined> {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended('rules ' || ${row.companyId}, 0))`);
  if ((await countRulesFor(tx, row.companyId, row)) > 0) return undefined;
  const [added] = await tx.insert(matchRule).values(row).returning();
  return added?.matchRuleId;
}

/** Whether there is a rule for the account and direction, on or off. */
export async function countRulesFor(
  tx: Transaction,
  companyId: string,
  { counterpartReference, direction }: RuleCondition,
): Promise<number> {
  return tx.$count(
    matchRule,
    and(
      eq(matchRule.companyId, companyId),
      eq(matchRule.counterpartReference, counterpartReference),
      eq(matchRule.direction, direction),
    ),
  );
}

type RulePlace = Pick<MatchRule, 'companyId' | 'matchRuleId'>;

/** False when there is no such rule. */
export async function switchMatchRule(tx: Transaction, place: RulePlace, isOn: boolean): Promise<boolean> {
  const changed = await tx.update(matchRule).set({ isOn }).where(isRule(place)).returning();
  return changed.length === 1;
}

/** False when there is no such rule. */
export async function deleteMatchRule(tx: Transaction, place: RulePlace): Promise<boolean> {
  const gone = await tx.delete(matchRule).where(isRule(place)).returning();
  return gone.length === 1;
}

/** @returns how many there were */
export async function deleteRulesOfContact(
  tx: Transaction,
  companyId: string,
  onfactContactId: number,
): Promise<number> {
  const gone = await tx
    .delete(matchRule)
    .where(and(eq(matchRule.companyId, companyId), eq(matchRule.onfactContactId, onfactContactId)))
    .returning();
  return gone.length;
}

export type RulePreview = {
  hitCount: number;
  toProcessCount: number;
  decidedOtherwiseCount: number;
  /** The latest ten. */
  exampleIds: string[];
};

/** What a rule would have met in the whole history of the company. */
export async function previewMatchRule(
  tx: Transaction,
  companyId: string,
  { counterpartReference, direction }: RuleCondition,
  action: RuleAction,
): Promise<RulePreview> {
  const [row] = await tx.execute<RulePreview>(sql`
    with hit as (
      select line.*, ${isDecidedOtherwise(action)} as otherwise from bank_transaction line
      where company_id = ${companyId} and counterpart_reference = ${counterpartReference}
        and (amount_minor > 0) = ${direction === 'in'} and withdrawn_at is null and doubtful_of is null)
    select count(*)::int as "hitCount",
      (count(*) filter (where allocated_minor = 0 and disposition is null))::int as "toProcessCount",
      (count(*) filter (where otherwise))::int as "decidedOtherwiseCount",
      array(select bank_transaction_id from hit order by execution_date desc, bank_transaction_id desc limit 10)
        as "exampleIds"
    from hit`);
  return row ?? { hitCount: 0, toProcessCount: 0, decidedOtherwiseCount: 0, exampleIds: [] };
}

/** A person matched the line with somebody else, or said of it what the rule would not have said. */
function isDecidedOtherwise(action: RuleAction): SQL {
  const matchedBy = sql`
    from allocation made join open_document document using (company_id, document_id)
    where made.company_id = line.company_id and made.bank_transaction_id = line.bank_transaction_id
      and made.cause = 'person' and not exists (select from allocation_undo undo
        where undo.company_id = made.company_id and undo.allocation_id = made.allocation_id)`;
  const said = sql`
    from line_disposition said
    where said.company_id = line.company_id and said.bank_transaction_id = line.bank_transaction_id
      and said.cause = 'person' and said.ended_at is null and said.allocation_id is null`;
  return action.type === 'relation'
    ? sql`(exists (select ${matchedBy} and document.onfact_contact_id is distinct from ${action.onfactContactId})
        or exists (select ${said}))`
    : sql`(exists (select ${matchedBy}) or exists (select ${said} and said.reason is distinct from ${action.reason}))`;
}

/** As onFact names the contact now, or did on its documents; undefined when nobody knows of it. */
export async function findContactName(
  tx: Transaction,
  companyId: string,
  onfactContactId: number,
): Promise<string | undefined> {
  const [row] = await tx.execute<{ name: string }>(sql`
    select name from (
      select name, 1 as rank from contact
      where company_id = ${companyId} and onfact_contact_id = ${onfactContactId} and not is_deleted
      union all
      select contact_name, 2 from open_document
      where company_id = ${companyId} and onfact_contact_id = ${onfactContactId} and contact_name is not null) known
    order by rank limit 1`);
  return row?.name;
}

export type EqualChoices = {
  contacts: { onfactContactId: number; count: number }[];
  reasons: { reason: string; count: number }[];
};

/** What people chose for the latest lines of an account: how often each contact, and each reason to ignore. */
export async function countEqualChoices(
  tx: Transaction,
  companyId: string,
  { counterpartReference, direction }: RuleCondition,
): Promise<EqualChoices> {
  const goesIn = direction === 'in';
  const contacts = await tx.execute<{ onfactContactId: number; count: number }>(sql`
    select document.onfact_contact_id as "onfactContactId", count(distinct bank_transaction_id)::int as count
    from allocation made
    join bank_transaction line using (company_id, bank_transaction_id)
    join open_document document using (company_id, document_id)
    where company_id = ${companyId} and line.counterpart_reference = ${counterpartReference}
      and (line.amount_minor > 0) = ${goesIn} and made.cause = 'person' and document.onfact_contact_id is not null
      and not exists (select from allocation_undo undo
        where undo.company_id = made.company_id and undo.allocation_id = made.allocation_id)
    group by document.onfact_contact_id`);
  const reasons = await tx.execute<{ reason: string; count: number }>(sql`
    select said.reason, count(*)::int as count
    from line_disposition said join bank_transaction line using (company_id, bank_transaction_id)
    where company_id = ${companyId} and line.counterpart_reference = ${counterpartReference}
      and (line.amount_minor > 0) = ${goesIn} and said.cause = 'person' and said.ended_at is null
      and said.allocation_id is null and said.reason is not null
    group by said.reason`);
  return { contacts: [...contacts], reasons: [...reasons] };
}

function isRule({ companyId, matchRuleId }: RulePlace): SQL | undefined {
  return and(eq(matchRule.companyId, companyId), eq(matchRule.matchRuleId, matchRuleId));
}
