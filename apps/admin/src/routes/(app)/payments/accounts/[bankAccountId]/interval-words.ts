import type { CompletenessInterval } from '@onfact-ponto/api-contract';
import { asSentence, betweenDays, spanOf } from '#lib/format/day-ranges.ts';
import type { Locale } from '#lib/i18n/locale.ts';

/** What the balances say of some days, and for missing lines which statements to import. */
export function intervalWords(
  interval: CompletenessInterval,
  today: string,
  { t, money, language }: Pick<Locale, 't' | 'money' | 'language'>,
): string {
  switch (interval.state) {
    case 'unproven':
      return t('accounts.proof.unproven');
    case 'proven': {
      const [only, other] = interval.provedBy;
      return t(`accounts.proof.proven.${only === undefined || other !== undefined ? 'both' : only}`);
    }
    case 'missing':
      return t(`accounts.proof.missing.${spanOf(interval)}`, {
        days: asSentence(betweenDays(interval, today, language)),
        amount: interval.missing ? money(interval.missing) : t('common.unknown'),
      });
  }
}
