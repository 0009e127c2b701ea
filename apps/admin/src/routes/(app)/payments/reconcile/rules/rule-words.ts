import type { MatchRule } from '@onfact-ponto/api-contract';
import type { Locale } from '#lib/i18n/locale.ts';

/** What a rule does with what it hits: "Hoort bij De Linde", "Negeren: bankkosten". */
export function consequenceInWords(
  action: MatchRule['action'],
  relationName: string | null | undefined,
  t: Locale['t'],
): string {
  return action.type === 'relation'
    ? t('rules.then.relation', { name: relationName ?? action.relationId })
    : t('rules.then.ignore', { reason: t(`ignore.${action.reason}`) });
}
