import { expect, it } from 'vitest';
import { parseAmountSearch } from './amount-search.ts';

it.each([
  ['1234,5', 123_450n],
  ['1.234,50', 123_450n],
  ['1,234.50', 123_450n],
  ['1 234,50', 123_450n],
  ['€ 89,90', 8_990n],
  ['−484,00', 48_400n],
  ['-484', 48_400n],
  ['12', 1_200n],
  ['1.234', 123_400n],
])('reads %s as an amount', (text, minor) => {
  expect(parseAmountSearch(text)).toBe(minor);
});

it.each(['2026-114', 'BE68 5390', '12,345,6', '1234567890123', 'abc', '', '+++090/9337/55493+++', '1.2.3'])(
  'does not take %s for an amount',
  (text) => {
    expect(parseAmountSearch(text)).toBeUndefined();
  },
);
