/** The 12 digits of a Belgian structured communication (OGM/VCS), check digits verified modulo 97. */
export type StructuredCommunication = string & { readonly __brand: 'StructuredCommunication' };

/** Finds the valid OGM in free text; undefined when there is none, or when two different ones compete. */
export function findStructuredCommunication(text: string): StructuredCommunication | undefined {
  const candidates = text.matchAll(written);
  const valid = new Set([...candidates].map((match) => match.slice(1).join('')).filter(isStructuredCommunication));
  return valid.size === 1 ? [...valid][0] : undefined;
}

/**
 * 3-4-5 digits in every written form: `+++090/9337/55493+++`, `***…***`, with spaces, dots or dashes, or bare.
 *
 * Digits, letters or a decimal point directly around it mean that it is part of something longer. So does "BE68" in
 * front: the national number in a Belgian IBAN has the very check of an OGM. The whole is a lookahead, so that a
 * candidate never hides another one that begins inside it.
 */
const written =
  /(?<![\p{L}\d])(?<!\d[.,/-])(?<!\bBE\s?\d{2}[\s.-]?)(?=(\d{3})[\s/.-]{0,3}(\d{4})[\s/.-]{0,3}(\d{5})(?![\p{L}\d])(?![.,/-]\d))/giu;

/** Reads a text that is meant to be one OGM and nothing else. */
export function parseStructuredCommunication(text: string): StructuredCommunication | undefined {
  const digits = /^[\s+*]*(\d{3})[\s/.-]{0,3}(\d{4})[\s/.-]{0,3}(\d{5})[\s+*]*$/.exec(text)?.slice(1).join('');
  return digits !== undefined && isStructuredCommunication(digits) ? digits : undefined;
}

export function isStructuredCommunication(digits: string): digits is StructuredCommunication {
  return /^\d{12}$/.test(digits) && digits.slice(10) === checkDigits(digits.slice(0, 10));
}

/**
 * Adds the check digits to a number of at most 10 digits.
 * @throws RangeError when the number does not fit
 */
export function structuredCommunicationOf(number: bigint): StructuredCommunication {
  if (number < 0n || number > 9_999_999_999n) throw new RangeError('An OGM numbers 0 to 9 999 999 999');
  const base = number.toString().padStart(10, '0');
  return `${base}${checkDigits(base)}` as StructuredCommunication;
}

/** "+++090/9337/55493+++", as printed on an invoice. */
export function formatStructuredCommunication(digits: StructuredCommunication): string {
  return `+++${digits.slice(0, 3)}/${digits.slice(3, 7)}/${digits.slice(7)}+++`;
}

/** The remainder modulo 97, where a remainder of 0 is written 97. */
function checkDigits(base: string): string {
  const remainder = Number(base) % 97;
  return String(remainder === 0 ? 97 : remainder).padStart(2, '0');
}
