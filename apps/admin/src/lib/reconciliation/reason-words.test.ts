import { reasonCodes, ruleNames, vetoCodes } from '@onfact-ponto/reconcile';
import { describe, expect, it } from 'vitest';
import { en } from '../i18n/en.ts';
import { fr } from '../i18n/fr.ts';
import { nl } from '../i18n/nl.ts';
import { createTranslate } from '../i18n/translate.ts';
import { chipsOf, inReadingOrder, reasonInWords, ruleInWords } from './reason-words.ts';

describe.each([
  ['nl', nl],
  ['fr', fr],
  ['en', en],
] as const)('in %s', (language, catalogue) => {
  const t = createTranslate(catalogue, language, 'onFact');

  it.each([...reasonCodes, ...vetoCodes])('%s has words', (code) => {
    expect(reasonInWords({ code, facts: {} }, t)).not.toBe(t('reason.unknown', { code }));
  });

  it.each(ruleNames)('the question %s has words', (rule) => {
    expect(ruleInWords(rule, t)).not.toBe(rule);
  });
});

const t = createTranslate(nl, 'nl', 'onFact');

it('counts how often it was confirmed', () => {
  expect(reasonInWords({ code: 'account_learned', facts: { confirmations: '3' } }, t)).toBe('al 3× zo afgepunt');
});

it('shows a code that is newer than the words as it is', () => {
  expect(reasonInWords({ code: 'moon_phase', facts: {} }, t)).toContain('moon_phase');
});

it('says a reason that holds for several documents once, with everything that was read', () => {
  const found = (matchedText: string) => ({ code: 'number', side: 'for' as const, facts: {}, matchedText });
  expect(chipsOf([found('531'), found('530'), found('531')], t)).toEqual([
    { side: 'for', text: 'nummer in mededeling', matchedTexts: ['531', '530'] },
  ]);
});

it('puts what the line says first and what speaks against it last', () => {
  const reasons = [
    { code: 'tie', side: 'against' },
    { code: 'amount_exact', side: 'for' },
    { code: 'moon_phase', side: 'for' },
    { code: 'structured_communication', side: 'for' },
    { code: 'account_trusted', side: 'for' },
  ] as const;
  expect(inReadingOrder(reasons).map(({ code }) => code)).toEqual([
    'structured_communication',
    'account_trusted',
    'amount_exact',
    'moon_phase',
    'tie',
  ]);
});
