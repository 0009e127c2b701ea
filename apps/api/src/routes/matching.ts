import * as application from '@onfact-ponto/application';
import type { ListedMemory, MatchingSettingsView, RuleView } from '@onfact-ponto/application';
import * as contract from '@onfact-ponto/api-contract';
import type { MatchingSettings, MatchMemoryEntry, MatchRule } from '@onfact-ponto/api-contract';
import { once } from '../middleware/idempotency.ts';
import { createRouter } from '../router.ts';
import { transactionOf } from './bank-transaction-shape.ts';
import { readMemoryCursor, writeMemoryCursor } from './reconciliation-cursors.ts';
import { ignoreReasonOf } from './reconciliation-shape.ts';
import { amountOfMinor, minorOfAmount, momentOf, momentOrNull } from './wire-values.ts';

/** What the matcher is told: rules, what it learned, and how far it may go. */
export function matchingRoutes() {
  return createRouter()
    .openapi(contract.listMatchRules, async (c) => {
      const rules = await application.listMatchRules(c.var.context);
      return c.json({ items: rules.map(ruleOf), next: null }, 200);
    })
    .openapi(contract.previewMatchRule, async (c) => {
      const { examples, hitCount, toProcessCount, decidedOtherwiseCount, relationName } =
        await application.previewMatchRule(c.var.context, c.req.valid('json'));
      return c.json(
        { hitCount, toProcessCount, decidedOtherwiseCount, relationName, examples: examples.map(transactionOf) },
        200,
      );
    })
    .openapi({ ...contract.createMatchRule, middleware: once }, async (c) =>
      c.json(ruleOf(await application.createMatchRule(c.var.context, c.req.valid('json'))), 201),
    )
    .openapi({ ...contract.updateMatchRule, middleware: once }, async (c) => {
      const change = { ...c.req.valid('param'), ...c.req.valid('json') };
      return c.json(ruleOf(await application.updateMatchRule(c.var.context, change)), 200);
    })
    .openapi({ ...contract.deleteMatchRule, middleware: once }, async (c) => {
      await application.deleteMatchRule(c.var.context, c.req.valid('param'));
      return c.json({ status: 'done' as const }, 200);
    })
    .openapi(contract.listMatchMemory, async (c) => {
      const { after, ...query } = c.req.valid('query');
      const page = await application.listMatchMemory(c.var.context, {
        ...query,
        after: after === undefined ? undefined : readMemoryCursor(after),
      });
      return c.json({ items: page.items.map(memoryOf), next: page.next && writeMemoryCursor(page.next) }, 200);
    })
    .openapi({ ...contract.eraseMatchMemoryEntry, middleware: once }, async (c) =>
      c.json(await application.eraseMatchMemoryEntry(c.var.context, c.req.valid('param')), 200),
    )
    .openapi({ ...contract.eraseMatchMemoryOfRelation, middleware: once }, async (c) =>
      c.json(await application.eraseMatchMemoryOfRelation(c.var.context, c.req.valid('param')), 200),
    )
    .openapi(contract.getMatchingSettings, async (c) =>
      c.json(settingsOf(await application.getMatchingSettings(c.var.context)), 200),
    )
    .openapi({ ...contract.updateMatchingSettings, middleware: once }, async (c) => {
      const { differenceLimit } = c.req.valid('json');
      const amountMinor = minorOfAmount(differenceLimit, 'json.differenceLimit');
      const change = { differenceLimit: { amountMinor, currency: differenceLimit.currency } };
      return c.json(settingsOf(await application.updateMatchingSettings(c.var.context, change)), 200);
    });
}

function ruleOf(rule: RuleView): MatchRule {
  return {
    id: rule.matchRuleId,
    counterpartReference: rule.counterpartReference,
    direction: rule.direction,
    action:
      rule.onfactContactId === null
        ? { type: 'ignore', reason: ignoreReasonOf(rule.reason) ?? 'no_document' }
        : { type: 'relation', relationId: String(rule.onfactContactId) },
    relationName: rule.relationName,
    isOn: rule.isOn,
    createdAt: momentOf(rule.createdAt),
    createdBy: rule.createdBy,
    hitCount: rule.hitCount,
    lastHitAt: momentOrNull(rule.lastHitAt),
  };
}

function memoryOf(entry: ListedMemory): MatchMemoryEntry {
  return {
    id: entry.matchMemoryId,
    kind: entry.kind,
    value: entry.value,
    relation: entry.onfactContactId === null ? null : { id: String(entry.onfactContactId), name: entry.contactName },
    confirmations: entry.confirmations,
    contradictions: entry.contradictions,
    lastOn: entry.lastOn,
  };
}

function settingsOf(view: MatchingSettingsView): MatchingSettings {
  return {
    differenceLimit: amountOfMinor(view.differenceLimitMinor, 'EUR'),
    highestDifferenceLimit: amountOfMinor(view.highestLimitMinor, 'EUR'),
    accounts: view.accounts,
    mayChange: view.mayChange,
  };
}
