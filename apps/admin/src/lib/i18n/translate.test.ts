import { describe, expect, it } from 'vitest';
import { en } from './en.ts';
import { fr } from './fr.ts';
import { nl } from './nl.ts';
import { createTranslate } from './translate.ts';

describe('translating', () => {
  it('chooses the plural by the rules of the language', () => {
    const inDutch = createTranslate(nl, 'nl', 'onFact');
    const inFrench = createTranslate(fr, 'fr', 'onFact');
    expect(inDutch('overview.accounts', { n: 0 })).toBe('0 rekeningen');
    expect(inDutch('overview.accounts', { n: 1 })).toBe('1 rekening');
    // In French, zero is singular.
    expect(inFrench('overview.accounts', { n: 0 })).toBe('0 compte');
    expect(inFrench('overview.accounts', { n: 2 })).toBe('2 comptes');
  });

  it('writes numbers as the language does, with spaces that our font has', () => {
    expect(createTranslate(nl, 'nl', 'onFact')('transactions.results', { n: 12345 })).toBe('12.345 resultaten');
    expect(createTranslate(fr, 'fr', 'onFact')('transactions.results', { n: 12345 })).toBe('12\u00a0345 résultats');
    expect(createTranslate(en, 'en', 'onFact')('transactions.results', { n: 12345 })).toBe('12,345 results');
  });

  it('keeps French punctuation on the line of its word', () => {
    const inFrench = createTranslate(fr, 'fr', 'onFact');
    expect(inFrench('configure.help.title')).toBe('Besoin d’aide\u00a0?');
    expect(inFrench('companies.noMatch', { search: 'a' })).toBe('Aucune entreprise avec «\u00a0a\u00a0»');
  });

  it('names the brand that runs it', () => {
    expect(createTranslate(nl, 'nl', 'Factuurhuis')('signIn.button')).toBe('Aanmelden met Factuurhuis');
  });

  it('takes values as text and never as a pattern', () => {
    expect(createTranslate(nl, 'nl', 'onFact')('companies.noMatch', { search: '{brand} $&' })).toBe(
      'Geen bedrijf met “{brand} $&”',
    );
  });
});
