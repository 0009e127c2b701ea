import {
  MoneyFormatError,
  bankDayOf,
  decimalTextOf,
  isCurrency,
  parseMoney,
  type Currency,
  type IsoDate,
  type JsonObject,
  type JsonValue,
  type Money,
} from '@onfact-ponto/primitives';
import { z } from 'zod';
import { PontoUnexpectedResponseError } from './errors.ts';
import type { ApiAnswer } from './json-api.ts';

/** Turns one resource as sent into ours. @throws UndecodableError */
export type Decoder<Resource> = (resource: JsonValue) => Resource;

/** Which part of one resource could not be understood. Never leaves this package: see `UnreadableResource`. */
export class UndecodableError extends Error {
  override readonly name = 'UndecodableError';
  /** "attributes.amount"; empty for the resource as a whole. */
  readonly path: string;

  constructor(path: string, problem: string) {
    super(problem);
    this.path = path;
  }
}

/** Reads with a schema that ignores what it does not know. @throws UndecodableError naming the first problem */
export function decodeWith<Schema extends z.ZodType>(schema: Schema, value: JsonValue, under = ''): z.output<Schema> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  const path = [under, ...(issue?.path ?? [])].filter((step) => step !== '').join('.');
  throw new UndecodableError(path, issue?.message ?? 'not understood');
}

/** Decodes `data` of a document with one resource. @throws PontoUnexpectedResponseError */
export function decodeSingle<Resource>(answered: ApiAnswer, decode: Decoder<Resource>): Resource {
  return decodeDocument(answered, (document) => decode(decodeWith(singleDocument, document).data));
}

/** Decodes a document as a whole. @throws PontoUnexpectedResponseError */
export function decodeDocument<Resource>({ document, answer }: ApiAnswer, decode: Decoder<Resource>): Resource {
  try {
    return decode(document);
  } catch (error) {
    if (!(error instanceof UndecodableError)) throw error;
    throw new PontoUnexpectedResponseError(`${error.path || 'document'}: ${error.message}`, answer);
  }
}

const jsonValue = z.custom<JsonValue>((value) => value !== undefined, 'missing');
const singleDocument = z.object({ data: jsonValue });

export const jsonObject = z.custom<JsonObject>(
  (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
  'not an object',
);

/** Ponto sends `null` and leaves out alike: both mean absent. */
export function absent<Schema extends z.ZodType>(schema: Schema) {
  return schema.nullish().transform((value) => value ?? undefined);
}

export const optionalText = absent(z.string());

/** Ids out of `relationships`; one that cannot be read counts as absent. */
export function relatedIds<Name extends string>(...names: readonly Name[]) {
  return z
    .unknown()
    .optional()
    .transform((relationships) => {
      const idOf = (name: Name) =>
        relatedResource.safeParse(jsonObject.safeParse(relationships).data?.[name]).data?.data.id;
      return Object.fromEntries(names.map((name) => [name, idOf(name)])) as Readonly<Record<Name, string | undefined>>;
    });
}
const relatedResource = z.object({ data: z.object({ id: z.string().min(1) }) });

/** What is left of a resource after its deletion. */
export const decodeId: Decoder<{ id: string }> = (resource) =>
  decodeWith(z.object({ id: z.string().min(1) }), resource);

/** A moment in RFC 3339, any number of fraction digits; finer than a millisecond is cut off. */
export const moment = z.iso.datetime({ offset: true }).transform((text) => new Date(text));
export const optionalMoment = absent(moment);

/** A number of any length, or (older answers) a text, as its decimal digits. */
export const decimal = z
  .unknown()
  .optional()
  .transform((value, context) => {
    const text = decimalTextOf(value);
    if (text !== undefined) return text;
    context.issues.push({ code: 'custom', message: value === undefined ? 'missing' : 'not a number', input: value });
    return z.NEVER;
  });
export const optionalDecimal = z
  .unknown()
  .optional()
  .transform((value, context) => {
    if (value === undefined || value === null) return undefined;
    const text = decimalTextOf(value);
    if (text !== undefined) return text;
    context.issues.push({ code: 'custom', message: 'not a number', input: value });
    return z.NEVER;
  });

/** @throws UndecodableError when we do not know how many decimals it has */
export function readCurrency(code: string): Currency {
  if (isCurrency(code)) return code;
  throw new UndecodableError('attributes.currency', `unknown currency "${code.slice(0, 10)}"`);
}

/** @throws UndecodableError when the currency is unknown or cannot hold the digits */
export function readMoney(digits: string, currencyCode: string, path: string): Money {
  const currency = readCurrency(currencyCode);
  try {
    return parseMoney(digits, currency);
  } catch (error) {
    if (!(error instanceof MoneyFormatError)) throw error;
    throw new UndecodableError(path, error.message);
  }
}

/**
 * Reads booking days on the bank's clock. One reader serves one page, whose lines share a few days: it converts
 * each spelling once.
 */
export function createDayReader(timeZone: string | undefined): (moment: string, path: string) => IsoDate {
  const known = new Map<string, IsoDate>();
  return (moment, path) => {
    const seen = known.get(moment);
    if (seen !== undefined) return seen;
    try {
      const day = bankDayOf(moment, timeZone);
      known.set(moment, day);
      return day;
    } catch {
      throw new UndecodableError(path, 'not a moment or a day');
    }
  };
}
