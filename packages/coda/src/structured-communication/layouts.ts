import type { RecordLayout } from '../record-layout.ts';
import { cardPayment, cardSettlement, cashDeposit, terminalPayment, terminalTotal } from './cards.ts';
import { bill, billInterest, credit, fees, termDeposit } from './credits.ts';
import {
  cashDetail,
  counterpart,
  coupons,
  detailAmount,
  fourLines,
  securitiesTrade,
  ultimateParty,
} from './information.ts';
import {
  belgianReference,
  calculation,
  creditorReference,
  directDebit,
  formerDirectDebit,
  interest,
  number,
  originalAmount,
} from './payments.ts';

/** Every type whose inside is known: 100-127 stand in movements, 001-011 in information records. */
export const structuredLayouts = {
  '100': creditorReference,
  '101': belgianReference,
  '102': belgianReference,
  '103': number,
  '105': originalAmount,
  '106': calculation,
  '107': formerDirectDebit,
  '108': interest,
  '111': terminalTotal,
  '113': cardPayment,
  '114': terminalPayment,
  '115': cashDeposit,
  '121': bill,
  '122': billInterest,
  '123': fees,
  '124': cardSettlement,
  '125': credit,
  '126': termDeposit,
  '127': directDebit,
  '001': counterpart,
  '002': fourLines,
  '004': fourLines,
  '005': fourLines,
  '006': detailAmount,
  '007': cashDetail,
  '008': ultimateParty,
  '009': ultimateParty,
  '010': securitiesTrade,
  '011': coupons,
} as const satisfies Readonly<Record<string, RecordLayout>>;

export type LaidOutType = keyof typeof structuredLayouts;

/** Numbers of older tables of which no layout is known: their text is kept as it is. */
export const typesWithoutLayout: ReadonlySet<string> = new Set(['003', '104', '112', '120']);

/** How long the text of a type is, without what a bank may write behind it. */
export function lengthOf(layout: RecordLayout): number {
  return Math.max(...Object.values(layout).map(({ to }) => to));
}
