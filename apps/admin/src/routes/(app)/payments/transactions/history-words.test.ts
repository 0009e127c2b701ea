import type { BankTransactionDetail } from '@onfact-ponto/api-contract';
import { describe, expect, it } from 'vitest';
import { nl } from '#lib/i18n/nl.ts';
import { createTranslate } from '#lib/i18n/translate.ts';
import { actionInWords, actorInWords } from './history-words.ts';

type Entry = BankTransactionDetail['history'][number];
const t = createTranslate(nl, 'nl', 'onFact');

describe('the history of a line', () => {
  it('says whether something was written to onFact or taken back', () => {
    expect(actionInWords(given({ action: 'publication.sent', facts: { operation: 'create' } }), t)).toBe(
      'Naar onFact geschreven',
    );
    expect(actionInWords(given({ action: 'publication.sent', facts: { operation: 'retract' } }), t)).toBe(
      'Uit onFact gehaald',
    );
  });

  it('hides nothing: an action without words keeps its name', () => {
    expect(actionInWords(given({ action: 'something.new' }), t)).toBe('something.new');
  });

  it('names the person, and says so when it was none', () => {
    expect(actorInWords(given({ actor: { type: 'user', name: 'Mieke Claes' } }), t)).toBe('Mieke Claes');
    expect(actorInWords(given({ actor: { type: 'system', name: null } }), t)).toBe('Automatisch');
  });
});

function given(entry: Partial<Entry>): Entry {
  return {
    at: '2026-11-23T13:00:00Z',
    action: 'allocation.create',
    actor: { type: 'system', name: null },
    facts: {},
    ...entry,
  };
}
