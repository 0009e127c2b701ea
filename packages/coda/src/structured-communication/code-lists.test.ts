import { expect, it } from 'vitest';
import { describeStructuredCode } from './code-lists.ts';

it.each([
  ['113', 'cardScheme', '1', 'Bancontact'],
  ['113', 'transactionType', '9', 'Brandstof'],
  ['113', 'product', '03', 'Diesel'],
  ['124', 'issuer', '2', 'Visa'],
  ['106', 'minimum', '2', 'Minimum niet toegepast'],
  ['127', 'paymentStatus', '3', 'Debiteur niet akkoord'],
  ['107', 'paymentStatus', 'D', 'Betaler niet akkoord'],
  ['127', 'kind', '1', 'Terugkerend'],
  ['011', 'kind', '1', 'Dividend'],
])('in type %s, %s %s is "%s"', (type, field, value, text) => {
  expect(describeStructuredCode({ type, field, value }, 'nl')).toBe(text);
});

it.each([
  ['a code that came later', '113', 'cardScheme', '7'],
  ['a field that is no code', '113', 'terminalName', '1'],
  ['a field that the bank left open', '113', 'cardScheme', null],
  ['a name that every object has', '113', 'cardScheme', 'constructor'],
])('%s has no text', (_what, type, field, value) => {
  expect(describeStructuredCode({ type, field, value }, 'fr')).toBeNull();
});
