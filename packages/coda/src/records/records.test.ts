import { describe, expect, it } from 'vitest';
import { RECORD_LENGTH, readRecord, writeRecord, type Field } from '../record-layout.ts';
import { records } from './records.ts';

type AnyLayout = Readonly<Record<string, Field<unknown>>>;
const layouts = Object.entries(records) as unknown as [string, AnyLayout][];

describe.each(layouts)('record %s', (name, layout) => {
  it('uses every position from 1 to 128 once', () => {
    const positions = Object.values(layout).flatMap(({ from, to }) =>
      Array.from({ length: to - from + 1 }, (_, at) => from + at),
    );
    expect(positions).toEqual(Array.from({ length: RECORD_LENGTH }, (_, at) => at + 1));
  });

  it('begins with its name', () => {
    const first = Object.values(layout)[0];
    expect(first?.write(first.read(name))).toBe(name);
  });

  it('names each field that it cannot read and reads the others', () => {
    const { record, faults } = readRecord(layout, '?'.repeat(RECORD_LENGTH));
    const readable = Object.entries(layout).filter(([, { kind }]) => ['text', 'rawText', 'code'].includes(kind));
    expect(faults.map(({ field }) => field)).toEqual(
      Object.keys(layout).filter((field) => !readable.some(([name]) => name === field)),
    );
    for (const [field] of readable) expect(record[field]).toContain('?');
  });
});

it('reads what it wrote', () => {
  const balance = {
    recordType: '8',
    statementNumber: '074',
    account: 'BE68539007547034'.padEnd(34) + 'EUR',
    balanceSign: -1,
    balance: 767_823,
    balanceDate: '2026-02-28',
    reserved: null,
    linkCode: '0',
  } as const;
  const line = writeRecord(records['8'], balance);
  expect(line).toHaveLength(RECORD_LENGTH);
  expect(readRecord(records['8'], line)).toEqual({ record: balance, faults: [] });
});
