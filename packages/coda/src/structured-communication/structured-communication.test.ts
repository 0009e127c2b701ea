import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { RecordLayout } from '../record-layout.ts';
import { lengthOf, structuredLayouts, typesWithoutLayout, type LaidOutType } from './layouts.ts';
import { decodeStructuredCommunication, encodeStructuredCommunication } from './structured-communication.ts';

/** Lengths as the standard gives them: the sum of its fields. */
const lengths: Record<LaidOutType, number> = {
  '100': 25,
  '101': 12,
  '102': 12,
  '103': 12,
  '105': 74,
  '106': 58,
  '107': 60,
  '108': 54,
  '111': 61,
  '113': 108,
  '114': 69,
  '115': 105,
  '121': 75,
  '122': 51,
  '123': 57,
  '124': 54,
  '125': 112,
  '126': 99,
  '127': 146,
  '001': 175,
  '002': 140,
  '004': 140,
  '005': 140,
  '006': 52,
  '007': 28,
  '008': 105,
  '009': 105,
  '010': 251,
  '011': 209,
};

describe.each(Object.entries(structuredLayouts))('the layout of type %s', (type, layout) => {
  it('uses every position of the standard once', () => {
    const positions = fieldsOf(layout).flatMap(({ from, to }) =>
      Array.from({ length: to - from + 1 }, (_, at) => from + at),
    );
    expect(positions).toEqual(Array.from({ length: lengths[type as LaidOutType] }, (_, at) => at + 1));
    expect(lengthOf(layout)).toBe(lengths[type as LaidOutType]);
  });

  it('fits where the standard puts it', () => {
    expect(lengthOf(layout)).toBeLessThanOrEqual(type.startsWith('1') ? 146 : 265);
  });

  it('reads blanks as fields that the bank left open', () => {
    const reading = decodeStructuredCommunication({ type, text: '' });
    expect(reading).toMatchObject({ isKnown: true, structuredCommunication: null, creditorReference: null });
    expect(reading.invalid).toEqual([]);
    expect(new Set(Object.values(reading.fields))).toEqual(new Set([null]));
  });
});

describe('every type', () => {
  const type = fc.constantFrom(...(Object.keys(structuredLayouts) as LaidOutType[]), ...typesWithoutLayout, '999', '');

  it('writes what it reads', () => {
    fc.assert(
      fc.property(type, fc.string({ unit: fc.constantFrom(...'0012 A'.split('')), maxLength: 265 }), (type, text) => {
        const { fields, isKnown, invalid } = decodeStructuredCommunication({ type, text });
        fc.pre(isKnown && !typesWithoutLayout.has(type));
        const written = encodeStructuredCommunication({ type: type as '106', fields: fields as never });
        expect(decodeStructuredCommunication({ type, text: written }).fields).toEqual(fields);
        for (const { field } of invalid) expect(fields[field]).toBeNull();
      }),
      { numRuns: 500 },
    );
  });

  it('reads any text without throwing, and loses nothing of it', () => {
    fc.assert(
      fc.property(type, fc.string({ unit: 'binary', maxLength: 300 }), (type, text) => {
        const reading = decodeStructuredCommunication({ type, text });
        expect(reading.text).toHaveLength(text.length);
        for (const { from, to, found, expected } of reading.invalid) {
          expect(found).toBe(text.slice(from - 1, to).padEnd(to - from + 1));
          expect(expected).not.toBe('');
        }
      }),
      { numRuns: 500 },
    );
  });

  it('that no table has, or of which no layout is known, keeps its text', () => {
    for (const type of [...typesWithoutLayout, '999', 'constructor']) {
      const reading = decodeStructuredCommunication({ type, text: 'whatever the bank says' });
      expect(reading).toMatchObject({ type, text: 'whatever the bank says', fields: {}, invalid: [] });
      expect(reading.isKnown).toBe(typesWithoutLayout.has(type));
    }
  });
});

describe('a Belgian reference', () => {
  it.each(['101', '102'])('of type %s is read with the answer of its check digits', (type) => {
    expect(decodeStructuredCommunication({ type, text: '090933755493'.padEnd(146) })).toMatchObject({
      fields: { structuredCommunication: '090933755493' },
      structuredCommunication: { reference: '090933755493', isValid: true },
    });
    expect(decodeStructuredCommunication({ type, text: '090933755494' }).structuredCommunication).toEqual({
      reference: '090933755494',
      isValid: false,
    });
  });

  it('that is no number is named and given as text', () => {
    const reading = decodeStructuredCommunication({ type: '101', text: '09093375549X' });
    expect(reading).toMatchObject({ text: '09093375549X', structuredCommunication: null });
    expect(reading.invalid).toEqual([
      { field: 'structuredCommunication', from: 1, to: 12, found: '09093375549X', expected: '12 digits' },
    ]);
  });

  it('inside another type counts only when its check digits agree', () => {
    const { fields } = decodeStructuredCommunication({ type: '105', text: '' });
    const read = (structuredCommunication: string) =>
      decodeStructuredCommunication({
        type: '105',
        text: encodeStructuredCommunication({ type: '105', fields: { ...fields, structuredCommunication } as never }),
      });
    expect(read('090933755493').structuredCommunication).toEqual({ reference: '090933755493', isValid: true });
    expect(read('090933755494').structuredCommunication).toBeNull();
    expect(read('FACT 17').fields.structuredCommunication).toBe('FACT 17');
  });
});

describe('a creditor reference', () => {
  it('is read with the answer of its check digits', () => {
    const read = (text: string) => decodeStructuredCommunication({ type: '100', text }).creditorReference;
    expect(read('RF18539007547034')).toEqual({ reference: 'RF18539007547034', isValid: true });
    expect(read('RF19539007547034')).toEqual({ reference: 'RF19539007547034', isValid: false });
    expect(read('')).toBeNull();
  });
});

describe('the fields', () => {
  it('of VAT are exact decimals', () => {
    const text = `${'1680'.padStart(15, '0')}${'8000'.padStart(15, '0')}0021000000002${'1680'.padStart(15, '0')}`;
    expect(decodeStructuredCommunication({ type: '106', text }).fields).toEqual({
      amount: '1.68',
      baseAmount: '8.00',
      percentage: '21.00000000',
      minimum: '2',
      equivalentInEuro: '1.68',
    });
  });

  it('of a card payment say when, where and what was bought', () => {
    const text =
      '67030000000012341000123000456280226' +
      '1405' +
      '9' +
      'POMPSTATION'.padEnd(16) +
      'GENT'.padEnd(10) +
      '000000000060000' +
      '000100000000' +
      'EUR' +
      '04000' +
      '03' +
      '01500';
    expect(decodeStructuredCommunication({ type: '113', text })).toMatchObject({
      invalid: [],
      fields: {
        cardNumber: '670300******1234',
        cardScheme: '1',
        terminalNumber: '000123',
        sequence: '000456',
        date: '2026-02-28',
        time: '14:05',
        transactionType: '9',
        terminalName: 'POMPSTATION',
        place: 'GENT',
        originalAmount: '60.00',
        exchangeRate: '1.00000000',
        originalCurrency: 'EUR',
        volume: '40.00',
        product: '03',
        unitPrice: '1.500',
      },
    });
  });

  it('of a SEPA direct debit name the mandate and the creditor', () => {
    const text =
      '280226' +
      '311' +
      'BE98ZZZ0403019261'.padEnd(35) +
      'MANDAAT-2026-7'.padEnd(35) +
      'FACTUUR 7'.padEnd(62) +
      '2' +
      'MD06';
    expect(decodeStructuredCommunication({ type: '127', text })).toMatchObject({
      invalid: [],
      fields: {
        settlementDate: '2026-02-28',
        kind: '3',
        scheme: '1',
        paymentStatus: '1',
        creditorIdentifier: 'BE98ZZZ0403019261',
        mandateReference: 'MANDAAT-2026-7',
        communication: 'FACTUUR 7',
        rTransaction: '2',
        reason: 'MD06',
      },
    });
  });

  it('of a period that has not ended yet say so', () => {
    expect(decodeStructuredCommunication({ type: '123', text: '010126999999' }).fields).toMatchObject({
      from: '2026-01-01',
      to: 'open',
    });
  });

  it('of securities have days with four digits of a year', () => {
    const text = ' '.repeat(166) + '28022026' + ' '.repeat(30) + '31022026';
    const reading = decodeStructuredCommunication({ type: '010', text });
    expect(reading.fields).toMatchObject({ couponPayDay: '2026-02-28', date: null });
    expect(reading.invalid).toMatchObject([{ field: 'date', from: 205, to: 212, found: '31022026' }]);
  });

  it.each([
    ['a day that does not exist', '108', ' '.repeat(42) + '310226', 'from'],
    ['a time that does not exist', '114', ' '.repeat(22) + '2460', 'time'],
    ['an amount with a letter', '106', '00000000000168O', 'amount'],
    ['a sign that is neither', '006', ' '.repeat(48) + '2', 'sign'],
  ])('name %s and read on', (_what, type, text, field) => {
    expect(decodeStructuredCommunication({ type, text }).invalid).toMatchObject([{ field }]);
  });
});

describe('a card number', () => {
  it('is never given in full, neither as a field nor in the text', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('113', '115', '124'),
        fc.stringMatching(/^[1-9]\d{15}$/),
        fc.string({ maxLength: 60 }),
        (type, card, rest) => {
          const reading = decodeStructuredCommunication({ type, text: card.padEnd(type === '124' ? 20 : 16) + rest });
          expect(reading.fields.cardNumber).toBe(`${card.slice(0, 6)}******${card.slice(-4)}`);
          expect(reading.text.slice(0, 16)).toBe(`${card.slice(0, 6)}000000${card.slice(-4)}`);
        },
      ),
    );
  });

  it('that the bank has masked stays as it is', () => {
    const text = '6703330000008003    2335         17098487       101214';
    expect(decodeStructuredCommunication({ type: '124', text })).toMatchObject({
      text,
      fields: { cardNumber: '670333******8003', issuer: '2', invoiceNumber: '335', date: '2014-12-10' },
    });
  });

  it('of zeros is none', () => {
    expect(decodeStructuredCommunication({ type: '113', text: '0'.repeat(16) }).fields.cardNumber).toBeNull();
  });
});

function fieldsOf(layout: RecordLayout): { from: number; to: number }[] {
  return Object.values(layout);
}
