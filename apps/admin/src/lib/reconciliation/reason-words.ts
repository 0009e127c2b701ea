import type { DocumentKind, MatchReason } from '@onfact-ponto/api-contract';
import type { Translate } from '#lib/i18n/translate.ts';

/**
 * The words of every reason and veto of the matcher, in the order in which people read them: what the line says, who
 * paid, how much, the name, and what follows from it. A test compares this list with the matcher's own.
 */
export const reasonOrder = [
  'own_payment_id',
  'structured_communication',
  'structured_communication_equal',
  'structured_communication_in_text',
  'creditor_reference',
  'number',
  'number_without_series',
  'number_in_list',
  'number_tail',
  'number_look_alike',
  'structured_communication_repaired',
  'number_repaired',
  'old_reference',
  'account_trusted',
  'account_seen_with_name',
  'account_shared',
  'amount_exact',
  'amount_equal',
  'amount_sum',
  'amount_with_discount',
  'amount_within_limit',
  'amount_part',
  'amount_over',
  'name_equal',
  'name_alike',
  'account_learned',
  'only_open_document',
  'only_document_with_amount',
  'only_combination',
  'all_open_documents',
] as const;

export const vetoOrder = [
  'reference_names_other',
  'reference_repeated',
  'payer_is_other',
  'payer_unknown',
  'account_denied',
  'amount_fits_other',
  'currency_differs',
  'wrong_direction',
  'document_closed',
  'document_disputed',
  'document_newer',
  'tie',
  'contested',
  'search_unfinished',
  'rejected_before',
  'rule_distrusted',
] as const;

export type Party = 'customer' | 'supplier';

type KnownCode = (typeof reasonOrder)[number] | (typeof vetoOrder)[number];
const order: readonly KnownCode[] = [...reasonOrder, ...vetoOrder];

/** Of a code that is newer than these words, the code itself is shown: hiding it would hide a reason. */
export function reasonInWords(
  { code, facts }: Pick<MatchReason, 'code' | 'facts'>,
  t: Translate,
  party: Party = 'customer',
): string {
  const known = order.find((one) => one === code);
  if (known === undefined) return t('reason.unknown', { code });
  if (known === 'account_learned' && facts.confirmations !== undefined) {
    return t('reason.account_learned.times', { times: facts.confirmations });
  }
  return known === 'account_trusted' ? t(`reason.account_trusted.${party}`) : t(`reason.${known}`);
}

const ruleWords = {
  'exact-reference': 'matchRule.exactReference',
  'number-and-amount': 'matchRule.numberAndAmount',
  'listed-references': 'matchRule.listedReferences',
  'reference-whole': 'matchRule.referenceWhole',
  'reference-in-part': 'matchRule.referenceInPart',
  'reference-overpaid': 'matchRule.referenceOverpaid',
  'tail-and-amount': 'matchRule.tailAndAmount',
  'references-completed': 'matchRule.referencesCompleted',
  'known-payer-one': 'matchRule.knownPayerOne',
  'known-payer-several': 'matchRule.knownPayerSeveral',
  suggestion: 'matchRule.suggestion',
  classification: 'matchRule.classification',
} as const;

/** Which question of the matcher decided. */
export function ruleInWords(rule: string, t: Translate): string {
  return rule in ruleWords ? t(ruleWords[rule as keyof typeof ruleWords]) : rule;
}

/** For before against, each in the fixed order. */
export function inReadingOrder<Reason extends Pick<MatchReason, 'code' | 'side'>>(
  reasons: readonly Reason[],
): Reason[] {
  const placeOf = ({ code, side }: Reason) => {
    const place = order.findIndex((known) => known === code);
    return (side === 'against' ? 1000 : 0) + (place < 0 ? 500 : place);
  };
  return [...reasons].sort((left, right) => placeOf(left) - placeOf(right));
}

export type ReasonChip = Readonly<{ side: MatchReason['side']; text: string; matchedTexts: readonly string[] }>;

/** In reading order, each said once: three documents that are found in the same way have one chip, with what was read. */
export function chipsOf(
  reasons: readonly Pick<MatchReason, 'code' | 'side' | 'facts' | 'matchedText'>[],
  t: Translate,
  party: Party = 'customer',
): ReasonChip[] {
  const chips = new Map<string, ReasonChip>();
  for (const reason of inReadingOrder(reasons)) {
    const text = reasonInWords(reason, t, party);
    const read = [
      ...(chips.get(text)?.matchedTexts ?? []),
      ...(reason.matchedText === null ? [] : [reason.matchedText]),
    ];
    chips.set(text, { side: reason.side, text, matchedTexts: [...new Set(read)] });
  }
  return [...chips.values()];
}

/** Whom a document is between: the customer of a sale, the supplier of a purchase. */
export function partyOf(kind: DocumentKind | undefined): Party {
  return kind === 'purchase_invoice' || kind === 'purchase_credit_note' ? 'supplier' : 'customer';
}
