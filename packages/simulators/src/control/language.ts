/** The languages of Belgium's companies, as far as the pages speak them. */
export type Language = 'nl' | 'fr' | 'en';

export function languageOf(asked: string | undefined | null): Language {
  const wanted = (asked ?? '').toLowerCase();
  const found = (['nl', 'fr', 'en'] as const).find((language) => wanted.startsWith(language));
  return found ?? 'en';
}
