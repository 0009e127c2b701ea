import type { Catalogue } from './catalogue.ts';
import type { Language } from './language.ts';

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
