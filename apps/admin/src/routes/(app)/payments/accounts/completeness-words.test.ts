import type { AccountOverview, CompletenessInterval } from '@onfact-ponto/api-contract';
import { describe, expect, it } from 'vitest';
import { brandOf } from '#lib/brand/brands.ts';
import { en } from '#lib/i18n/en.ts';
import { fr } from '#lib/i18n/fr.ts';
import { createLocale } from '#lib/i18n/locale.ts';
import { nl } from '#lib/i18n/nl.ts';
import { completenessWords } from './completeness-words.ts';

const brand = brandOf('onfact');
const inDutch = createLocale('nl', nl, brand);
const inFrench = createLocale('fr', fr, brand);
const inEnglish = createLocale('en', en, brand);
const today = '2026-11-23';

const missing: CompletenessInterval = {
  from: '2026-03-03',
  to: '2026-03-05',
  state: 'missing',
  missing: { amount: '412.10', currency: 'EUR' },
  provedBy: ['coda'],
};

describe('how complete an account is', () => {
  it('names the amount that is missing and its days', () => {
    const given = completeness({ state: 'missing', missingCount: 1, latestMissing: missing });
    expect(completenessWords(given, today, inDutch)).toEqual({
      mark: 'triangle',
      text: 'Tussen 3 en 5 maart ontbreekt €\u00a0412,10',
      more: undefined,
    });
    expect(completenessWords(given, today, inFrench).text).toBe('Entre le 3 et le 5 mars, il manque 412,10\u00a0€');
    expect(completenessWords(given, today, inEnglish).text).toBe('Between 3 and 5 March, €412.10 is missing');
  });

  it('says how many other gaps there are', () => {
    const given = completeness({ state: 'missing', missingCount: 3, latestMissing: missing });
    expect(completenessWords(given, today, inDutch).more).toBe('en nog 2 andere gaten');
  });

  it('says since when nothing is missing', () => {
    const given = completeness({ state: 'proven', provenFrom: '2026-03-12', provenTo: '2026-11-26' });
    expect(completenessWords(given, today, inDutch)).toEqual({
      mark: 'check',
      text: 'Volledig van 12-03-2026 tot 26-11-2026',
      more: undefined,
    });
    expect(completenessWords(given, today, inFrench).text).toBe('Complet du 12-03-2026 au 26-11-2026');
    expect(completenessWords(given, today, inEnglish).text).toBe('Complete from 12-03-2026 to 26-11-2026');
  });

  it('claims nothing without balances', () => {
    expect(completenessWords(completeness({ state: 'unproven' }), today, inDutch).text).toBe(
      'Nog niets bewezen: te weinig saldo’s',
    );
  });
});

function completeness(given: Partial<AccountOverview['completeness']>): AccountOverview['completeness'] {
  return { state: 'unproven', provenFrom: null, provenTo: null, missingCount: 0, latestMissing: null, ...given };
}
