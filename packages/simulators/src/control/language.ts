import type { Context } from 'hono';

/** The languages of Belgium's companies, as far as the pages speak them. */
export const languages = ['nl', 'fr', 'en'] as const;
export type Language = (typeof languages)[number];

/** The first language of a list such as that of the header Accept-Language that the pages speak; English otherwise. */
export function languageOf(asked: string | undefined | null): Language {
  const wanted = (asked ?? '').toLowerCase().split(',');
  for (const each of wanted) {
    const found = languages.find((language) => each.trim().startsWith(language));
    if (found) return found;
  }
  return 'en';
}

/** What the address asks for, or else the browser. */
export function languageIn(c: Context): Language {
  return languageOf(c.req.query('language') ?? c.req.header('accept-language'));
}
