import type { Veto } from '../decision.ts';
import type { Evidence } from '../evidence/evidence.ts';
import { partsOf, pileOf, setsWithSum } from '../evidence/pile.ts';
import type { Pile } from '../evidence/pile.ts';
import type { Part } from '../evidence/subset-sum.ts';
import { isLive } from '../memory.ts';
import { inFull } from './finding.ts';
import type { MatchRule } from './finding.ts';
import { isFew } from './references-completed.ts';

/**
 * Is the payer known by his account, and is there exactly one document, or one set of a few, of all that he has open
 * with this amount? Two sets, or more open documents than can be looked through, are left to a person.
 */
export const byKnownPayer: MatchRule = (evidence) => {
  const { certainty, relationIds, reasons } = evidence.payer();
  if (certainty !== 'identified' && certainty !== 'shared') return undefined;
  if (evidence.classification()) return undefined;
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
      ...oldReferenceVetoes(evidence, isAll && found.length === 1),
    ],
  };
};

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
 * own and only one document is open, or when people confirmed that this payer repeats it.
 */
function oldReferenceVetoes(evidence: Evidence, isOnlyOne: boolean): Veto[] {
  const { relationIds } = evidence.payer();
  const { memory, today } = evidence.books;
  const isExplained = ({ relationId = '', structuredCommunication = '' }: Reference) =>
    relationIds.includes(relationId) &&
    (isOnlyOne || memory.about('old_reference', structuredCommunication).some((entry) => isLive(entry, today)));
  return evidence
    .named()
    .closed.filter(({ item }) => !isExplained(item.document))
    .map(({ item }) => ({ code: 'reference_names_other', documentId: item.document.id }));
}

type Reference = Readonly<{ relationId?: string | undefined; structuredCommunication?: string | undefined }>;
