import { isIban } from '@onfact-ponto/primitives';
import type { IsoDate } from '@onfact-ponto/primitives';

/** What is known about one transfer before it is prepared. */
export type TransferFacts = Readonly<{
  /** The document, or the line of which too much came in. */
  payableId: string;
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
  /** The payment before to this supplier, when it went to another account. */
  accountBefore: AccountBefore | null;
  /** The account does not stand on the document: the customer last paid from it. */
  isAccountOfLastPayment: boolean;
  /** Under which other name the bank knows the account, if it does. */
  accountKnownAs: string | null;
  /** A payment of it that left the account, and whose line is matched to something else, or to nothing. */
  paidBefore: Readonly<{ paymentInitiationId: string; reference: string; seenAt: Date }> | null;
  /** Of the same supplier, in the same currency. */
  openCredits: readonly Readonly<{ number: string; openMinor: bigint }>[];
}>;

/** Where a supplier was paid before, and since when it asks to be paid elsewhere. */
export type AccountBefore = Readonly<{
  iban: string;
  paidAt: Date;
  paidBy: string | null;
  /** When onFact first told of the new account, and on which purchase. onFact does not tell who entered it. */
  changedAt: Date | null;
  changedOn: string | null;
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
  paid_before: 'confirm',
  account_changed: 'confirm',
  account_of_another_name: 'confirm',
  account_of_last_payment: 'warn',
  credit_notes_open: 'warn',
  balance_too_low: 'warn',
} as const satisfies Record<string, GuardLevel>;

export type GuardCode = keyof typeof levels;
/**
 * @property payableId undefined when it concerns the payment as a whole
 * @property transfer what is known of the transfer that it concerns: who decides sees more than the code
 */
export type Guard = Readonly<{
  code: GuardCode;
  level: GuardLevel;
  payableId: string | undefined;
  transfer: TransferFacts | undefined;
}>;

/** EUR 999,999,999.99, the most that SEPA carries. */
const mostMinor = 99_999_999_999n;

/** Everything that speaks against a payment, in the order in which a user mends it: each transfer's own, then the whole. */
export function guardsOf(payment: PaymentFacts): Guard[] {
  return [
    ...payment.transfers.flatMap((transfer) =>
      codesOf(transfer, payment).map((code) => ({
        code,
        level: levels[code],
        payableId: transfer.payableId,
        transfer,
      })),
    ),
    ...codesOfWhole(payment).map((code) => ({
      code,
      level: levels[code],
      payableId: undefined,
      transfer: undefined,
    })),
  ];
}

function codesOf(transfer: TransferFacts, { ownIbans }: PaymentFacts): GuardCode[] {
  const { amountMinor, openMinor, payeeIban } = transfer;
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
  add('paid_before', transfer.paidBefore !== null);
  add('account_changed', transfer.accountBefore !== null);
  add('account_of_another_name', transfer.accountKnownAs !== null);
  add('account_of_last_payment', transfer.isAccountOfLastPayment);
  add('credit_notes_open', transfer.openCredits.length > 0);
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
