import type { BankAccount } from '@onfact-ponto/api-contract';
import { formatAccountNumber } from '../format/account-number.ts';
import { dayOf, formatDay } from '../format/dates.ts';
import { loadCatalogue } from '../i18n/load-catalogue.ts';
import { type Language, languages } from '../i18n/language.ts';
import { createTranslate } from '../i18n/translate.ts';
import { pontoLinks } from '../ponto-links.ts';
import { accountName } from '../ponto/status.ts';

/** What one sends to the holder of the Ponto account, who may read another language than the one who asks. */
export type HolderMessages = Readonly<Record<Language, string>>;

export async function holderMessages(account: BankAccount, brandName: string): Promise<HolderMessages> {
  const written = await Promise.all(
    languages.map(async (language) => {
      const t = createTranslate(await loadCatalogue(language), language, brandName);
      const values = {
        account: accountName(account),
        iban: formatAccountNumber(account.reference),
        url: pontoLinks.dashboard,
      };
      const { authorizationExpiresAt: expiresAt } = account;
      const message = expiresAt
        ? t('configure.renew.message', { ...values, date: formatDay(dayOf(expiresAt)) })
        : t('configure.renew.message.noDate', values);
      return [language, message] as const;
    }),
  );
  return Object.fromEntries(written) as HolderMessages;
}
