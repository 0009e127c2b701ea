import { expect, it } from 'vitest';
import { isReferenceValid } from './transfer-plan.ts';

const none = { structuredCommunication: null, creditorReference: null, orderReference: null };

it.each([
  ['no reference', none],
  ["a supplier's own number", { ...none, orderReference: 'F26/1804' }],
  ['a number of twelve digits without the signs of a reference', { ...none, orderReference: '202600001804' }],
  ['a date with slashes', { ...none, orderReference: '27/11/2026' }],
  ['a structured communication', { ...none, structuredCommunication: '090933755493' }],
  ['a creditor reference', { ...none, creditorReference: 'RF18539007547034' }],
])('%s is paid as it stands', (_, document) => {
  expect(isReferenceValid(document)).toBe(true);
});

it.each([
  ['a structured communication with a wrong digit', '+++090/9337/55494+++'],
  ['the same with stars', '***090/9337/55494***'],
  ['the same without signs around it', ' 090/9337/55494 '],
  ['a creditor reference with a wrong digit', 'RF19 5390 0754 7034'],
])('%s, which onFact keeps as text, is stopped', (_, orderReference) => {
  expect(isReferenceValid({ ...none, orderReference })).toBe(false);
});
