import { describe, expect, it } from 'vitest';
import { formatMoney, formatScale, isZero } from './money.ts';

const space = '\u00a0';
const minus = '\u2212';

describe('an amount on the page', () => {
  it.each([
    ['nl', '3630.00', `€${space}+3.630,00`],
    ['nl', '-4210.80', `€${space}${minus}4.210,80`],
    ['fr', '3630.00', `+3${space}630,00${space}€`],
    ['fr', '-4210.80', `${minus}4${space}210,80${space}€`],
    ['en', '3630.00', '+€3,630.00'],
    ['en', '-4210.80', `${minus}€4,210.80`],
    ['nl', '0.00', `€${space}0,00`],
  ] as const)('in %s, %s is written %s', (language, amount, written) => {
    expect(formatMoney({ amount, currency: 'EUR' }, language, 'movement')).toBe(written);
  });

  it('shows no plus on a balance', () => {
    expect(formatMoney({ amount: '31204.18', currency: 'EUR' }, 'nl')).toBe(`€${space}31.204,18`);
    expect(formatMoney({ amount: '-12.50', currency: 'EUR' }, 'nl')).toBe(`€${space}${minus}12,50`);
  });

  it('keeps every digit of an amount that no float can hold', () => {
    expect(formatMoney({ amount: '90071992547409931234.56', currency: 'EUR' }, 'en')).toBe(
      '€90,071,992,547,409,931,234.56',
    );
  });

  it('shows as many decimals as the currency has', () => {
    expect(formatMoney({ amount: '1500', currency: 'JPY' }, 'en')).toBe('JP¥1,500');
    expect(formatMoney({ amount: '1.500', currency: 'TND' }, 'en')).toBe(`TND${space}1.500`);
    expect(formatMoney({ amount: '2108.49', currency: 'USD' }, 'nl')).toBe(`US$${space}2.108,49`);
  });

  it('knows nothing at all from almost nothing', () => {
    const euros = (amount: string) => ({ amount, currency: 'EUR' });
    expect(['0', '0.00', '-0.00'].map((amount) => isZero(euros(amount)))).toEqual([true, true, true]);
    expect(['0.01', '-0.01', '10.00'].map((amount) => isZero(euros(amount)))).toEqual([false, false, false]);
  });
});

it('writes the round values of a scale without needless decimals', () => {
  expect(formatScale(40_000, 'EUR', 'nl')).toBe(`€${space}40.000`);
  expect(formatScale(-2500, 'EUR', 'fr')).toBe(`${minus}2${space}500${space}€`);
  expect(formatScale(7.5, 'EUR', 'en')).toBe('€7.5');
  expect(formatScale(0, 'EUR', 'nl')).toBe(`€${space}0`);
});
