import { describe, expect, it } from 'vitest';
import { readCodaBytes } from '../reader/read-coda.ts';
import { eventsByType } from '../testing/events-by-type.ts';
import { CodaWriteError, writeCoda, type StatementContent } from './coda-writer.ts';
import type { MovementInput, StatementInput } from './statement-input.ts';

const code = { type: '0', family: '01', operation: '50', category: '000' };
const statement: StatementInput & StatementContent = {
  creationDate: '2026-03-02',
  account: { iban: 'BE68539007547034', currency: 'EUR' },
  oldBalance: { amountThousandths: 0, date: '2026-03-01' },
  newBalance: { date: '2026-03-02' },
};

describe('what the writer makes', () => {
  it('is read back without any issue', () => {
    const { movements, messages, issues, ends } = readBack({
      ...statement,
      movements: [
        {
          amountThousandths: 12_345,
          transactionCode: code,
          communication: { structuredType: '101', text: '090933755493' },
        },
        { amountThousandths: -767_823, transactionCode: code, communication: { text: `${'é€ '.repeat(49)}z` } },
      ],
      messages: ['Bericht van de bank\nop twee regels', 'Nog een'],
    });
    expect(issues).toEqual([]);
    expect(movements.map(({ amount }) => amount)).toEqual(['12.345', '-767.823']);
    expect(movements.map(({ communication }) => communication.text)).toEqual(['090933755493', `${'é€ '.repeat(49)}z`]);
    expect(messages.map(({ text }) => text)).toEqual(['Bericht van de bank\nop twee regels', 'Nog een']);
    expect(ends).toMatchObject([{ balanced: true, recordCount: 6, newBalance: { amountThousandths: -755_478 } }]);
  });

  it('counts on after movement 9999, and after detail 9999', () => {
    const details = Array.from({ length: 10_001 }, () => movement(1, '5'));
    const { movements, issues, ends } = readBack({
      ...statement,
      movements: [...Array.from({ length: 10_001 }, () => movement(1)), { ...movement(10_001, '1'), details }],
    });
    expect(issues).toEqual([]);
    expect(movements.slice(9998, 10_001).map(({ sequence }) => sequence)).toEqual([9999, 0, 1]);
    expect(movements.filter(({ isDetail }) => isDetail)).toHaveLength(10_001);
    expect(ends).toMatchObject([{ balanced: true, creditThousandths: 20_002n }]);
  });

  it('of an empty statement is three records', () => {
    const { creationDate, account, oldBalance } = statement;
    const withoutClosing = { creationDate: creationDate ?? null, account, oldBalance };
    const bytes = Buffer.concat([...writeCoda([withoutClosing], { lineEnd: '\n' })]);
    expect(
      bytes
        .toString('latin1')
        .split('\n')
        .map((line) => line.charAt(0)),
    ).toEqual(['0', '1', '9', '']);
    expect(eventsByType(readCodaBytes(bytes))).toMatchObject({ issues: [], ends: [{ balanced: true }] });
  });

  it('says of every statement but the last that another one follows', () => {
    const { issues, statements } = readBack(statement, {
      ...statement,
      oldBalance: { amountThousandths: 0, date: '2026-03-02' },
    });
    expect(statements).toHaveLength(2);
    expect(issues).toEqual([]);
  });
});

describe('the writer refuses', () => {
  it.each([
    ['a letter that CODA has not', { communication: { text: '漢' } }, '漢'],
    ['a line end in a text', { communication: { text: 'a\nb' } }, 'no character'],
    ['a text that does not fit', { communication: { text: 'x'.repeat(150) } }, '150'],
    ['a name that does not fit', { counterpart: { name: 'x'.repeat(36) } }, 'counterpartName'],
    ['a day that does not exist', { valueDate: '2026-02-30' }, 'valueDate'],
    ['an amount of more than 15 digits', { amountThousandths: 10 ** 15 }, 'amount'],
    ['an amount that is no whole number', { amountThousandths: 0.5 }, 'amount'],
    ['a code of another length', { transactionCode: { ...code, family: '1' } }, 'transactionCode'],
  ])('%s', (_what, fault, words) => {
    const write = () => [...writeCoda([{ ...statement, movements: [{ ...movement(1), ...fault }] }])];
    expect(write).toThrow(CodaWriteError);
    expect(write).toThrow(words);
  });

  it('a balance that does not follow from the movements', () => {
    const closing = { date: '2026-03-02', amountThousandths: 1 };
    expect(() => [...writeCoda([{ ...statement, newBalance: closing }])]).toThrow(CodaWriteError);
  });
});

function readBack(...statements: readonly (StatementInput & StatementContent)[]) {
  return eventsByType(readCodaBytes(Buffer.concat([...writeCoda(statements)])));
}

function movement(amountThousandths: number, type = '0'): MovementInput {
  return { amountThousandths, transactionCode: { ...code, type } };
}
