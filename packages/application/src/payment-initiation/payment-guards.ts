import { isIban } from '@onfact-ponto/primitives';
import type { IsoDate } from '@onfact-ponto/primitives';

/** What is known about one transfer before it is prepared. */
export type TransferFacts = Readonly<{
  documentId: string;
  isPayable: boolean;
  /** In another payment that lives. */
  isInRunningPayment: boolean;
  currency: string;
  openMinor: bigint;
  amountMinor: bigint;
  payeeName: string;
  payeeIban: string | null;
  /** The communication as it will be sent; false when its check digits are wrong. */
  isReferenceValid: boolean;
  /** Where the last payment to this supplier went. */
  lastPaidIban: string | null;
  /** Under which other name the bank knows the account, if it does. */
  accountKnownAs: string | null;
  /** Open credit notes of the same supplier. */
  openCreditMinor: bigint;
}>;

export type PaymentFacts = Readonly<{
  ownIbans: readonly string[];
  availableMinor: bigint | null;
  today: IsoDate;
  executionDate: IsoDate | null;
  /** Whether the paying account's bank takes a date; null when it is not known. */
  takesExecutionDate: boolean | null;
  transfers: readonly TransferFacts[];
}>;

/**
 * - `stop`: nothing is sent before it is mended.
 * - `confirm`: a person must say that it is right.
 * - `warn`: shown; nothing more is asked.
 */
export type GuardLevel = 'stop' | 'confirm' | 'warn';

const levels = {
  not_payable: 'stop',
  in_running_payment: 'stop',
  not_euro: 'stop',
  amount_not_positive: 'stop',
  amount_over_open: 'stop',
  amount_too_large: 'stop',
  account_missing: 'stop',
  account_invalid: 'stop',
  own_account: 'stop',
  reference_invalid: 'stop',
  date_past: 'stop',
  date_not_taken: 'stop',
  account_changed: 'confirm',
  account_of_another_name: 'confirm',
  credit_notes_open: 'warn',
  balance_too_low: 'warn',
} as const satisfies Record<string, GuardLevel>;

export type GuardCode = keyof typeof levels;
/** @property documentId undefined when it concerns the payment as a whole */
export type Guard = Readonly<{ code: GuardCode; level: GuardLevel; documentId: string | undefined }>;

/** EUR 999,999,999.99, the most that SEPA carries. */
const mostMinor = 99_999_999_999n;

/** Everything that speaks against a payment, in the order in which a user mends it: each transfer's own, then the whole. */
export function guardsOf(payment: PaymentFacts): Guard[] {
  return [
    ...payment.transfers.flatMap((transfer) =>
      codesOf(transfer, payment).map((code) => ({ code, level: levels[code], documentId: transfer.documentId })),
    ),
    ...codesOfWhole(payment).map((code) => ({ code, level: levels[code], documentId: undefined })),
  ];
}

function codesOf(transfer: TransferFacts, { ownIbans }: PaymentFacts): GuardCode[] {
  const { amountMinor, openMinor, payeeIban, lastPaidIban } = transfer;
  const codes: GuardCode[] = [];
  const add = (code: GuardCode, holds: boolean) => holds && codes.push(code);
  add('not_payable', !transfer.isPayable);
  add('in_running_payment', transfer.isInRunningPayment);
  add('not_euro', transfer.currency !== 'EUR');
  add('amount_not_positive', amountMinor <= 0n);
  add('amount_over_open', transfer.isPayable && amountMinor > openMinor);
  add('amount_too_large', amountMinor > mostMinor);
  add('account_missing', payeeIban === null);
  add('account_invalid', payeeIban !== null && !isIban(payeeIban));
  add('own_account', payeeIban !== null && ownIbans.includes(payeeIban));
  add('reference_invalid', !transfer.isReferenceValid);
  add('account_changed', payeeIban !== null && lastPaidIban !== null && lastPaidIban !== payeeIban);
  add('account_of_another_name', transfer.accountKnownAs !== null);
  add('credit_notes_open', transfer.openCreditMinor > 0n);
  return codes;
}

function codesOfWhole({
  transfers,
  availableMinor,
  today,
  executionDate,
  takesExecutionDate,
}: PaymentFacts): GuardCode[] {
  const totalMinor = transfers.reduce((sum, { amountMinor }) => sum + amountMinor, 0n);
  const codes: GuardCode[] = [];
  if (executionDate !== null && executionDate < today) codes.push('date_past');
  if (executionDate !== null && executionDate > today && takesExecutionDate === false) codes.push('date_not_taken');
  if (availableMinor !== null && totalMinor > availableMinor) codes.push('balance_too_low');
  return codes;
}

/** What keeps the payment from being prepared: what must be mended, and what nobody confirmed. */
export function obstaclesIn(guards: readonly Guard[], confirmed: readonly GuardCode[]): Guard[] {
  return guards.filter(({ code, level }) => level === 'stop' || (level === 'confirm' && !confirmed.includes(code)));
}
