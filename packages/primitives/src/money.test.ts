import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  CurrencyMismatchError,
  MoneyFormatError,
  addMoney,
  decimalsOf,
  formatMoney,
  isCurrency,
  money,
  negateMoney,
  parseMoney,
  subtractMoney,
  type Currency,
} from './money.ts';

const currencies = ['AED', 'BHD', 'EUR', 'GBP', 'ISK', 'JPY', 'KWD', 'TND', 'USD', 'XAF'] as const;
const everyCurrency = fc.constantFrom<Currency>(...currencies);
const minor = fc.bigInt({ min: -(10n ** 40n), max: 10n ** 40n });
const amount = fc.record({ amountMinor: minor, currency: everyCurrency });

describe('writing and reading', () => {
  it('gives back every amount in every currency', () => {
    fc.assert(
      fc.property(amount, (original) => {
        expect(parseMoney(formatMoney(original), original.currency)).toEqual(original);
      }),
    );
  });

  it('always writes a plain decimal with all decimals of the currency', () => {
    fc.assert(
      fc.property(amount, (original) => {
        const decimals = decimalsOf(original.currency);
        const shape = decimals === 0 ? /^-?(0|[1-9]\d*)$/ : new RegExp(`^-?(0|[1-9]\\d*)\\.\\d{${decimals}}$`);
        expect(formatMoney(original)).toMatch(shape);
      }),
    );
  });

  it('takes zeros before and behind for nothing', () => {
    fc.assert(
      fc.property(minor, fc.nat(5), fc.nat(5), (amountMinor, before, behind) => {
        const [whole = '', fraction = ''] = formatMoney(
          money(amountMinor < 0n ? -amountMinor : amountMinor, 'EUR'),
        ).split('.');
        const padded = `${'0'.repeat(before)}${whole}.${fraction}${'0'.repeat(behind)}`;
        expect(parseMoney(padded, 'EUR')).toEqual(parseMoney(`${whole}.${fraction}`, 'EUR'));
      }),
    );
  });

  it.each([
    ['1234.5', 'EUR', 123450n],
    ['-0.07', 'EUR', -7n],
    ['-0', 'EUR', 0n],
    ['59', 'EUR', 5900n],
    ['1.2340', 'TND', 1234n],
    ['1500.00', 'JPY', 1500n],
    ['90071992547409.93', 'EUR', 9007199254740993n],
  ] as const)('reads %s %s exactly', (decimal, currency, amountMinor) => {
    expect(parseMoney(decimal, currency)).toEqual(money(amountMinor, currency));
  });
});

describe('what is no amount', () => {
  it.each([
    '',
    ' ',
    '-',
    '.5',
    '5.',
    '+5',
    '1e3',
    '1,50',
    '1.234,50',
    '1 000',
    '0x10',
    '٣',
    'NaN',
    'Infinity',
    '--1',
    '1.5\n',
  ])('%j is refused', (decimal) => expect(() => parseMoney(decimal, 'EUR')).toThrow(MoneyFormatError));

  it('is a digit that the currency cannot hold', () => {
    fc.assert(
      fc.property(
        everyCurrency,
        fc.bigInt(0n, 10n ** 12n),
        fc.integer({ min: 1, max: 9 }),
        (currency, whole, digit) => {
          const decimal = `${whole}.${'0'.repeat(decimalsOf(currency))}${digit}`;
          expect(() => parseMoney(decimal, currency)).toThrow(MoneyFormatError);
        },
      ),
    );
  });

  it('is refused at once when it is endless', () => {
    expect(() => parseMoney('1'.repeat(5_000_000), 'EUR')).toThrow(MoneyFormatError);
    expect(() => parseMoney(`0.${'0'.repeat(5_000_000)}1`, 'EUR')).toThrow(MoneyFormatError);
  });
});

describe('calculating', () => {
  it('adds and takes away without a trace', () => {
    fc.assert(
      fc.property(everyCurrency, minor, minor, (currency, left, right) => {
        const [a, b] = [money(left, currency), money(right, currency)];
        expect(subtractMoney(addMoney(a, b), b)).toEqual(a);
        expect(addMoney(a, b)).toEqual(addMoney(b, a));
        expect(addMoney(a, negateMoney(a)).amountMinor).toBe(0n);
      }),
    );
  });

  it('never mixes currencies', () => {
    expect(() => addMoney(money(1n, 'EUR'), money(1n, 'USD'))).toThrow(CurrencyMismatchError);
    expect(() => subtractMoney(money(1n, 'EUR'), money(1n, 'USD'))).toThrow(CurrencyMismatchError);
  });

  it('does not become a binary number on the way out', () => {
    expect(() => JSON.stringify(money(1n, 'EUR'))).toThrow(TypeError);
  });
});

it('knows currencies by their code, and nothing else that an object happens to have', () => {
  for (const code of currencies) expect(isCurrency(code)).toBe(true);
  for (const code of ['eur', 'EURO', '', 'toString', '__proto__', 'constructor', 'XXX'])
    expect(isCurrency(code)).toBe(false);
});
