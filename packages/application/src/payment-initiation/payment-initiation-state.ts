import type { PaymentInitiationState } from '@onfact-ponto/db';
import type { PaymentStage } from '@onfact-ponto/ponto-client';

/** What can happen to a payment that somebody prepared, by whichever of the three ways it goes out. */
export type PaymentInitiationEvent =
  /** The second pair of eyes agreed. */
  | 'approved'
  /** A call to Ponto begins: from here on the payment may exist there. */
  | 'sending_began'
  /** Ponto answered with its id. */
  | 'accepted_by_ponto'
  /** Ponto, or the client before anything was sent, said that it will never take this. */
  | 'refused_by_ponto'
  /** Nobody knows whether Ponto took it. */
  | 'answer_lost'
  /** Ponto was certainly not reached by this try, nor by any before it. */
  | 'not_sent'
  /** The file was downloaded, or the QR code shown: a person may have paid. */
  | 'handed_out'
  | 'signed'
  | 'accepted_by_bank'
  | 'refused_by_bank'
  | 'cancelled_at_ponto'
  /** Taken back by a person while that is certain to help: not sent, not signed, or a file that was never used. */
  | 'cancelled'
  /** A person looked, in Ponto or at the bank, and what was not seen is not there, nor will be. */
  | 'declared_absent'
  /** Nobody signed in time. */
  | 'expired'
  /** A line carries our id, and another amount or account than approved: never obeyed, always to be looked at. */
  | 'differs'
  /** The bank carried it out, and what it pays was paid or closed already, or is in another payment: the same. */
  | 'paid_twice'
  /** The bank gave the money of a transfer back: what it paid is open again. The payment was executed, and stays so. */
  | 'returned'
  /** A person says that nothing came back. */
  | 'return_undone'
  /** Every part was seen on the bank account. */
  | 'seen_on_account';

type Next = Readonly<Partial<Record<PaymentInitiationEvent, PaymentInitiationState>>>;

/**
 * Which state follows from which event. What is not named here is not obeyed: it is written into the history, and a
 * payment that goes on is asked about again. Ponto may tell in any order and with gaps, and never goes back. *Paid* is
 * said by the account alone, never by a status. A payment that lives no more has given its documents back, and another
 * may carry them: no status of Ponto makes it live again.
 */
export const transitions: Readonly<Record<PaymentInitiationState, Next>> = {
  awaiting_approval: { approved: 'prepared', cancelled: 'cancelled' },
  prepared: { sending_began: 'sending', handed_out: 'handed_out', cancelled: 'cancelled' },
  sending: {
    accepted_by_ponto: 'awaiting_signature',
    refused_by_ponto: 'refused',
    answer_lost: 'unknown',
    not_sent: 'prepared',
    seen_on_account: 'executed',
  },
  /** Asked again under the same key, so that Ponto does it at most once; after the life of the key a person looks. */
  unknown: {
    sending_began: 'sending',
    declared_absent: 'cancelled',
    seen_on_account: 'executed',
  },
  awaiting_signature: {
    signed: 'signed',
    accepted_by_bank: 'accepted',
    refused_by_bank: 'refused',
    cancelled_at_ponto: 'cancelled',
    cancelled: 'cancelled',
    expired: 'expired',
    declared_absent: 'cancelled',
    seen_on_account: 'executed',
  },
  signed: {
    accepted_by_bank: 'accepted',
    refused_by_bank: 'refused',
    cancelled_at_ponto: 'cancelled',
    declared_absent: 'cancelled',
    seen_on_account: 'executed',
  },
  accepted: { refused_by_bank: 'refused', declared_absent: 'cancelled', seen_on_account: 'executed' },
  handed_out: { seen_on_account: 'executed', cancelled: 'cancelled' },
  /** A bank can book what it had called refused, and a file can be used after all: the account is believed. */
  refused: { seen_on_account: 'executed' },
  expired: { seen_on_account: 'executed' },
  cancelled: { seen_on_account: 'executed' },
  executed: {},
};

/** @returns undefined when the event is not obeyed in this state */
export function stateAfter(
  state: PaymentInitiationState,
  event: PaymentInitiationEvent,
): PaymentInitiationState | undefined {
  return transitions[state][event];
}

/**
 * While a payment lives, its purchases cannot be put into another one. An executed one lives no more: what it paid is
 * allocated to the purchase, which bounds what a later payment may pay.
 */
export function isLive(state: PaymentInitiationState): boolean {
  return !['executed', 'refused', 'expired', 'cancelled'].includes(state);
}

/**
 * What a status of Ponto says. Undefined says nothing new: it waits for signatures, or the word is one that nobody knew
 * when this was written.
 */
export function eventOfStatus(
  stage: PaymentStage,
  status: string | undefined,
):
  | Extract<PaymentInitiationEvent, 'signed' | 'accepted_by_bank' | 'refused_by_bank' | 'cancelled_at_ponto'>
  | undefined {
  switch (stage) {
    case 'open':
    case 'unknown':
      return undefined;
    case 'signed':
      return status === 'accepted-technical-validation' ? 'signed' : 'accepted_by_bank';
    case 'executed':
      return 'accepted_by_bank';
    case 'ended':
      return status === 'cancelled' ? 'cancelled_at_ponto' : 'refused_by_bank';
  }
}
