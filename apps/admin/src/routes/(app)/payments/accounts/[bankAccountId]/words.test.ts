import type { CompletenessInterval, DayBalance } from '@onfact-ponto/api-contract';
import { describe, expect, it } from 'vitest';
import { brandOf } from '#lib/brand/brands.ts';
import { en } from '#lib/i18n/en.ts';
import { fr } from '#lib/i18n/fr.ts';
import { createLocale } from '#lib/i18n/locale.ts';
import { nl } from '#lib/i18n/nl.ts';
import { createChart } from './chart.ts';
import { chartSummary } from './chart-words.ts';
import { intervalWords } from './interval-words.ts';

const brand = brandOf('onfact');
const inDutch = createLocale('nl', nl, brand);
const inFrench = createLocale('fr', fr, brand);
const inEnglish = createLocale('en', en, brand);
const today = '2026-11-23';

describe('what the balances say of some days', () => {
  const missing = interval({ state: 'missing', missing: { amount: '412.10', currency: 'EUR' } });

  it('names the amount, the days and the statements that close the gap', () => {
    expect(intervalWords(missing, today, inDutch)).toBe(
      'Tussen 3 en 5 maart ontbreekt €\u00a0412,10: importeer de CODA van die week.',
    );
    expect(intervalWords(missing, today, inFrench)).toBe(
      'Entre le 3 et le 5 mars, il manque 412,10\u00a0€\u00a0: importez le CODA de cette semaine.',
    );
    expect(intervalWords(missing, today, inEnglish)).toBe(
      'Between 3 and 5 March, €412.10 is missing: import the CODA of that week.',
    );
  });

  it('asks for a day or a period where it is no week', () => {
    expect(intervalWords({ ...missing, to: '2026-03-03' }, today, inDutch)).toContain('Op 3 maart ontbreekt');
    expect(intervalWords({ ...missing, to: '2026-03-03' }, today, inDutch)).toContain('de CODA van die dag');
    expect(intervalWords({ ...missing, to: '2026-04-02' }, today, inDutch)).toContain('de CODA van die periode');
  });

  it('keeps the sign of money that went out', () => {
    const outgoing = { ...missing, missing: { amount: '-99.00', currency: 'EUR' } };
    expect(intervalWords(outgoing, today, inDutch)).toContain('ontbreekt €\u00a0\u221299,00');
  });

  it('names whose balances prove the days, and says when none does', () => {
    expect(intervalWords(interval({ provedBy: ['coda'] }), today, inDutch)).toMatch(/de saldi van CODA$/);
    expect(intervalWords(interval({ provedBy: ['ponto'] }), today, inDutch)).toMatch(/de saldi van Ponto$/);
    expect(intervalWords(interval({ provedBy: ['coda', 'ponto'] }), today, inDutch)).toMatch(/CODA en Ponto$/);
    expect(intervalWords(interval({ state: 'unproven' }), today, inDutch)).toMatch(/^Niet te bewijzen/);
  });
});

describe('the chart in sentences', () => {
  const period = { from: '2026-03-01', to: '2026-03-04' };

  it('tells where the line begins and ends, how high and low it comes, and how many days lack', () => {
    const chart = createChart(days('5.00', '20.50', null, '-1.00'), []);
    expect(chartSummary(period, chart, inDutch).replaceAll('\u00a0', ' ')).toBe(
      'Saldo aan het einde van elke dag, van 01-03-2026 tot 04-03-2026: van € 5,00 naar € −1,00. ' +
        'Hoogste € 20,50 op 02-03-2026, laagste € −1,00 op 04-03-2026. Van 1 dag zijn er geen gegevens.',
    );
  });

  it('says so when no balance is known', () => {
    expect(chartSummary(period, createChart([], []), inDutch)).toBe(
      'Van 01-03-2026 tot 04-03-2026 is geen saldo bekend.',
    );
  });
});

function interval(given: Partial<CompletenessInterval>): CompletenessInterval {
  return { from: '2026-03-03', to: '2026-03-05', state: 'proven', missing: null, provedBy: [], ...given };
}

function days(...balances: (string | null)[]): DayBalance[] {
  return balances.map((amount, index) => ({
    day: `2026-03-0${index + 1}`,
    balance: amount === null ? null : { amount, currency: 'EUR' },
    state: amount === null ? 'unknown' : 'proven',
  }));
}
