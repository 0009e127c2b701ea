import type { nl } from './nl.ts';
import type { Language } from './language.ts';

/** The texts of one language: the same keys as Dutch, and a plural where Dutch has one. */

export type MessageKey = keyof typeof nl;
export type Plural = Readonly<{ one: string; other: string }>;
export type Catalogue = Readonly<{ [Key in MessageKey]: (typeof nl)[Key] extends string ? string : Plural }>;

/** Only the language of the page travels to the browser. */
export async function loadCatalogue(language: Language): Promise<Catalogue> {
  switch (language) {
    case 'nl':
      return (await import('./nl.ts')).nl;
    case 'fr':
      return (await import('./fr.ts')).fr;
    case 'en':
      return (await import('./en.ts')).en;
  }
}
