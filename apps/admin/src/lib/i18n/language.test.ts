import { describe, expect, it } from 'vitest';
import { chooseLanguage } from './language.ts';

describe('the language of a page', () => {
  it('is the one chosen here, else the user’s own, else the browser’s', () => {
    expect(chooseLanguage('fr', 'nl', 'en')).toBe('fr');
    expect(chooseLanguage(undefined, 'en', 'fr')).toBe('en');
    expect(chooseLanguage(undefined, null, 'de-BE, fr-BE;q=0.8, nl;q=0.9')).toBe('nl');
  });

  it('is Dutch when nobody asks for anything that we speak', () => {
    expect(chooseLanguage('de', 'de', 'de, pl;q=0.5')).toBe('nl');
    expect(chooseLanguage(undefined, null, null)).toBe('nl');
    expect(chooseLanguage(undefined, null, 'fr;q=0, en;q=x')).toBe('nl');
  });
});
