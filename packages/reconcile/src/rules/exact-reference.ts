import { valueOn } from '../books/item.ts';
import { isExactForm, reasonOf } from '../evidence/mention.ts';
import { inFull } from './finding.ts';
import type { MatchRule } from './finding.ts';

/**
 * Does the line carry the communication, creditor reference or own payment id of exactly one open document, and pay
 * exactly what is open? Anything less is for the rules behind this one.
 */
export const byExactReference: MatchRule = (evidence) => {
  const { open, isAmbiguous } = evidence.named();
  const [found] = open;
  if (!found || open.length > 1 || isAmbiguous || !isExactForm(found.mention.form)) return undefined;
  if (valueOn(found.item, evidence.sign) !== evidence.amountMinor) return undefined;
  return {
    rule: 'exact-reference',
    automation: 'exact',
    parts: inFull([found.item]),
    reasons: [reasonOf(found.mention, found.item), { code: 'amount_exact', documentId: found.item.document.id }],
    vetoes: [],
  };
};
