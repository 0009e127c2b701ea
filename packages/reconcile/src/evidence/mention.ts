import type { Reason } from '../decision.ts';
import type { Item } from '../books/item.ts';

/** One place in the line that names a document. Several items: a reference that several documents have. */
export type Mention = Readonly<{
  form: MentionForm;
  items: readonly Item[];
  matchedText: string;
  offset: number;
  field: TextField;
}>;

export type MentionForm =
  | 'own_payment_id'
  | 'structured_communication'
  | 'structured_communication_in_text'
  | 'creditor_reference'
  | 'number'
  | 'number_without_series'
  | 'number_in_list'
  | 'number_look_alike';

export type TextField = 'remittanceInformation' | 'additionalInformation' | 'endToEndId';

/** A run of digits that no mention covers: perhaps the tail of a number. */
export type LooseNumber = Readonly<{ value: number; matchedText: string; offset: number; field: TextField }>;

/** References that are copied or computed, with a check in themselves; a typing error never makes another one. */
export function isExactForm(form: MentionForm): boolean {
  return (
    form === 'structured_communication' ||
    form === 'structured_communication_in_text' ||
    form === 'creditor_reference' ||
    form === 'own_payment_id'
  );
}

export function reasonOf({ form, matchedText, offset, field }: Mention, item: Item): Reason {
  return { code: form, documentId: item.document.id, matchedText, offset, field };
}
