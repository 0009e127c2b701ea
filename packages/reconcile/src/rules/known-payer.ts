import type { Item } from '../books/item.ts';
import type { Reason, Veto } from '../decision.ts';
import { agreementWith } from '../evidence/agreement.ts';
import type { Evidence } from '../evidence/evidence.ts';
import { isExactForm } from '../evidence/mention.ts';
import { partsOf, pileOf, setsWithSum } from '../evidence/pile.ts';
import type { Pile } from '../evidence/pile.ts';
import type { Part } from '../evidence/subset-sum.ts';
import { inFull } from './finding.ts';
import type { MatchRule } from './finding.ts';
import { isFew } from './references-completed.ts';

/**
 * Is the payer known, and is there exactly one document, or one set of a few, of all that he has open
 * with this amount? Two sets, or more open documents than can be looked through, are left to a person.
 */
export const byKnownPayer: MatchRule = (evidence) => {
  const payer = knownPayer(evidence);
  if (!payer || evidence.classification()) return undefined;
  const { relationIds, reasons } = payer;
  const pile = pileOf(evidence, relationIds);
  const { solutions, isComplete } = setsWithSum(pile, evidence.amountMinor);
  const [found] = solutions;
  if (!found) return undefined;
  const isAll = found.length === partsOf(pile).length;
  return {
    rule: found.length === 1 ? 'known-payer-one' : 'known-payer-several',
    automation: 'learned',
    parts: inFull(found.map(({ item }) => item)),
    reasons: [
      { code: found.length === 1 ? 'amount_exact' : 'amount_sum' },
      ...reasons,
      { code: uniquenessOf(found, isAll) },
    ],
    vetoes: [
      ...vetoesOf(pile, solutions, isComplete, isAll),
      ...oldReferenceVetoes(evidence, relationIds, isAll && found.length === 1),
    ],
  };
};

type KnownPayer = Readonly<{ relationIds: readonly string[]; reasons: readonly Reason[] }>;

/** By his account; or he repeats the communication of a document that was paid before, and the name agrees with it. */
function knownPayer(evidence: Evidence): KnownPayer | undefined {
  const payer = evidence.payer();
  if (payer.certainty === 'identified' || payer.certainty === 'shared') return payer;
  const copied = evidence.named().closed.filter(({ mention }) => isExactForm(mention.form));
  const [old] = copied;
  const agreement = old && copied.length === 1 ? agreementWith(evidence, old.item) : undefined;
  const relationId = old?.item.document.relationId;
  if (!old || !agreement || relationId === undefined) return undefined;
  const { matchedText, offset, field } = old.mention;
  return { relationIds: [relationId], reasons: [{ code: 'old_reference', matchedText, offset, field }, ...agreement] };
}

function uniquenessOf(found: readonly Part[], isAll: boolean) {
  if (found.length > 1) return isAll ? 'all_open_documents' : 'only_combination';
  return isAll ? 'only_open_document' : 'only_document_with_amount';
}

function vetoesOf(
  pile: Pile,
  [found, second]: readonly (readonly Part[])[],
  isComplete: boolean,
  isAll: boolean,
): Veto[] {
  if (second) return [{ code: 'tie' }];
  if (!isComplete) return [{ code: 'search_unfinished' }];
  const size = found?.length ?? 0;
  return isAll || size === 1 || isFew(pile, size) ? [] : [{ code: 'search_unfinished' }];
}

/**
 * A communication that was paid long ago is what standing orders carry. It contradicts nothing when it is the payer's
 * own, months old, and only one document is open, or when people confirmed that this payer repeats it.
 */
function oldReferenceVetoes(evidence: Evidence, relationIds: readonly string[], isOnlyOne: boolean): Veto[] {
  const { memory, today } = evidence.books;
  const isExplained = ({ document: { relationId = '', structuredCommunication = '' }, issueDay }: Item) =>
    relationIds.includes(relationId) &&
    ((isOnlyOne && evidence.day - issueDay > daysOfDoubles) ||
      memory.hasLive('old_reference', structuredCommunication, today));
  return evidence
    .named()
    .closed.filter(({ item }) => !isExplained(item))
    .map(({ item }) => ({ code: 'reference_names_other', documentId: item.document.id }));
}

/** A document that was written later than this ago may just have been paid twice. */
const daysOfDoubles = 75;
