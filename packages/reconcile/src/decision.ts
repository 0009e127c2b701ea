import type { IsoDate } from '@onfact-ponto/primitives';
import type { Allocation } from './model.ts';

/** Every reason there is, from what the line says to what follows from it. Each has words in the admin. */
export const reasonCodes = [
  'own_payment_id',
  'structured_communication',
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
  'amount_exact',
  'amount_sum',
  'amount_with_discount',
  'amount_within_limit',
  'amount_part',
  'amount_over',
  'account_trusted',
  'account_learned',
  'account_seen_with_name',
  'account_shared',
  'name_equal',
  'name_alike',
  'only_open_document',
  'only_document_with_amount',
  'only_combination',
  'all_open_documents',
] as const;
export type ReasonCode = (typeof reasonCodes)[number];

/** Why a choice exists. `matchedText` quotes the line from `offset` on, in the field where it stands. */
export type Reason = Readonly<{
  code: ReasonCode;
  documentId?: string | undefined;
  matchedText?: string | undefined;
  offset?: number | undefined;
  field?: 'remittanceInformation' | 'additionalInformation' | 'endToEndId' | 'counterpartName' | undefined;
  /** For what was learned: from how many confirmations, the last of them when. */
  confirmations?: number | undefined;
  lastOn?: IsoDate | undefined;
}>;

/** What keeps a choice from being booked by itself, or at all. */
export const vetoCodes = [
  'currency_differs',
  'document_disputed',
  'document_closed',
  'document_newer',
  'reference_names_other',
  'reference_repeated',
  'amount_fits_other',
  'payer_is_other',
  'payer_unknown',
  'tie',
  'contested',
  'search_unfinished',
  'rejected_before',
  'account_denied',
  'rule_distrusted',
  'wrong_direction',
] as const;
export type VetoCode = (typeof vetoCodes)[number];
export type Veto = Readonly<{ code: VetoCode; documentId?: string | undefined }>;

/** What a line is that pays no document. */
export const lineKinds = [
  'own_transfer',
  'provider_payout',
  'direct_debit_batch',
  'returned_debit',
  'returned_payment',
  'bank_cost',
  'interest',
  'salary',
  'tax',
  'loan',
  'card_payment',
  'cash',
  'no_document',
] as const;
export type LineKind = (typeof lineKinds)[number];

/** The passes, from the most to the least trusted. */
export const ruleNames = [
  'exact-reference',
  'number-and-amount',
  'listed-references',
  'reference-whole',
  'reference-in-part',
  'reference-overpaid',
  'tail-and-amount',
  'references-completed',
  'known-payer-one',
  'known-payer-several',
  'suggestion',
  'classification',
] as const;
export type RuleName = (typeof ruleNames)[number];

/** One way to explain a line. */
export type Choice = Readonly<{
  allocations: readonly Allocation[];
  /** 0 to 1: how often such a choice is right, in general and in this company. Never used to decide. */
  confidence: number;
  reasons: readonly Reason[];
}>;

export type Decision = Readonly<{
  lineId: string;
  outcome: 'booked' | 'suggested' | 'none' | 'not_a_document_payment';
  level: 'certain' | 'strong' | 'possible' | 'none';
  kind: LineKind | undefined;
  rule: RuleName | undefined;
  /** `exact`: the communication, reference or payment id of one document, and its exact amount. */
  automation: 'exact' | 'learned';
  allocations: readonly Allocation[];
  confidence: number;
  reasons: readonly Reason[];
  /** Why the first choice is not certain. */
  vetoes: readonly Veto[];
  /** The kind of evidence of the first choice, under which its being right or wrong is remembered. */
  evidenceClass: string | undefined;
  /** Best first; with the first choice at most five in all. */
  alternatives: readonly Choice[];
  /** The other side of a transfer between own accounts, where it is known. */
  pairedLineId: string | undefined;
}>;

/** "Why" and "why not", for one line and one document. */
export type Explanation = Readonly<{
  lineId: string;
  documentId: string;
  /** Its place among the choices, 0 is first; undefined when it is not one of them. */
  rank: number | undefined;
  decision: Decision;
  /** What speaks for this document, whether it was chosen or not. */
  reasons: readonly Reason[];
  /** What speaks against it. */
  vetoes: readonly Veto[];
  matcherVersion: string;
}>;
