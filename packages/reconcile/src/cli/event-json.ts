import { parseIsoDate } from '@onfact-ponto/primitives';
import type { IsoDate } from '@onfact-ponto/primitives';

/** What JSON.parse gives; nothing of it is believed before it was looked at. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** An event that cannot be used; the rest of the input is read on. */
export class InvalidEvent extends Error {
  override readonly name = 'InvalidEvent';
  readonly code: InvalidCode;

  constructor(code: InvalidCode, message: string) {
    super(message);
    this.code = code;
  }
}

export type InvalidCode =
  | 'not_json'
  | 'unknown_type'
  | 'missing_key'
  | 'wrong_kind'
  | 'fractional_amount'
  | 'impossible_date'
  | 'unknown_id'
  | 'not_open'
  | 'not_booked';

export function objectOf(text: string): JsonObject {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new InvalidEvent('not_json', 'The line is not JSON');
  }
  if (!isObject(value)) throw new InvalidEvent('wrong_kind', 'The line is not an object');
  return value;
}

/** A text that must be there. */
export function textAt(object: JsonObject, key: string): string {
  const text = optionalTextAt(object, key);
  if (text === undefined) throw new InvalidEvent('missing_key', `${key} is missing`);
  return text;
}

/** Null, absent and empty are the same. */
export function optionalTextAt(object: JsonObject, key: string): string | undefined {
  const value = object[key];
  if (value === undefined || value === null || value === '') return undefined;
  if (typeof value !== 'string') throw new InvalidEvent('wrong_kind', `${key} is not a text`);
  return value;
}

export function oneOfAt<Value extends string>(object: JsonObject, key: string, values: readonly Value[]): Value {
  const text = textAt(object, key);
  const found = values.find((value) => value === text);
  if (found === undefined) throw new InvalidEvent('wrong_kind', `${key} is none of ${values.join(', ')}`);
  return found;
}

export function dateAt(object: JsonObject, key: string): IsoDate {
  const text = textAt(object, key);
  const date = parseIsoDate(text);
  if (date === undefined) throw new InvalidEvent('impossible_date', `${key} is no day YYYY-MM-DD`);
  return date;
}

export function optionalDateAt(object: JsonObject, key: string): IsoDate | undefined {
  return optionalTextAt(object, key) === undefined ? undefined : dateAt(object, key);
}

/** Minor units: a whole number that JSON carries exactly. */
export function amountAt(object: JsonObject, key: string): bigint {
  const value = object[key];
  if (value === undefined || value === null) throw new InvalidEvent('missing_key', `${key} is missing`);
  if (typeof value !== 'number') throw new InvalidEvent('wrong_kind', `${key} is not a number`);
  if (!Number.isSafeInteger(value)) throw new InvalidEvent('fractional_amount', `${key} is not whole minor units`);
  return BigInt(value);
}

export function positiveAmountAt(object: JsonObject, key: string): bigint {
  const amountMinor = amountAt(object, key);
  if (amountMinor < 0n) throw new InvalidEvent('wrong_kind', `${key} is negative`);
  return amountMinor;
}

export function textsAt(object: JsonObject, key: string): string[] {
  return listAt(object, key).map((value) => {
    if (typeof value !== 'string') throw new InvalidEvent('wrong_kind', `${key} holds something that is no text`);
    return value;
  });
}

export function objectsAt(object: JsonObject, key: string): JsonObject[] {
  return listAt(object, key).map((value) => {
    if (!isObject(value)) throw new InvalidEvent('wrong_kind', `${key} holds something that is no object`);
    return value;
  });
}

export function objectAt(object: JsonObject, key: string): JsonObject {
  const value = object[key];
  if (!isObject(value)) throw new InvalidEvent('missing_key', `${key} is missing`);
  return value;
}

function listAt(object: JsonObject, key: string): readonly unknown[] {
  const value = object[key];
  if (value === undefined || value === null) throw new InvalidEvent('missing_key', `${key} is missing`);
  if (!Array.isArray(value)) throw new InvalidEvent('wrong_kind', `${key} is not a list`);
  return value;
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
