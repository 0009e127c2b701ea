import { expect, it } from 'vitest';
import { togetherInOneLine } from './history-words.ts';

const look = { at: '2026-11-24T09:00:00Z', action: 'support.look', employee: 'Jonas', reason: 'ticket 1' };

it('shows the same look again and again as one line, and nothing else together', () => {
  const visits = [look, { ...look, at: '2026-11-24T08:59:00Z' }, { ...look, action: 'support.open' }, look];
  expect(togetherInOneLine(visits).map(({ action, count, at }) => [action, count, at])).toEqual([
    ['support.look', 2, look.at],
    ['support.open', 1, look.at],
    ['support.look', 1, look.at],
  ]);
  expect(togetherInOneLine([look, { ...look, employee: 'An' }, { ...look, reason: 'ticket 2' }])).toHaveLength(3);
});
