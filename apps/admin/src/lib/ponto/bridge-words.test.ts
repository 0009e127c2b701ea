import { describe, expect, it } from 'vitest';
import { brandOf } from '../brand/brands.ts';
import { en } from '../i18n/en.ts';
import { fr } from '../i18n/fr.ts';
import { createLocale } from '../i18n/locale.ts';
import { nl } from '../i18n/nl.ts';
import { bridgeWords } from './bridge-words.ts';

const brand = brandOf('onfact');
const bridge = {
  dataFrom: '2026-03-12',
  isComplete: false,
  olderOpenInvoices: { count: 14, oldestIssueDate: '2026-01-01', totals: [{ amount: '12403.00', currency: 'EUR' }] },
  codaPeriod: { from: '2026-01-01', to: '2026-03-12' },
};

describe('the way past the first lines', () => {
  it.each([
    [
      createLocale('nl', nl, brand),
      'Van deze rekening zijn er gegevens vanaf 12-03-2026. 14 openstaande facturen zijn ouder. ' +
        'Importeer de CODA van 01-01-2026 tot 12-03-2026. Samen € 12.403,00, de oudste van 01-01-2026.',
    ],
    [
      createLocale('fr', fr, brand),
      'Les données de ce compte commencent le 12-03-2026. 14 factures ouvertes sont plus anciennes. ' +
        'Importez le CODA du 01-01-2026 au 12-03-2026. Au total 12 403,00 €, la plus ancienne du 01-01-2026.',
    ],
    [
      createLocale('en', en, brand),
      'There is data of this account from 12-03-2026. 14 open invoices are older. ' +
        'Import the CODA from 01-01-2026 to 12-03-2026. Together €12,403.00, the oldest of 01-01-2026.',
    ],
  ])('says what is older and which statements bring it', (locale, text) => {
    const words = bridgeWords(bridge, locale);
    expect(`${words.title} ${words.text}`.replaceAll('\u00a0', ' ')).toBe(text);
  });

  it('sends nobody after statements that would bring nothing', () => {
    const complete = { ...bridge, isComplete: true, olderOpenInvoices: null, codaPeriod: null };
    expect(bridgeWords(complete, createLocale('nl', nl, brand)).text).toBe('Dat is alles: Ponto heeft niets ouders.');
  });
});
