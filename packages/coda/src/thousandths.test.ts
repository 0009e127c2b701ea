import fc from 'fast-check';
import { expect, it } from 'vitest';
import { ExactSum, formatThousandths } from './thousandths.ts';

const largest = 999_999_999_999_999;
const amount = fc.integer({ min: -largest, max: largest });

it.each([
  [0, '0.00'],
  [5, '0.005'],
  [-10, '-0.01'],
  [25_000, '25.00'],
  [-767_823, '-767.823'],
  [largest, '999999999999.999'],
])('%s thousandths are %s', (thousandths, decimal) => {
  expect(formatThousandths(thousandths)).toBe(decimal);
});

it('an amount and its text are the same number', () => {
  fc.assert(
    fc.property(amount, (thousandths) => {
      const [whole = '', fraction = ''] = formatThousandths(thousandths).split('.');
      expect(BigInt(whole + fraction.padEnd(3, '0'))).toBe(BigInt(thousandths));
    }),
  );
});

it('a sum is exact, however large it becomes', () => {
  fc.assert(
    fc.property(fc.array(fc.oneof(amount, fc.constant(largest)), { maxLength: 40 }), (amounts) => {
      const sum = new ExactSum();
      for (const one of amounts) sum.add(one);
      expect(sum.total).toBe(amounts.reduce((total, one) => total + BigInt(one), 0n));
    }),
  );
});
