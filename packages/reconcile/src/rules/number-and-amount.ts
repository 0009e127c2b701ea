import { agreementWith, isOfAnother } from '../evidence/agreement.ts';
import { pileOf, partsOf } from '../evidence/pile.ts';
import { valueOn } from '../books/item.ts';
import type { Veto } from '../decision.ts';
import { inFull, reasonsOfNames } from './finding.ts';
import type { MatchRule } from './finding.ts';

/**
 * Does the text hold the whole number of exactly one open document, and does the line pay exactly what is open? A
 * number with look-alike letters needs the payer to agree; one that a known payer of somebody else writes, while his
 * own document has this amount, is left.
 */
export const byNumberAndAmount: MatchRule = (evidence) => {
  const { open, isAmbiguous } = evidence.named();
  const [found] = open;
  if (!found || open.length > 1 || isAmbiguous) return undefined;
  const { item, mention } = found;
  if (valueOn(item, evidence.sign) !== evidence.amountMinor) return undefined;

  const vetoes: Veto[] = [];
  const agreement = agreementWith(evidence, item);
  if (mention.form === 'number_look_alike' && !agreement) vetoes.push({ code: 'payer_unknown' });
  if (isOfAnother(evidence, item)) {
    const own = partsOf(pileOf(evidence, evidence.payer().relationIds));
    const rival = own.find(({ value }) => value === evidence.amountMinor);
    if (rival) vetoes.push({ code: 'amount_fits_other', documentId: rival.item.document.id });
  }
  return {
    rule: 'number-and-amount',
    automation: 'learned',
    parts: inFull([item]),
    reasons: [...reasonsOfNames(open), { code: 'amount_exact', documentId: item.document.id }, ...(agreement ?? [])],
    vetoes,
  };
};
