/** What a JSON text holds. A number whose digits a double cannot hold stays an `ExactNumber`. */
export type JsonValue = null | boolean | number | string | ExactNumber | readonly JsonValue[] | JsonObject;
export type JsonObject = { readonly [name: string]: JsonValue };

/** Made by `JSON.rawJSON`: `JSON.stringify` writes it back digit by digit. */
export type ExactNumber = { readonly rawJSON: string };

/**
 * Parses without ever losing a digit of a number.
 *
 * Up to 15 significant digits `String(number)` is the decimal that was sent. Only longer numbers, and those written
 * with an exponent, need their source text; looking for them first keeps the usual page on the fast parser.
 * @throws SyntaxError, whose message quotes the text: do not log it
 */
export function parseExactJson(text: string): JsonValue {
  if (!/[\s:,[]-?\d[\d.]*(?:[\d.]{15}|[eE])/.test(text)) return JSON.parse(text) as JsonValue;
  return exactJson.parse(text, (_name, value, { source }) =>
    typeof value === 'number' && source !== undefined && losesDigits(source) ? exactJson.rawJSON(source) : value,
  );
}

/** The digits of a number as they were sent; undefined when the value is no number. */
export function decimalTextOf(value: unknown): string | undefined {
  if (typeof value === 'number') return String(value);
  if (typeof value === 'string') return value;
  return isExactNumber(value) ? value.rawJSON : undefined;
}

/** A number that `JSON.stringify` writes with exactly these digits. @throws SyntaxError when they are no number */
export function exactNumberOf(digits: string): ExactNumber {
  return exactJson.rawJSON(digits);
}

function isExactNumber(value: unknown): value is ExactNumber {
  return exactJson.isRawJSON(value);
}

function losesDigits(source: string): boolean {
  return /[eE]/.test(source) || source.replace(/^-?0*\.?0*/, '').replace('.', '').length > 15;
}

/** Source text access is in Node since 21 and not yet in TypeScript's own description of JSON. */
const exactJson = JSON as unknown as {
  parse(text: string, reviver: (name: string, value: JsonValue, context: { source?: string }) => JsonValue): JsonValue;
  rawJSON(text: string): ExactNumber;
  isRawJSON(value: unknown): value is ExactNumber;
};
