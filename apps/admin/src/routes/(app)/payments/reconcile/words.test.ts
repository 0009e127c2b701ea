import { describe, expect, it } from 'vitest';
import { nl } from '#lib/i18n/nl.ts';
import { createTranslate } from '#lib/i18n/translate.ts';
import { type Refused, withoutAnswer } from './decision.ts';
import { refusalInWords } from './words.ts';

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
    ['no more than is known', {}, 'Iemand anders heeft deze transactie intussen verwerkt.'],
  ])('%s', (_what, known, said) => {
    expect(words({ code: 'line_taken', ...known })).toContain(said);
  });

  it('that the document changed in the books', () => {
    const changed = { by: 'onFact', action: 'document.changed', isAutomatic: true };
    expect(words({ code: 'proposal_stale', ...changed })).toContain('in onFact gewijzigd; we zagen het om 14:02');
  });
});

function words(refused: Partial<Refused>): string {
  const whole = { ...withoutAnswer('line'), ...(refused.by === undefined ? {} : { at }), ...refused };
  return refusalInWords(whole, createTranslate(nl, 'nl', 'onFact'), now);
}
