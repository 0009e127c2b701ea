import { getContext, setContext } from 'svelte';
import type { Brand } from '../brand/brands.ts';
import * as dates from '../format/dates.ts';
import { type Amount, formatMoney } from '../format/money.ts';
import type { Catalogue } from './catalogue.ts';
import { type Language, regionOf } from './language.ts';
import { createTranslate, type Translate, withPlainSpaces } from './translate.ts';

/** How the reader of this page reads: texts, amounts and days. Changing the language loads a new page. */
export type Locale = Readonly<{
  language: Language;
  brand: Brand;
  t: Translate;
  number: (n: number) => string;
  money: (amount: Amount, sign?: 'movement' | 'balance') => string;
  weekday: (day: string, style: 'long' | 'short') => string;
  month: (day: string) => string;
  relative: (moment: string, now: number) => string;
  list: (items: readonly string[]) => string;
}>;

const key = Symbol('locale');

export function provideLocale(language: Language, catalogue: Catalogue, brand: Brand): Locale {
  return setContext<Locale>(key, createLocale(language, catalogue, brand));
}

export function createLocale(language: Language, catalogue: Catalogue, brand: Brand): Locale {
  const numbers = new Intl.NumberFormat(regionOf[language]);
  const lists = new Intl.ListFormat(language, { type: 'conjunction' });
  return {
    language,
    brand,
    t: createTranslate(catalogue, language, brand.name),
    number: (n) => withPlainSpaces(numbers.format(n)),
    money: (amount, sign) => formatMoney(amount, language, sign),
    weekday: (day, style) => dates.formatWeekday(day, language, style),
    month: (day) => dates.formatMonth(day, language),
    relative: (moment, now) => dates.formatRelative(moment, now, language),
    list: (items) => lists.format(items),
  };
}

export function useLocale(): Locale {
  return getContext<Locale>(key);
}
