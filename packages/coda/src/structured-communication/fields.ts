import { code, date, isoDateOf, type Field, type RecordLayout } from '../record-layout.ts';
import { formatThousandths } from '../thousandths.ts';

/** The kinds of field that only structured communications have; the others are those of the records. */

/** An amount as the decimal text that all amounts are here, exact: 12 integer and 3 decimal digits. */
export function decimalAmount(from: number): Field<string> {
  const field = decimal(from, from + 14, 3);
  return { ...field, read: (text) => (/^\d+$/.test(text) ? formatThousandths(Number(text)) : undefined) };
}

/** Digits with a comma that is not written: "01224" with 3 decimals is "1.224". */
export function decimal(from: number, to: number, decimals: number): Field<string> {
  const width = to - from + 1;
  const wholeWidth = width - decimals;
  return {
    kind: 'digits',
    from,
    to,
    expected: `${width} digits, ${decimals} of them decimals`,
    read: (text) => (/^\d+$/.test(text) ? `${BigInt(text.slice(0, wholeWidth))}.${text.slice(wholeWidth)}` : undefined),
    write: (value) => {
      const [whole = '', fraction = ''] = value.split('.');
      return whole.padStart(wholeWidth, '0') + fraction.padEnd(decimals, '0');
    },
  };
}

/** HHMM as "HH:MM". */
export function time(from: number): Field<string> {
  return {
    kind: 'digits',
    from,
    to: from + 3,
    expected: 'a time, as HHMM',
    read: (text) => (/^(?:[01]\d|2[0-3])[0-5]\d$/.test(text) ? `${text.slice(0, 2)}:${text.slice(2)}` : undefined),
    write: (value) => value.replace(':', ''),
  };
}

/** The end of a period as "YYYY-MM-DD"; 999999 is "open". */
export function endDate(from: number): Field<string | null> {
  const field = date(from);
  return {
    ...field,
    read: (text) => (text === '999999' ? 'open' : field.read(text)),
    write: (value) => (value === 'open' ? '999999' : field.write(value)),
  };
}

/** DDMMYYYY, which only securities use; zeros mean that there is none. */
export function longDate(from: number): Field<string | null> {
  return {
    kind: 'date',
    from,
    to: from + 7,
    expected: 'a day that exists, as DDMMYYYY',
    read: (text) => {
      if (text === '00000000') return null;
      const isoDate = isoDateOf(text.slice(0, 4) + text.slice(6));
      return isoDate === undefined || !/^\d{8}$/.test(text) ? undefined : text.slice(4, 8) + isoDate.slice(4);
    },
    write: (value) => (value === null ? '00000000' : value.slice(8, 10) + value.slice(5, 7) + value.slice(0, 4)),
  };
}

/**
 * A card number: the first six and the last four digits and `*` between. Banks write zeros there since version 2.4;
 * what older files still show goes no further than this.
 */
export function cardNumber(from: number, to: number): Field<string | null> {
  return {
    ...code(from, to),
    expected: 'a card number',
    read: (text) => (/^0*$/.test(text.trim()) ? null : maskCard(text.trim(), '*')),
    write: (value) => (value ?? '').replace(/\*/g, '0').padEnd(to - from + 1),
  };
}

/** Hides what stands between the first six and the last four. */
export function maskCard(number: string, mask: '*' | '0'): string {
  const hidden = Math.max(0, number.length - 10);
  return hidden === 0 ? number : number.slice(0, 6) + mask.repeat(hidden) + number.slice(-4);
}

/** What an open field may hold: banks leave unused zones blank, of digits too. */
export type Open<Layout> = {
  readonly [Name in keyof Layout]: Layout[Name] extends Field<infer Value> ? Field<Value | null> : never;
};

/** The same layout in which every field may be blank; reads as null. */
export function open<const Layout extends RecordLayout>(layout: Layout): Open<Layout> {
  return Object.fromEntries(Object.entries(layout).map(([name, field]) => [name, openField(field)])) as Open<Layout>;
}

function openField<Value>(field: Field<Value>): Field<Value | null> {
  return {
    ...field,
    read: (text) => (text.trim() === '' ? null : field.read(text)),
    write: (value) => (value === null ? ' '.repeat(field.to - field.from + 1) : field.write(value)),
  };
}
