import type { Connection, Fault } from '@onfact-ponto/api-contract';
import type { Locale } from '#lib/i18n/locale.ts';
import { withFrenchSpaces } from '#lib/i18n/translate.ts';

/** What a user is told of a fault: what happened, then what still works, what to do, and whom to ask. */
export function faultWords(
  { texts, address }: Fault,
  reference: Connection['reference'],
  { t, language, brand }: Pick<Locale, 't' | 'language' | 'brand'>,
): { title: string; text: string } {
  const ask =
    address === 'ponto'
      ? t('configure.fault.askPonto')
      : t('configure.fault.askUs', { address: brand.supportAddress, reference: reference ?? t('common.unknown') });
  const write = (text: string) => (language === 'fr' ? withFrenchSpaces(text) : text);
  return {
    title: write(texts.title[language]),
    text: write(`${texts.works[language]} ${texts.action[language]} ${ask}`),
  };
}

/** What keeps the whole link from being read. */
export function faultOfConnection({ faults }: Connection): Fault | undefined {
  return faults.find(({ reach }) => reach === 'connection');
}

export function faultOfAccount({ faults }: Connection, bankAccountId: string): Fault | undefined {
  return faults.find((fault) => fault.bankAccountId === bankAccountId && fault.reach === 'account');
}
