/** What a JSON text holds. A number whose digits a double cannot hold stays an `ExactNumber`. */
export type JsonValue = null | boolean | number | string | ExactNumber | readonly JsonValue[] | JsonObject;
export type JsonObject = { readonly [name: string]: JsonValue };

/** Made by `JSON.rawJSON`: `JSON.stringify` writes it back digit by digit. */
export type ExactNumber = { readonly rawJSON: string };

/**
 * Parses without ever losing a digit of a number, into something that can be stored.
 *
 * Up to 15 significant digits `String(number)` is the decimal that was sent. Only longer numbers, and those written
 * with an exponent, need their source text. NUL and halves of characters, which no UTF-8 database takes, become
 * U+FFFD. Looking for all these first keeps the usual page on the fast parser.
 * @throws Error when the text is no JSON or is nested absurdly; its message may quote the text: do not log it
 */
export function parseExactJson(text: string): JsonValue {
  const needsCare = needsSourceText.test(text) || mayBeUnstorable.test(text);
  const document = needsCare ? exactJson.parse(text, careful) : (JSON.parse(text) as JsonValue);
  if (isDeeperThan(document, deepest)) throw new SyntaxError('The JSON text is nested too deeply');
  return document;
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

/** At most this many lists and objects inside each other: `JSON.stringify` has no end of its own but the stack. */
const deepest = 100;

const needsSourceText = /[\s:,[]-?\d[\d.]*(?:[\d.]{15}|[eE])/;
const mayBeUnstorable = /\\u(?:0000|[dD][89a-fA-F])/;

function careful(_name: string, value: JsonValue, { source }: { source?: string }): JsonValue {
  if (typeof value === 'number') return source !== undefined && losesDigits(source) ? exactNumberOf(source) : value;
  if (typeof value === 'string') return storable(value);
  return isObject(value) && Object.keys(value).some((key) => storable(key) !== key)
    ? Object.fromEntries(Object.entries(value).map(([key, inner]) => [storable(key), inner]))
    : value;
}

function losesDigits(source: string): boolean {
  return /[eE]/.test(source) || source.replace(/^-?0*\.?0*/, '').replace('.', '').length > 15;
}

function storable(text: string): string {
  return text.replaceAll('\0', '\ufffd').toWellFormed();
}

function isDeeperThan(value: JsonValue, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return levels === 0 || Object.values(value).some((inner: JsonValue) => isDeeperThan(inner, levels - 1));
}

function isObject(value: JsonValue): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !isExactNumber(value);
}

function isExactNumber(value: unknown): value is ExactNumber {
  return exactJson.isRawJSON(value);
}

/** Source text access is in Node since 21 and not yet in TypeScript's own description of JSON. */
const exactJson = JSON as unknown as {
  parse(text: string, reviver: (name: string, value: JsonValue, context: { source?: string }) => JsonValue): JsonValue;
  rawJSON(text: string): ExactNumber;
  isRawJSON(value: unknown): value is ExactNumber;
};
