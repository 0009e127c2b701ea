import { describe, expect, it } from 'vitest';
import { nl } from '#lib/i18n/nl.ts';
import { createTranslate } from '#lib/i18n/translate.ts';
import { consequenceInWords } from './rule-words.ts';

const t = createTranslate(nl, 'nl', 'onFact');

describe('what a rule does is said', () => {
  it('with the reason that the lines then have', () => {
    expect(consequenceInWords({ type: 'ignore', reason: 'bank_cost' }, null, t)).toBe('Negeren: bankkosten');
  });

  it('with the name of the relation, and with its id where the books have no name for it any more', () => {
    const action = { type: 'relation', relationId: '20040' } as const;
    expect(consequenceInWords(action, 'Sporthal Nethe', t)).toBe('Hoort bij Sporthal Nethe');
    expect(consequenceInWords(action, null, t)).toBe('Hoort bij 20040');
  });
});
