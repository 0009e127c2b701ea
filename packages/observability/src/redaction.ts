import { describeError } from './error-facts.ts';

/**
 * What may never reach a log: secrets, what people wrote on a payment, and whole account numbers. A name decides
 * first (`accessToken`, `remittanceInformation`), then the look of the text, for values that travel under another name.
 */

const removed = '[removed]';

/** Names of values that open something, or that hold words of a payer. Compared without case, dashes and underscores. */
const namesOfSecrets =
  /token|secret|password|passphrase|authorization|cookie|sessionkey|apikey|privatekey|verifier|envelope|assertion|signature|ciphertext|nonce/;
const namesOfBankText =
  /remittance|communication|counterpart|description|holdername|additionalinformation|endtoend|customername|response?body|rawbody|requestbody|^raw$|^body$|^params$|^parameters$/;

const looksLikeSecret =
  /\b(?:Bearer|Basic)\s+[\w.~+/=-]{8,}|\beyJ[\w-]{8,}\.[\w-]+\.[\w-]*|\bofp_[\w-]{16,}|-----BEGIN [A-Z ]+-----[\s\S]*?-----END [A-Z ]+-----/g;
/** Country, two check digits and 11 to 30 more characters, grouped by four or not. */
const looksLikeIban = /(?<![A-Za-z0-9])([A-Za-z]{2}\d{2}) ?(?:[A-Za-z0-9]{4} ?){2,7}[A-Za-z0-9]{1,4}(?![A-Za-z0-9])/g;
/** Three, four and five digits: a Belgian structured communication names the invoice that it pays. */
const looksLikeStructuredCommunication = /\+\+\+\s?\d{3}\/\d{4}\/\d{5}\s?\+\+\+/g;
const queryOfUrl = /(\bhttps?:\/\/[^\s?#'"]+)[?#][^\s'"]*/g;

const limits = { depth: 6, entries: 60, characters: 2_000 };

/** A copy of the facts that is fit for a log. Values that JSON cannot hold become text. */
export function redact(facts: object): Record<string, unknown> {
  return redactEntries(facts, 0);
}

/** The text without secrets and query parameters; account numbers keep their country and last four characters. */
export function redactText(text: string): string {
  return text
    .slice(0, limits.characters)
    .replace(looksLikeSecret, removed)
    .replace(queryOfUrl, `$1?${removed}`)
    .replace(looksLikeStructuredCommunication, removed)
    .replace(looksLikeIban, shortenIban);
}

function redactValue(value: unknown, depth: number): unknown {
  if (typeof value === 'string') return redactText(value);
  if (typeof value === 'bigint') return value.toString();
  if (typeof value === 'function' || typeof value === 'symbol') return undefined;
  if (typeof value !== 'object' || value === null) return value;
  if (value instanceof Error) return redactEntries(describeError(value), depth);
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? 'invalid date' : value.toISOString();
  if (depth >= limits.depth) return '[deeper]';
  if (Array.isArray(value)) return value.slice(0, limits.entries).map((item) => redactValue(item, depth + 1));
  return redactEntries(value, depth + 1);
}

function redactEntries(facts: object, depth: number): Record<string, unknown> {
  const entries = facts instanceof Error ? Object.entries({ error: facts }) : Object.entries(facts);
  return Object.fromEntries(
    entries
      .slice(0, limits.entries)
      .map(([name, value]) => [name, mayNotBeNamed(name) && isContent(value) ? removed : redactValue(value, depth)]),
  );
}

function mayNotBeNamed(name: string): boolean {
  const plain = name.toLowerCase().replace(/[-_\s]/g, '');
  return namesOfSecrets.test(plain) || namesOfBankText.test(plain);
}

/** Counts, flags and absent values tell nothing: `tokenCount: 2` stays. */
function isContent(value: unknown): boolean {
  return (typeof value === 'string' && value !== '') || (typeof value === 'object' && value !== null);
}

/** "BE68 **** 7034" for a candidate with the digits of an IBAN; words that only look like one stay. */
function shortenIban(candidate: string, start: string): string {
  const compact = candidate.replaceAll(' ', '');
  const digits = compact.replace(/\D/g, '').length;
  return compact.length >= 15 && compact.length <= 34 && digits >= 8 ? `${start} **** ${compact.slice(-4)}` : candidate;
}
