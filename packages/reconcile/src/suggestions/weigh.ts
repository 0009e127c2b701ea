import type { ReasonCode } from '../decision.ts';
import type { Evidence } from '../evidence/evidence.ts';
import type { Candidate } from './candidate.ts';

/**
 * How strongly a candidate is supported, in bits: each piece of evidence counts how much more often it is seen on the
 * right document than on another one. Used to order what a person is shown and to say how likely it is, never to book.
 */
export function weigh(evidence: Evidence, { reasons, vetoes, parts }: Candidate): number {
  const codes = new Set(reasons.map(({ code }) => code));
  const naming = strongest(codes, namingBits);
  const amount = amountBits(evidence, codes, parts.length);
  const payer = strongest(codes, payerBits);
  const isOther = vetoes.some(({ code }) => code === 'payer_is_other');
  const unnamed = parts.length - reasons.filter(({ code }) => code in namingBits).length;
  const guessed = parts.length > 1 ? Math.max(0, unnamed) : 0;
  return naming + amount + payer - (isOther ? 3 : 0) - guessed * 2;
}

/**
 * The kind of evidence, under which the memory counts how often such a choice is right. Few kinds, so that a company
 * soon has seen each of them.
 */
export function evidenceClassOf({ reasons, parts }: Candidate): string {
  const codes = new Set(reasons.map(({ code }) => code));
  const naming = strongest(codes, namingBits);
  const payer = strongest(codes, payerBits);
  return [
    naming >= namingBits.number_in_list ? 'named' : naming > 0 ? 'nearly_named' : 'not_named',
    codes.has('amount_exact') ? 'exact' : codes.has('amount_sum') ? 'sum' : 'other_amount',
    payer >= payerBits.account_shared ? 'payer' : payer > 0 ? 'alike' : 'payer_unknown',
    parts.length > 1 ? 'several' : 'one',
  ].join(' ');
}

type Bits = Readonly<Partial<Record<ReasonCode, number>>>;

const namingBits = {
  own_payment_id: 20,
  structured_communication: 16,
  creditor_reference: 16,
  structured_communication_in_text: 15,
  number: 14,
  number_in_list: 11,
  number_without_series: 11,
  number_look_alike: 11,
  structured_communication_repaired: 11,
  number_repaired: 8,
  number_tail: 6,
  old_reference: 7,
} satisfies Bits;

const payerBits = {
  account_trusted: 10,
  account_learned: 9,
  account_seen_with_name: 9,
  account_shared: 8,
  name_equal: 8,
  name_alike: 5,
} satisfies Bits;

const amountKinds = {
  amount_exact: 0,
  amount_sum: 5,
  amount_with_discount: 6,
  amount_within_limit: 6,
  amount_part: -2,
  amount_over: -3,
} satisfies Bits;

/** An exact amount says as much as it is rare among what is open. */
function amountBits({ books, amountMinor }: Evidence, codes: ReadonlySet<ReasonCode>, size: number): number {
  if (codes.has('amount_exact')) return rareAmountBits - Math.log2(1 + books.documents.amountCount(amountMinor));
  return codes.has('amount_sum') ? amountKinds.amount_sum - size / 2 : strongest(codes, amountKinds);
}

function strongest(codes: ReadonlySet<ReasonCode>, bits: Bits): number {
  let best: number | undefined;
  for (const code of codes) {
    const value = bits[code];
    if (value !== undefined && (best === undefined || value > best)) best = value;
  }
  return best ?? 0;
}

const rareAmountBits = 9;
