/**
 * How a line of 128 positions is cut into fields. A record is a table of these fields; the same table reads, writes,
 * and tells the streaming reader where to look. Positions are 1-based and inclusive, as the standard prints them.
 */
export const RECORD_LENGTH = 128;

export type FieldKind =
  'constant' | 'digits' | 'counter' | 'code' | 'text' | 'rawText' | 'amount' | 'sign' | 'date' | 'rate' | 'blank';

/** Where something stands in a line: from 1, both inclusive. */
export type Positions = Readonly<{ from: number; to: number }>;

/** One field. What `read` gives may be `null`: the bank left it open. */
export type Field<Value> = Readonly<{
  kind: FieldKind;
  from: number;
  to: number;
  /** What belongs here, for the message of an issue. */
  expected: string;
  /** Gets exactly the positions of this field. `undefined`: this cannot stand here. */
  read: (text: string) => Value | undefined;
  /** Gives exactly as many characters as the field is wide, or throws a RangeError. */
  write: (value: Value) => string;
}>;

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- a table mixes fields of every value
export type RecordLayout = Readonly<Record<string, Field<any>>>;
export type RecordOf<Layout extends RecordLayout> = {
  -readonly [Name in keyof Layout]: Layout[Name] extends Field<infer Value> ? Value : never;
};

/** A field whose text cannot stand there. */
export type FieldFault = Readonly<{ field: string; from: number; to: number; found: string; expected: string }>;

/** Reads what can be read; a field that cannot be read is `null` and named among the faults. */
export function readRecord<Layout extends RecordLayout>(
  layout: Layout,
  line: string,
): { record: { [Name in keyof RecordOf<Layout>]: RecordOf<Layout>[Name] | null }; faults: FieldFault[] } {
  const record: Record<string, unknown> = {};
  const faults: FieldFault[] = [];
  for (const [field, { from, to, expected, read }] of Object.entries(layout)) {
    const found = line.slice(from - 1, to).padEnd(to - from + 1);
    const value: unknown = read(found);
    if (value === undefined) faults.push({ field, from, to, found, expected });
    record[field] = value ?? null;
  }
  return { record: record as { [Name in keyof RecordOf<Layout>]: RecordOf<Layout>[Name] | null }, faults };
}

/**
 * @param length of the whole text: 128 for a record, the length of the type for a structured communication
 * @throws RangeError naming the field whose value does not fit
 */
export function writeRecord<Layout extends RecordLayout>(
  layout: Layout,
  record: RecordOf<Layout>,
  length: number = RECORD_LENGTH,
): string {
  let line = '';
  for (const [name, field] of Object.entries(layout)) {
    line = line.padEnd(field.from - 1) + writeField(name, field, record[name as keyof Layout]);
  }
  return line.padEnd(length);
}

function writeField(name: string, field: Field<unknown>, value: unknown): string {
  const width = field.to - field.from + 1;
  try {
    const text = field.write(value);
    if (text.length === width) return text;
    throw new RangeError(`${text.length} characters do not fill ${width}`);
  } catch (error) {
    throw new RangeError(`${name} (${field.from}-${field.to}): ${error instanceof Error ? error.message : ''}`, {
      cause: error,
    });
  }
}

/** Always the same characters. */
export function constant<Value extends string>(from: number, to: number, value: Value): Field<Value> {
  return {
    kind: 'constant',
    from,
    to,
    expected: `"${value}"`,
    read: (text) => (text === value ? value : undefined),
    write: () => value,
  };
}

/** Digits whose zeros matter: a number that is a name. */
export function digits(from: number, to: number): Field<string> {
  const width = to - from + 1;
  return {
    kind: 'digits',
    from,
    to,
    expected: `${width} digits`,
    read: onlyDigits,
    write: (value) => exactly(value, width),
  };
}

/** A whole number, zero filled. */
export function counter(from: number, to: number): Field<number> {
  const width = to - from + 1;
  return {
    kind: 'counter',
    from,
    to,
    expected: `${width} digits`,
    read: (text) => (onlyDigits(text) === undefined ? undefined : Number(text)),
    write: (value) => zeroFilled(value, width),
  };
}

/** Digits by the standard, but banks write other things too: whatever stands there is kept. */
export function code(from: number, to: number): Field<string> {
  const width = to - from + 1;
  return {
    kind: 'code',
    from,
    to,
    expected: `${width} digits`,
    read: (text) => text,
    write: (value) => exactly(value, width),
  };
}

/** Printable characters, left aligned; blanks around it mean nothing. */
export function text(from: number, to: number): Field<string> {
  const width = to - from + 1;
  return {
    kind: 'text',
    from,
    to,
    expected: 'text',
    read: (raw) => raw.trim(),
    write: (value) => value.padEnd(width),
  };
}

/** Text that goes on in the next part: its blanks are kept, because banks cut words at the boundary. */
export function rawText(from: number, to: number): Field<string> {
  const width = to - from + 1;
  return { kind: 'rawText', from, to, expected: 'text', read: (raw) => raw, write: (value) => value.padEnd(width) };
}

/** Whole thousandths without sign: 12 integer and 3 decimal digits always fit a safe integer. */
export function amount(from: number, to: number): Field<number> {
  return { ...counter(from, to), kind: 'amount', expected: `an amount of ${to - from + 1} digits` };
}

/** +1 for credit ("0": the account holder receives, or has), -1 for debit ("1"). */
export function sign(at: number): Field<1 | -1> {
  return {
    kind: 'sign',
    from: at,
    to: at,
    expected: '0 (credit) or 1 (debit)',
    read: (text) => (text === '0' ? 1 : text === '1' ? -1 : undefined),
    write: (value) => (value === 1 ? '0' : '1'),
  };
}

/** DDMMYY as "YYYY-MM-DD"; zeros or blanks mean that the bank does not say. */
export function date(from: number): Field<string | null> {
  return {
    kind: 'date',
    from,
    to: from + 5,
    expected: 'a day that exists, as DDMMYY',
    read: (text) => (text === '000000' || text.trim() === '' ? null : isoDateOf(text)),
    write: ddmmyyOf,
  };
}

/** 4 integer and 8 decimal digits, as a decimal text: exact, and never computed with here. */
export function rate(from: number): Field<string> {
  return {
    kind: 'rate',
    from,
    to: from + 11,
    expected: 'a rate of 12 digits',
    read: (text) => (onlyDigits(text) === undefined ? undefined : `${Number(text.slice(0, 4))}.${text.slice(4)}`),
    write: (value) => {
      const [whole = '', decimals = ''] = value.split('.');
      return exactly(whole.padStart(4, '0') + decimals.padEnd(8, '0'), 12);
    },
  };
}

/** Positions that the standard keeps free. */
export function blank(from: number, to: number = from): Field<null> {
  const width = to - from + 1;
  return {
    kind: 'blank',
    from,
    to,
    expected: 'blanks',
    read: (text) => (text.trim() === '' ? null : undefined),
    write: () => ' '.repeat(width),
  };
}

/** Reads DDMMYY. 80 and later lie in the last century; a day that does not exist is undefined, never moved. */
export function isoDateOf(ddmmyy: string): string | undefined {
  if (!/^\d{6}$/.test(ddmmyy)) return undefined;
  const [day, month, shortYear] = [ddmmyy.slice(0, 2), ddmmyy.slice(2, 4), ddmmyy.slice(4)];
  const year = Number(shortYear) + (Number(shortYear) >= 80 ? 1900 : 2000);
  if (Number(day) < 1 || Number(day) > daysIn(Number(month), year)) return undefined;
  return `${year}-${month}-${day}`;
}

function ddmmyyOf(isoDate: string | null): string {
  if (isoDate === null) return '000000';
  const ddmmyy = isoDate.slice(8, 10) + isoDate.slice(5, 7) + isoDate.slice(2, 4);
  if (isoDateOf(ddmmyy) !== isoDate) throw new RangeError(`"${isoDate}" is no day from 1980-01-01 to 2079-12-31`);
  return ddmmyy;
}

function daysIn(month: number, year: number): number {
  const leap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  return month === 2 && leap ? 29 : ([31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1] ?? 0);
}

function onlyDigits(text: string): string | undefined {
  return /^\d+$/.test(text) ? text : undefined;
}

function zeroFilled(value: number, width: number): string {
  if (!Number.isSafeInteger(value) || value < 0) throw new RangeError(`${value} is no whole number from 0`);
  return exactly(String(value).padStart(width, '0'), width);
}

function exactly(value: string, width: number): string {
  if (value.length !== width) throw new RangeError(`"${value}" does not have ${width} characters`);
  return value;
}
