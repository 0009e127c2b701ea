import type { nl } from './nl.ts';
import type { Language } from './language.ts';

/** The texts of one language: the same keys as Dutch, and a plural where Dutch has one. */

export type MessageKey = keyof typeof nl;
export type Plural = Readonly<{ one: string; other: string }>;
/** The same keys in another language. */
export type CatalogueOf<Dutch> = Readonly<{ [Key in keyof Dutch]: Dutch[Key] extends string ? string : Plural }>;
export type Catalogue = CatalogueOf<typeof nl>;

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
