import fc from 'fast-check';
import { expect, it } from 'vitest';
import { money } from '@onfact-ponto/primitives';
import type { CreditorReference, Iban } from '@onfact-ponto/primitives';
import { problemsOf } from './credit-transfer.ts';
import type { CreditTransfer } from './credit-transfer.ts';
import { ibanOf, transfers } from './testing/arbitrary-transfers.ts';

const iban = ibanOf('BE68 5390 0754 7034');
const good: CreditTransfer = {
  endToEndId: 'P-1',
  amount: money(100n, 'EUR'),
  creditor: { name: 'Drukkerij Maes', iban, bic: undefined },
  remittance: { type: 'unstructured', text: 'factuur 114' },
};

it('finds nothing wrong with what the rulebook allows', () => {
  fc.assert(
    fc.property(transfers, (transfer) => {
      expect(problemsOf(transfer)).toEqual([]);
    }),
  );
});

it.each<[string, Partial<CreditTransfer>, string, string]>([
  ['nothing', { amount: money(0n, 'EUR') }, 'amount', 'amount_out_of_range'],
  ['less than nothing', { amount: money(-1n, 'EUR') }, 'amount', 'amount_out_of_range'],
  ['more than SEPA carries', { amount: money(100_000_000_000n, 'EUR') }, 'amount', 'amount_out_of_range'],
  ['another currency', { amount: money(100n, 'USD') }, 'amount', 'not_euro'],
  ['a name of 71', { creditor: { ...good.creditor, name: 'x'.repeat(71) } }, 'creditor.name', 'too_long'],
  ['no name', { creditor: { ...good.creditor, name: ' ' } }, 'creditor.name', 'empty'],
  ['an accent', { creditor: { ...good.creditor, name: 'Zoë' } }, 'creditor.name', 'not_sepa_text'],
  [
    'a mistyped account',
    { creditor: { ...good.creditor, iban: 'BE69539007547034' as Iban } },
    'creditor.iban',
    'invalid_iban',
  ],
  ['half a BIC', { creditor: { ...good.creditor, bic: 'KRED' } }, 'creditor.bic', 'invalid_bic'],
  ['141 characters', { remittance: { type: 'unstructured', text: 'x'.repeat(141) } }, 'remittance', 'too_long'],
  [
    'a mistyped reference',
    { remittance: { type: 'structured', reference: 'RF19539007547034' as CreditorReference } },
    'remittance',
    'invalid_reference',
  ],
  ['an id of 36', { endToEndId: 'x'.repeat(36) }, 'endToEndId', 'too_long'],
  ['an id with two slashes', { endToEndId: 'a//b' }, 'endToEndId', 'misplaced_slash'],
])('names %s', (_, change, field, code) => {
  expect(problemsOf({ ...good, ...change })).toMatchObject([{ field, code }]);
});

it('names all that is wrong, not just the first', () => {
  const bad = { ...good, endToEndId: '', amount: money(0n, 'USD'), creditor: { ...good.creditor, bic: 'x' } };
  expect(problemsOf(bad).map(({ field }) => field)).toEqual(['endToEndId', 'amount', 'creditor.bic']);
});
