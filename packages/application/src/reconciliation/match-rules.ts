import {
  deleteMatchRule as removeRule,
  findContactName,
  findListedTransactions,
  inCompany,
  insertMatchRule,
  listMatchRules as readRules,
  previewMatchRule as previewRule,
  switchMatchRule,
} from '@onfact-ponto/db';
import type { AccountRule, ListedTransaction, RuleAction, RuleHits, RulePreview, Transaction } from '@onfact-ponto/db';
import { nameOf, recordAudit } from '../audit.ts';
import type { Context } from '../context.ts';
import { ApplicationError } from '../errors.ts';
import { reconcileCompany } from '../jobs/definitions.ts';
import { contactIdOf } from './relation-id.ts';

/** "Always do so for this account number": made by people, looked at before, switched off and deleted at will. */

export type RuleInput = {
  counterpartReference: string;
  direction: 'in' | 'out';
  action: { type: 'relation'; relationId: string } | { type: 'ignore'; reason: string };
};
export type RuleView = AccountRule & RuleHits & { relationName: string | null };

export function listMatchRules(context: Context): Promise<RuleView[]> {
  const { companyId } = context;
  return inCompany(context.db, companyId, async (tx) => {
    const views: RuleView[] = [];
    for (const rule of await readRules(tx, companyId)) {
      const { onfactContactId: contactId } = rule;
      views.push({ ...rule, relationName: contactId === null ? null : await nameOfContact(tx, companyId, contactId) });
    }
    return views;
  });
}

/** What the rule would have met in the whole history. Changes nothing. */
export function previewMatchRule(
  context: Context,
  { counterpartReference, direction, action }: RuleInput,
): Promise<RulePreview & { relationName: string | null; examples: ListedTransaction[] }> {
  const { companyId } = context;
  return inCompany(context.db, companyId, async (tx) => {
    const chosen = await actionOf(tx, companyId, action);
    const preview = await previewRule(tx, companyId, { counterpartReference, direction }, chosen);
    const listed = await findListedTransactions(tx, companyId, preview.exampleIds);
    const byId = new Map(listed.map((row) => [row.bankTransactionId, row]));
    const relationName = chosen.type === 'relation' ? await nameOfContact(tx, companyId, chosen.onfactContactId) : null;
    return { ...preview, relationName, examples: preview.exampleIds.flatMap((id) => byId.get(id) ?? []) };
  });
}

/** On from now: what waits is looked at again. One rule for an account number and a direction. */
export async function createMatchRule(
  context: Context,
  { counterpartReference, direction, action }: RuleInput,
): Promise<RuleView> {
  const { companyId, actor, clock } = context;
  const matchRuleId = await inCompany(context.db, companyId, async (tx) => {
    const chosen = await actionOf(tx, companyId, action);
    const id = await insertMatchRule(tx, {
      companyId,
      counterpartReference,
      direction,
      ...(chosen.type === 'relation'
        ? { outcome: 'contact', onfactContactId: chosen.onfactContactId, reason: null }
        : { outcome: 'ignored', onfactContactId: null, reason: chosen.reason }),
      isOn: true,
      createdAt: clock.now(),
      createdBy: nameOf(actor),
    });
    if (id === undefined) throw new ApplicationError('match_rule_exists');
    await changed(tx, context, 'match-rule.create', id);
    return id;
  });
  return findRule(context, matchRuleId);
}

export async function updateMatchRule(
  context: Context,
  { matchRuleId, isOn }: { matchRuleId: string; isOn: boolean },
): Promise<RuleView> {
  const { companyId } = context;
  await inCompany(context.db, companyId, async (tx) => {
    if (!(await switchMatchRule(tx, { companyId, matchRuleId }, isOn)))
      throw new ApplicationError('match_rule_not_found');
    await changed(tx, context, isOn ? 'match-rule.on' : 'match-rule.off', matchRuleId);
  });
  return findRule(context, matchRuleId);
}

/** What it did stays as it is. */
export async function deleteMatchRule(context: Context, { matchRuleId }: { matchRuleId: string }): Promise<void> {
  const { companyId } = context;
  await inCompany(context.db, companyId, async (tx) => {
    if (!(await removeRule(tx, { companyId, matchRuleId }))) throw new ApplicationError('match_rule_not_found');
    await changed(tx, context, 'match-rule.delete', matchRuleId);
  });
}

async function changed(
  tx: Transaction,
  context: Context,
  action: 'match-rule.create' | 'match-rule.on' | 'match-rule.off' | 'match-rule.delete',
  matchRuleId: string,
): Promise<void> {
  const { companyId } = context;
  await recordAudit(tx, context, { action, subject: { type: 'company', id: companyId }, facts: { matchRuleId } });
  await context.jobs.enqueue(tx, reconcileCompany, { companyId });
}

async function findRule(context: Context, matchRuleId: string): Promise<RuleView> {
  const rule = (await listMatchRules(context)).find((row) => row.matchRuleId === matchRuleId);
  if (!rule) throw new ApplicationError('match_rule_not_found');
  return rule;
}

async function actionOf(tx: Transaction, companyId: string, action: RuleInput['action']): Promise<RuleAction> {
  if (action.type === 'ignore') return action;
  const onfactContactId = contactIdOf(action.relationId);
  const name = onfactContactId === undefined ? null : await nameOfContact(tx, companyId, onfactContactId);
  if (onfactContactId === undefined || name === null) throw new ApplicationError('relation_not_found');
  return { type: 'relation', onfactContactId };
}

async function nameOfContact(tx: Transaction, companyId: string, onfactContactId: number): Promise<string | null> {
  return (await findContactName(tx, companyId, onfactContactId)) ?? null;
}
