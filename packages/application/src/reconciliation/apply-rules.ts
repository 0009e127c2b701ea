import { insertAuditEntries, insertLineDispositions, listLinesFreed, lockLines } from '@onfact-ponto/db';
import type { BankTransaction, LineOfAccount, MatchRule, Transaction } from '@onfact-ponto/db';
import type { Decision } from '@onfact-ponto/reconcile';
import { auditEntryOf, nameOf } from '../audit.ts';
import type { Context } from '../context.ts';

type Lines = Readonly<{ lines: ReadonlyMap<string, LineOfAccount>; rules: readonly MatchRule[] }>;

/**
 * Lets the rules of the company say what lines are that pay no document. A line with a good choice stays for a
 * person, and one that somebody freed of a rule is left alone. In the caller's transaction.
 * @returns the lines that need nobody any more
 */
export async function applyRules(
  tx: Transaction,
  context: Context,
  { lines, rules }: Lines,
  decisions: readonly Decision[],
): Promise<ReadonlySet<string>> {
  const hits = new Map<string, MatchRule>();
  for (const { lineId, level } of decisions) {
    const line = lines.get(lineId)?.line;
    const rule = line && rules.find((candidate) => hasHit(candidate, line));
    if (rule && level !== 'certain' && level !== 'strong') hits.set(lineId, rule);
  }
  if (hits.size === 0) return new Set();

  const { companyId } = context;
  const freed = new Set(await listLinesFreed(tx, companyId, [...hits.keys()]));
  const locked = await lockLines(tx, companyId, [...hits.keys()], { skipBusy: true });
  const free = locked.filter(({ line }) => line.allocatedMinor === 0n && !freed.has(line.bankTransactionId));
  const made = { companyId, cause: 'rule', createdAt: context.clock.now(), createdBy: nameOf(context.actor) } as const;
  const added = await insertLineDispositions(
    tx,
    free.flatMap(({ line: { bankTransactionId } }) => {
      const rule = hits.get(bankTransactionId);
      if (!rule || rule.outcome === 'contact') return [];
      return [{ ...made, bankTransactionId, kind: rule.outcome, reason: rule.reason }];
    }),
  );
  await insertAuditEntries(
    tx,
    added.map(({ bankTransactionId, reason }) =>
      auditEntryOf(context, {
        action: 'transaction.ignore',
        subject: { type: 'bank-transaction', id: bankTransactionId },
        facts: { reason: reason ?? '', matchRuleId: hits.get(bankTransactionId)?.matchRuleId ?? '' },
      }),
    ),
  );
  return new Set(added.map(({ bankTransactionId }) => bankTransactionId));
}

/** All that a rule sets must hold. */
function hasHit(rule: MatchRule, line: BankTransaction): boolean {
  if (rule.outcome === 'contact') return false;
  const { counterpartReference, textContains, direction } = rule;
  if (direction !== null && direction !== (line.amountMinor > 0n ? 'in' : 'out')) return false;
  if (counterpartReference !== null && counterpartReference !== compact(line.counterpartReference)) return false;
  return textContains === null || textOf(line).includes(textContains.toLowerCase());
}

function compact(reference: string | null): string {
  return (reference ?? '').replace(/\s/g, '').toUpperCase();
}

function textOf({ remittanceInformation, additionalInformation }: BankTransaction): string {
  return `${remittanceInformation ?? ''} ${additionalInformation ?? ''}`.toLowerCase();
}
