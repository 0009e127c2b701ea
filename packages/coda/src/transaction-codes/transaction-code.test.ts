import { describe, expect, it } from 'vitest';
import { categories } from './categories.ts';
import { families } from './families.ts';
import {
  describeTransactionCode,
  isKnownCategory,
  isKnownOperation,
  isKnownTransactionType,
  operations,
} from './transaction-code.ts';
import { transactionTypes } from './types.ts';

/** The codes of version 2.6, family by family, as the standard lists them. */
const standard: Record<string, string> = {
  '01': '01 02 03 05 06 07 13 17 39 50 51 52 54 56 60 62 64 66',
  '02': '01 02 03 05 07 13 17 50 51 52 54 64 66',
  '03': '01 05 09 11 15 17 38 52 58 60 62 63 66',
  '04': '01 02 03 04 05 06 07 08 09 10 50 51 52 53 54 55 56 68',
  '05': '01 03 05 50 52 54 56 58',
  '07': '01 05 06 07 08 09 39 50 52 54 56 58',
  '09': '01 05 07 09 13 17 19 25 50 52 58 60 62 68 70',
  '11': '01 02 03 04 05 06 09 11 13 15 17 19 50 51 52 58 62 64 66 68 70',
  '13': '01 02 05 07 11 13 15 19 21 50 54 55 56 60 62 68 70',
  '30': '01 03 05 33 39 50 52 54 55 83 89',
  '35': '01 50',
  '41': '01 03 05 07 13 17 37 38 50 64 66',
  '43': '01 07 15 52 58 62',
  '47': '01 05 06 07 11 13 14 50 52 54 56 58 60 62 64',
  '80': '02 04 06 07 08 09 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27 29 31 33 35 37 39 41 43 45 47',
};
const inEveryFamily = '37 40 41 42 43 44 45 46 47 48 49 87 90 91 92 93 94 95 96 97 98 99'.split(' ');
const standardCategories = [
  ...numbers(0, 37),
  ...['039', '041', '042', '043', '045', '047', '049', '050', '051', '053', '055', '057', '058', '059', '061', '063'],
  ...['065', '066', '067', '068', '069', '070', '071', '072', '073', '074', '100'],
  ...numbers(200, 214),
  ...numbers(400, 416),
  ...['418', '419', '420', '425', '426', '427', '428', '429', '430', '431', '435', '436', '437', '438'],
];

describe('the tables of transaction codes', () => {
  it('have every code of the standard and no other', () => {
    expect(Object.keys(families).sort()).toEqual(Object.keys(standard).sort());
    for (const [family, codes] of Object.entries(standard)) {
      expect(Object.keys(operations[family]!).sort(), family).toEqual(codes.split(' '));
    }
    expect(Object.keys(categories).sort()).toEqual(standardCategories);
    expect(Object.keys(transactionTypes).sort()).toEqual('0 1 2 3 5 6 7 8 9'.split(' '));
  });

  it('say each of them in three languages', () => {
    const tables = [families, categories, transactionTypes, ...Object.values(operations)];
    for (const text of tables.flatMap((table) => Object.values(table).flat())) {
      expect(text).toMatch(/^[\p{L}(].{1,65}$/u);
      expect(text).not.toMatch(/['"]|\s\s|\s$/);
    }
  });

  it('give every family the operations that are common to all', () => {
    for (const family of Object.keys(standard).filter((code) => code !== '80')) {
      for (const operation of inEveryFamily) {
        expect(describeTransactionCode(code(`0${family}${operation}000`), 'nl').operation.isKnown).toBe(true);
      }
    }
    const ofCosts = inEveryFamily.filter((operation) => isKnownOperation(80, Number(operation)));
    expect(ofCosts).toEqual(['37', '41', '43', '45', '47', '49', '99']);
  });

  it('answer the reader in numbers what they answer people in words', () => {
    for (let number = 0; number < 10_000; number += 1) {
      const digits = String(number).padStart(4, '0');
      const { family, operation } = describeTransactionCode(code(`0${digits}000`), 'en');
      const known = isKnownOperation(Math.floor(number / 100), number % 100);
      expect(known).toBe(family.isKnown && operation.isKnown);
    }
    for (let number = 0; number < 1000; number += 1) {
      const { category } = describeTransactionCode(code(`00150${String(number).padStart(3, '0')}`), 'en');
      expect(isKnownCategory(number)).toBe(category.isKnown);
    }
    for (let number = 0; number < 10; number += 1) {
      expect(isKnownTransactionType(number)).toBe(String(number) in transactionTypes);
    }
  });
});

describe('a transaction code', () => {
  it('is told in the language of the reader', () => {
    expect(describeTransactionCode(code('00402000'), 'nl').description).toBe('Kaarten: kaartbetaling in de eurozone');
    expect(describeTransactionCode(code('00150000'), 'fr').description).toBe(
      'Virements (SEPA): virement en votre faveur',
    );
    expect(describeTransactionCode(code('84137011'), 'fr')).toEqual({
      type: { code: '8', text: 'Élément d’une ventilation', isKnown: true },
      family: { code: '41', text: 'Virements hors SEPA', isKnown: true },
      operation: { code: '37', text: 'Frais d’un virement sortant', isKnown: true },
      category: { code: '011', text: 'TVA', isKnown: true },
      description: 'Virements hors SEPA: frais d’un virement sortant (TVA)',
    });
  });

  it('that no table has is accepted and named', () => {
    const described = describeTransactionCode(code('46655999'), 'nl');
    expect(described.type).toEqual({ code: '4', text: 'Onbekend type 4', isKnown: false });
    expect(described.family).toEqual({ code: '66', text: 'Onbekende familie 66', isKnown: false });
    expect(described.operation).toEqual({ code: '55', text: 'Onbekende verrichting 55', isKnown: false });
    expect(described.category).toEqual({ code: '999', text: 'Eigen rubriek van de bank', isKnown: true });
    expect(describeTransactionCode(code('00150699'), 'fr').category).toEqual({
      code: '699',
      text: 'Rubrique inconnue 699',
      isKnown: false,
    });
  });

  it('of a family that is unknown borrows no meaning from the others', () => {
    expect(describeTransactionCode(code('06637000'), 'en').operation.isKnown).toBe(false);
  });

  it('of zeros only says that the bank gave none', () => {
    const described = describeTransactionCode(code('00000000'), 'nl');
    expect(described.description).toBe('Niet gecodeerd door de bank');
    expect(described.family.isKnown).toBe(false);
  });

  it('may hold anything, also names that every object has', () => {
    for (const part of ['constructor', '__proto__', 'toString', '', '  ', 'é']) {
      const described = describeTransactionCode({ type: part, family: part, operation: part, category: part }, 'en');
      expect(described.family.isKnown, part).toBe(false);
      expect(described.category.isKnown, part).toBe(false);
    }
  });
});

function code(digits: string) {
  return {
    type: digits.slice(0, 1),
    family: digits.slice(1, 3),
    operation: digits.slice(3, 5),
    category: digits.slice(5),
  };
}

function numbers(first: number, last: number): string[] {
  return Array.from({ length: last - first + 1 }, (_, index) => String(first + index).padStart(3, '0'));
}
