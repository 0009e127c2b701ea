/** A structured creditor reference after ISO 11649 ("RF…"), electronic form, check digits verified. */
export type CreditorReference = string & { readonly __brand: 'CreditorReference' };

/** Electronic form: RF, two check digits of which 00, 01 and 99 do not exist, 1 to 21 letters or digits. */
const electronic = /^RF(?:0[2-9]|[1-8]\d|9[0-8])[A-Z0-9]{1,21}$/;

/** Reads a reference in any usual spelling (spaces, small letters); undefined when it is none or the check fails. */
export function parseCreditorReference(text: string): CreditorReference | undefined {
  const compact = text.replace(/\s+/g, '').replace(/[a-z]/g, (letter) => letter.toUpperCase());
  return isCreditorReference(compact) ? compact : undefined;
}

export function isCreditorReference(text: string): text is CreditorReference {
  return electronic.test(text) && modulo97(text.slice(4) + text.slice(0, 4)) === 1;
}

/**
 * Finds the valid reference in free text; undefined when there is none, or when two different ones compete.
 * In print it stands in groups of four, so a short word after it may look like one more group: the longest valid
 * reading of each start wins.
 */
export function findCreditorReference(text: string): CreditorReference | undefined {
  const valid = new Set<CreditorReference>();
  for (const start of text.matchAll(/(?<![\p{L}\d])RF\s?\d{2}/giu)) {
    const reading = longestReading(text.slice(start.index));
    if (reading) valid.add(reading);
  }
  return valid.size === 1 ? [...valid][0] : undefined;
}

/**
 * Makes the reference of 1 to 21 letters or digits.
 * @throws RangeError when the body is empty, too long or holds other characters
 */
export function creditorReferenceOf(body: string): CreditorReference {
  if (!/^[A-Z0-9]{1,21}$/i.test(body)) throw new RangeError('A creditor reference holds 1 to 21 letters or digits');
  const capitals = body.toUpperCase();
  const check = 98 - modulo97(`${capitals}RF00`);
  return `RF${String(check).padStart(2, '0')}${capitals}` as CreditorReference;
}

/** Groups of four, as printed: "RF18 5390 0754 7034". */
export function formatCreditorReference(reference: CreditorReference): string {
  return reference.replace(/(.{4})(?=.)/g, '$1 ');
}

function longestReading(text: string): CreditorReference | undefined {
  const inOnePiece = /^RF\s?\d{2}[A-Z0-9]{1,21}(?![\p{L}\d])/iu.exec(text)?.[0];
  if (inOnePiece !== undefined) return parseCreditorReference(inOnePiece);

  const printed = /^RF\s?\d{2}(?:\s[A-Z0-9]{4}(?![\p{L}\d])){0,5}(?:\s[A-Z0-9]{1,4}(?![\p{L}\d]))?/iu.exec(text)?.[0];
  const groups = printed?.split(/\s/) ?? [];
  for (let count = groups.length; count > 0; count -= 1) {
    const reading = parseCreditorReference(groups.slice(0, count).join(''));
    if (reading) return reading;
  }
  return undefined;
}

/** Letters count as 10 to 35 (ISO 7064, MOD 97-10). */
function modulo97(text: string): number {
  let remainder = 0;
  for (const character of text) {
    const value = Number.parseInt(character, 36);
    remainder = (remainder * (value > 9 ? 100 : 10) + value) % 97;
  }
  return remainder;
}
