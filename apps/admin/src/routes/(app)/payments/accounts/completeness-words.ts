import type { AccountOverview } from '@onfact-ponto/api-contract';
import type { Mark } from '#lib/components/StateMark.svelte';
import { formatDay } from '#lib/format/dates.ts';
import { asSentence, betweenDays } from '#lib/format/day-ranges.ts';
import type { Locale } from '#lib/i18n/locale.ts';

/** How much of an account is proven, in one sentence and a mark; and what else is missing. */
export function completenessWords(
  { state, provenFrom, provenTo, missingCount, latestMissing }: AccountOverview['completeness'],
  today: string,
  { t, money, language }: Pick<Locale, 't' | 'money' | 'language'>,
): { mark: Mark; text: string; more: string | undefined } {
  if (state === 'missing' && latestMissing) {
    return {
      mark: 'triangle',
      text: t('accounts.complete.missing', {
        days: asSentence(betweenDays(latestMissing, today, language)),
        amount: latestMissing.missing ? money(latestMissing.missing) : t('common.unknown'),
      }),
      more: missingCount > 1 ? t('accounts.complete.missing.more', { n: missingCount - 1 }) : undefined,
    };
  }
  if (state === 'proven' && provenFrom && provenTo) {
    const days = { from: formatDay(provenFrom), to: formatDay(provenTo) };
    return { mark: 'check', text: t('accounts.complete.proven', days), more: undefined };
  }
  return { mark: 'dashed', text: t('accounts.complete.unproven'), more: undefined };
}
