import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { matchAPayment } from '../examples/match-a-payment.ts';

const read = (file: string) => readFileSync(new URL(`../${file}`, import.meta.url), 'utf8');

it('shows the example that is compiled', () => {
  expect(read('README.md')).toContain(read('examples/match-a-payment.ts'));
});

it('shows what the example really gives', () => {
  const { certain, unclear, why } = matchAPayment();
  expect(certain).toMatchObject({ outcome: 'booked', rule: 'exact-reference', allocations: [{ documentId: 'a' }] });
  expect(unclear).toMatchObject({ outcome: 'suggested', allocations: [{ documentId: 'b', amountMinor: 121_00n }] });
  expect(why?.vetoes).toContainEqual({ code: 'payer_unknown' });
});
