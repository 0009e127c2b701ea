import {
  MoneyFormatError,
  decimalTextOf,
  isCurrency,
  parseIsoDate,
  parseMoney,
  type Currency,
  type JsonObject,
  type JsonValue,
  type Money,
} from '@onfact-ponto/primitives';
import { z } from 'zod';
import { OnfactUnexpectedResponseError } from './errors.ts';
import type { ApiAnswer } from './json-api.ts';

/** Turns one resource as sent into ours. @throws UndecodableError */
export type Decoder<Resource> = (resource: JsonValue) => Resource;

/** Which part of one resource could not be understood. Never leaves this package: see `UnreadableResource`. */
export class UndecodableError extends Error {
  override readonly name = 'UndecodableError';
  /** "total_amount_incl._"; empty for the resource as a whole. */
  readonly path: string;

  constructor(path: string, problem: string) {
    super(problem);
    this.path = path;
  }
}

/** Reads with a schema that ignores what it does not know. @throws UndecodableError naming the first problem */
export function decodeWith<Schema extends z.ZodType>(schema: Schema, value: JsonValue): z.output<Schema> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  throw new UndecodableError(issue?.path.join('.') ?? '', issue?.message ?? 'not understood');
}

/** Decodes an answer as a whole. @throws OnfactUnexpectedResponseError */
export function decodeDocument<Resource>(
  { document, status, isWrite }: ApiAnswer,
  decode: Decoder<Resource>,
): Resource {
  try {
    return decode(document);
  } catch (error) {
    if (!(error instanceof UndecodableError)) throw error;
    const problem = `${error.path || 'document'}: ${error.message}`;
    throw new OnfactUnexpectedResponseError(problem, { status, outcomeUnknown: isWrite });
  }
}

/** The answer to every write. */
export const decodeWritten: Decoder<{ id: number }> = (document) => decodeWith(z.object({ id }), document);

export const jsonObject = z.custom<JsonObject>(
  (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
  'not an object',
);

/** onFact sends `null` and leaves out alike: both mean absent. */
export function absent<Schema extends z.ZodType>(schema: Schema) {
  return schema.nullish().transform((value) => value ?? undefined);
}

/** Ids are integers; some come as text. */
export const id = z
  .union([
    z.number(),
    z
      .string()
      .regex(/^\d{1,15}$/)
      .transform(Number),
  ])
  .pipe(z.number().int().positive());
export const optionalId = absent(id);

export const optionalText = z
  .union([z.string(), z.number()])
  .nullish()
  .transform((value) => (value === undefined || value === null || value === '' ? undefined : String(value)));

/** Decimal digits, from a number or a text; anything else counts as absent. */
export const decimalText = z
  .unknown()
  .optional()
  .transform((value) => {
    const digits = decimalTextOf(value);
    return digits !== undefined && /^-?\d+(?:\.\d+)?$/.test(digits) ? digits : undefined;
  });

/** A count such as a number of days; anything else counts as absent. */
export const wholeNumber = decimalText.transform((digits) =>
  digits !== undefined && /^\d{1,6}$/.test(digits) ? Number(digits) : undefined,
);

/** A flag is written true, 1 or "1"; a deletion may also be written as the moment it happened. */
export const flag = z
  .unknown()
  .optional()
  .transform((value) => !unset.has(value));
const unset: ReadonlySet<unknown> = new Set([undefined, null, false, 0, '', '0', 'false']);

export const optionalDay = z
  .string()
  .nullish()
  .transform((text, context) => {
    if (text === undefined || text === null || text === '') return undefined;
    const day = parseIsoDate(text);
    if (day !== undefined) return day;
    context.issues.push({ code: 'custom', message: 'not a day', input: text });
    return z.NEVER;
  });

/**
 * Money comes as numbers keyed by currency and, under "_", in the currency of the document; older answers hold a
 * plain number.
 * @throws UndecodableError when no amount or no currency can be told, or when the two ways of reading disagree
 */
export function readMoney(value: JsonValue | undefined, currencyId: string | undefined, path: string): Money {
  const plain = decimalTextOf(value);
  if (plain !== undefined) return moneyOf(plain, knownCurrency(currencyId, path), path);

  const amounts = jsonObject.safeParse(value);
  if (!amounts.success) throw new UndecodableError(path, 'missing');
  const currency = knownCurrency(currencyId ?? onlyCurrencyIn(amounts.data), path);
  const [first, ...others] = [amounts.data._, amounts.data[currency]]
    .map(decimalTextOf)
    .filter((digits) => digits !== undefined)
    .map((digits) => moneyOf(digits, currency, path));
  if (first === undefined) throw new UndecodableError(path, `no amount in ${currency}`);
  if (others.some((other) => other.amountMinor !== first.amountMinor)) {
    throw new UndecodableError(path, `two different amounts in ${currency}`);
  }
  return first;
}

function onlyCurrencyIn(amounts: JsonObject): string | undefined {
  const codes = Object.keys(amounts).filter((key) => key !== '_');
  return codes.length === 1 ? codes[0] : undefined;
}

function knownCurrency(code: string | undefined, path: string): Currency {
  if (code !== undefined && isCurrency(code)) return code;
  throw new UndecodableError(path, code === undefined ? 'no currency' : `unknown currency "${code.slice(0, 10)}"`);
}

function moneyOf(digits: string, currency: Currency, path: string): Money {
  try {
    return parseMoney(digits, currency);
  } catch (error) {
    if (!(error instanceof MoneyFormatError)) throw error;
    throw new UndecodableError(path, error.message);
  }
}
