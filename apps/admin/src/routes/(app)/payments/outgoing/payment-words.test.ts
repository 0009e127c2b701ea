import { InvoicesState, type OutgoingPaymentDetail, PaymentPermission } from '@onfact-ponto/api-contract';
import { describe, expect, it } from 'vitest';
import { brandOf } from '#lib/brand/brands.ts';
import { en } from '#lib/i18n/en.ts';
import { fr } from '#lib/i18n/fr.ts';
import { createLocale } from '#lib/i18n/locale.ts';
import { nl } from '#lib/i18n/nl.ts';
import { readingNotice, reasonWords, sentenceOf } from './payment-words.ts';
import { shownStateOf } from './state-mark.ts';

const brand = brandOf('onfact');
const locales = [createLocale('nl', nl, brand), createLocale('fr', fr, brand), createLocale('en', en, brand)] as const;
const [dutch] = locales;

const cannot = { sign: false, send: false, cancel: false, approve: false, handOut: false, declareAbsent: false };

function paymentOf(change: Partial<OutgoingPaymentDetail>, seen: readonly boolean[] = [false]): OutgoingPaymentDetail {
  return {
    method: 'ponto',
    state: 'accepted',
    preparedBy: 'Mieke',
    paidOtherwise: [],
    can: cannot,
    transfers: seen.map((isSeen) => ({ bankTransactionId: isSeen ? 'line' : null, returnedTransactionId: null })),
    ...change,
  } as unknown as OutgoingPaymentDetail;
}

describe('what the state of a payment means', () => {
  it('says how many of its transfers were seen, and never that the others are paid', () => {
    expect(sentenceOf(paymentOf({}, [true, false, false]), dutch)).toMatch(
      /^1 van 3 overschrijvingen is gezien op je rekening\./,
    );
    expect(sentenceOf(paymentOf({ state: 'executed' }, [true]), dutch)).toMatch(/^Betaald/);
    expect(sentenceOf(paymentOf({ state: 'refused' }, [true, false]), dutch)).toMatch(/^Een deel is uitgevoerd/);
  });

  it('calls a payment carried out only as long as some of its money did not come back', () => {
    const back = { bankTransactionId: 'line', returnedTransactionId: 'return' };
    const stayed = { ...back, returnedTransactionId: null };
    const shownWith = (...transfers: object[]) =>
      shownStateOf({ ...paymentOf({ state: 'executed' }), transfers } as OutgoingPaymentDetail);
    expect(shownWith(back)).toBe('returned');
    expect(shownWith(back, stayed)).toBe('executed');
  });

  it('asks nobody to sign or approve what was paid otherwise meanwhile', () => {
    const otherwise = { paidOtherwise: ['purchase'], can: { ...cannot, sign: true, approve: true } };
    for (const state of ['awaiting_signature', 'awaiting_approval', 'prepared'] as const) {
      expect(sentenceOf(paymentOf({ state, ...otherwise }), dutch)).toBe(dutch.t('outgoing.says.otherwise'));
    }
  });
});

describe('purchases that cannot be read now', () => {
  const now = Date.parse('2026-11-28T09:00:00Z');
  const broken = InvoicesState.options.filter((state) => state !== 'working' && state !== 'not_read_yet');

  it.each(broken)('"%s": what was read before is dated, and is not called never read', (state) => {
    for (const locale of locales) {
      const readAt = '2026-11-28T07:56:00Z';
      const { title, text } = readingNotice({ state, readAt }, locale, now)!;
      expect(title).toContain('08:56');
      expect(title).not.toBe(locale.t('outgoing.documents.none'));
      expect(text).toContain(locale.t(`outgoing.documents.${state}`));
      expect(text).toContain(locale.t('outgoing.documents.check'));
    }
  });

  it.each(broken)('"%s": when none was ever read it says so, and why', (state) => {
    for (const locale of locales) {
      expect(readingNotice({ state, readAt: null }, locale, now)).toMatchObject({
        title: locale.t('outgoing.documents.none'),
        text: locale.t(`outgoing.documents.${state}`),
      });
    }
  });

  it('nothing is said as long as they are read', () => {
    expect(readingNotice({ state: 'working', readAt: '2026-11-28T07:56:00Z' }, dutch, now)).toBeUndefined();
  });
});

it.each(['busy', 'unreachable', 'application_refused', 'stopping', 'tooManyRequests', 'grant_lost'])(
  'the reason "%s" has words: nobody reads a code of ours',
  (reason) => {
    for (const locale of locales) expect(reasonWords(reason, locale)).toMatch(/ /);
  },
);

it.each(locales)('what is missing to pay through Ponto is told in other words for each case', ({ t }) => {
  const told = PaymentPermission.options.map((permission) => t(`configure.payments.${permission}`));
  expect(new Set(told).size).toBe(PaymentPermission.options.length);
});
