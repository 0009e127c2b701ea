import { expect, it } from 'vitest';
import { sharesWord } from './same-name.ts';

it.each([
  ['Drukkerij Vlaamse Zon BV', 'VLAAMSE ZON'],
  ['Café Été SRL', 'CAFE ETE'],
  ['Houthandel Vanderlinden', 'VANDERLIND'],
  ['Peeters & Zonen', 'Zonen Peeters NV'],
])('%s and %s could be one', (left, right) => {
  expect(sharesWord(left, right)).toBe(true);
});

it.each([
  ['Bakkerij Van Damme BV', 'Slagerij Van Hove BV'],
  ['Peeters NV', 'Janssens NV'],
  ['De Smet', 'De Wit'],
  ['BV', 'BV'],
])('%s and %s share nothing that tells who it is', (left, right) => {
  expect(sharesWord(left, right)).toBe(false);
});
