import { expect, it } from 'vitest';
import { checkContinuity } from './continuity.ts';

const friday = { amountThousandths: 1_250_000, date: '2026-03-06' };

it('goes on when balance and date are the same', () => {
  expect(checkContinuity(friday, { ...friday })).toEqual([]);
});

it('says both amounts when the balance is another', () => {
  expect(checkContinuity(friday, { ...friday, amountThousandths: 837_900 })).toEqual([
    { code: 'CONTINUITY_BALANCE', found: '837.90', expected: '1250.00' },
  ]);
});

it('says both days when the date is another', () => {
  expect(checkContinuity(friday, { ...friday, date: '2026-03-09' })).toEqual([
    { code: 'CONTINUITY_DATE', found: '2026-03-09', expected: '2026-03-06' },
  ]);
});

it('is not broken by what the bank does not say', () => {
  expect(checkContinuity(friday, { amountThousandths: null, date: null })).toEqual([]);
});
