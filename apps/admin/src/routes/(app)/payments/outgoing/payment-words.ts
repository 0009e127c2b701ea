import type { OutgoingPaymentDetail, PurchasesReading } from '@onfact-ponto/api-contract';
import { formatMomentNear } from '#lib/format/dates.ts';
import type { MessageKey } from '#lib/i18n/catalogue.ts';
import type { Locale } from '#lib/i18n/locale.ts';
import { isUnpaid } from './state-mark.ts';

/** What the state of a payment means for whoever looks at it. */
export function sentenceOf(payment: OutgoingPaymentDetail, { t }: Pick<Locale, 't'>): string {
  const { state, method, can, preparedBy } = payment;
  if (payment.paidOtherwise.length > 0) return t('outgoing.says.otherwise');
  if (can.approve) return t('outgoing.says.approve', { name: preparedBy ?? t('outgoing.payment.system') });
  const seen = payment.transfers.filter(({ bankTransactionId }) => bankTransactionId !== null).length;
  if (isUnpaid(payment) && seen > 0) return t('outgoing.says.partly');
  if (payment.transfers.some(({ returnedTransactionId }) => returnedTransactionId !== null)) {
    return t('outgoing.says.returned');
  }
  if (state === 'accepted' && can.declareAbsent) return t('outgoing.says.accepted.look');
  if (seen > 0 && state !== 'executed') return t('outgoing.says.seen', { n: seen, all: payment.transfers.length });
  if (state === 'prepared') return t(`outgoing.says.prepared.${method}`);
  if (state === 'handed_out' && method !== 'ponto') return t(`outgoing.says.handed_out.${method}`);
  if ((state === 'unknown' || state === 'awaiting_signature') && can.declareAbsent)
    return t('outgoing.says.unknown.look');
  return t(`outgoing.says.${state === 'handed_out' ? 'accepted' : state}`);
}

/** What keeps the purchases from being as they stand in onFact, what to do, and until when they were read. */
export function readingNotice({ state, readAt }: PurchasesReading, { t }: Pick<Locale, 't'>, now: number) {
  if (state === 'working') return undefined;
  if (state === 'not_read_yet') {
    return {
      tone: 'info',
      title: t('outgoing.documents.not_read_yet'),
      text: t('outgoing.documents.not_read_yet.text'),
    } as const;
  }
  const why = t(`outgoing.documents.${state}`);
  if (readAt === null) return { tone: 'warn', title: t('outgoing.documents.none'), text: why } as const;
  return {
    tone: state === 'unavailable' ? 'warn' : 'bad',
    title: t('outgoing.documents.stale', { time: formatMomentNear(readAt, now) }),
    text: `${why} ${t('outgoing.documents.check')}`,
  } as const;
}

type EventKey = Extract<MessageKey, `outgoing.event.${string}`>;
const eventKeys: Readonly<Record<string, EventKey>> = {
  prepared: 'outgoing.event.prepared',
  approved: 'outgoing.event.approved',
  sending_began: 'outgoing.event.sending_began',
  accepted_by_ponto: 'outgoing.event.accepted_by_ponto',
  refused_by_ponto: 'outgoing.event.refused_by_ponto',
  answer_lost: 'outgoing.event.answer_lost',
  not_sent: 'outgoing.event.not_sent',
  handed_out: 'outgoing.event.handed_out',
  signed: 'outgoing.event.signed',
  accepted_by_bank: 'outgoing.event.accepted_by_bank',
  refused_by_bank: 'outgoing.event.refused_by_bank',
  cancelled_at_ponto: 'outgoing.event.cancelled_at_ponto',
  cancelled: 'outgoing.event.cancelled',
  declared_absent: 'outgoing.event.declared_absent',
  expired: 'outgoing.event.expired',
  differs: 'outgoing.event.differs',
  paid_twice: 'outgoing.event.paid_twice',
  returned: 'outgoing.event.returned',
  return_undone: 'outgoing.event.return_undone',
  seen_on_account: 'outgoing.event.seen_on_account',
};

/** What the account shows beside the way of the payment: the state stays, and its reason is the line. */
export const eventsOfLines: readonly string[] = ['differs', 'paid_twice', 'returned', 'return_undone'];

export function eventWords(event: string, { t }: Pick<Locale, 't'>): string {
  return t(eventKeys[event] ?? 'outgoing.event.other');
}

const reasonKeys: Readonly<Record<string, Extract<MessageKey, `outgoing.reason.${string}`>>> = {
  rejected: 'outgoing.reason.rejected',
  failed: 'outgoing.reason.failed',
  cancelled: 'outgoing.reason.cancelled',
  PONTO_INVALID_REQUEST: 'outgoing.reason.invalid',
  PONTO_TIMEOUT: 'outgoing.reason.no_answer',
  PONTO_UNEXPECTED_RESPONSE: 'outgoing.reason.no_answer',
  PONTO_NETWORK: 'outgoing.reason.broken_off',
  tooManyRequests: 'outgoing.reason.busy',
  /** Our own gate: it was not even asked. */
  busy: 'outgoing.reason.busy',
  unreachable: 'outgoing.reason.not_reached',
  application_refused: 'outgoing.reason.application_refused',
  stopping: 'outgoing.reason.stopping',
  grant_lost: 'outgoing.reason.grant_lost',
};

/** The reason in words; undefined for a code that has none, which is then shown as it came. */
export function reasonWords(reason: string, { t }: Pick<Locale, 't'>): string | undefined {
  const key = reasonKeys[reason];
  return key && t(key);
}

/** Why a payment is where it is. That it goes on needs no reason; a bank's own word for bad news is shown as it came. */
export function reasonOf(
  { state, stateReason }: Pick<OutgoingPaymentDetail, 'state' | 'stateReason'>,
  locale: Pick<Locale, 't'>,
): string | undefined {
  if (stateReason === null || state === 'executed') return undefined;
  return reasonWords(stateReason, locale) ?? (state === 'refused' ? stateReason : undefined);
}
