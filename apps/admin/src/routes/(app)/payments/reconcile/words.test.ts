import { describe, expect, it } from 'vitest';
import { nl } from '#lib/i18n/nl.ts';
import { createTranslate } from '#lib/i18n/translate.ts';
import { type Refused, withoutAnswer } from './decision.ts';
import { happeningInWords, refusalInWords } from './words.ts';

const at = '2026-11-27T13:02:00.000Z';
const now = Date.parse('2026-11-27T13:05:00.000Z');

describe('who was overtaken is told', () => {
  it.each([
    [
      'who matched it',
      { by: 'Tom Peeters', action: 'allocation.create' },
      'Tom Peeters heeft deze transactie om 14:02 al afgepunt.',
    ],
    [
      'who did something else with it',
      { by: 'Tom Peeters', action: 'transaction.ignore' },
      'Tom Peeters heeft deze transactie om 14:02 al verwerkt.',
    ],
    [
      'that it went by itself, and never the name of a job',
      { by: 'reconcile-company', action: 'allocation.create', isAutomatic: true },
      'Deze transactie is om 14:02 automatisch afgepunt.',
    ],
    ['no more than is known', {}, 'Ze is intussen verwerkt, door iemand anders of automatisch.'],
  ])('%s', (_what, known, said) => {
    expect(words({ code: 'line_taken', ...known })).toContain(said);
  });

  it('that the document changed in the books', () => {
    const changed = { by: 'onFact', action: 'document.changed', isAutomatic: true };
    expect(words({ code: 'proposal_stale', ...changed })).toContain('in onFact gewijzigd; we zagen het om 14:02');
  });
});

describe('what was refused is told by what one tried', () => {
  it.each([
    [
      'a line that another finished, not that it is back',
      'overtaken',
      'zonder naam was al verwerkt en is uit de lijst.',
    ],
    ['an ignoring, not a match', 'ignored', 'zonder naam is niet genegeerd en staat weer in de lijst.'],
    ['a rule, without a line', 'rule_made', 'De regel is niet gemaakt.'],
    ['a whole run, without a line', 'run_undone', 'De reeks is niet ongedaan gemaakt.'],
  ] as const)('%s', (_what, did, said) => {
    const happening = { what: 'refused', did, refused: withoutAnswer('line'), line: undefined } as const;
    const t = createTranslate(nl, 'nl', 'onFact');
    expect(happeningInWords(happening, { t, money: String, list: String }).toLowerCase()).toBe(said.toLowerCase());
  });
});

function words(refused: Partial<Refused>): string {
  const whole = { ...withoutAnswer('line'), ...(refused.by === undefined ? {} : { at }), ...refused };
  return refusalInWords(whole, createTranslate(nl, 'nl', 'onFact'), now);
}
