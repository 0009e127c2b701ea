import anyAscii from 'any-ascii';

/**
 * The characters that every bank in SEPA takes: Latin letters, digits, space and / - ? : ( ) . , ' +
 * (EPC217-08, "Best practices for the use of the SEPA character set").
 */
export function isSepaText(text: string): boolean {
  return !outside.test(text);
}

/**
 * Writes a text in those characters: "Café Zoë & fils" becomes "Cafe Zoe + fils". What has no counterpart becomes a
 * space, and spaces are never doubled, so the result may be empty.
 */
export function toSepaText(text: string): string {
  const replaced = text
    .replace(/\p{Extended_Pictographic}/gu, ' ')
    .replace(/[&_@*{}[\]<>"`|\\;!=~^%#$€°]/gu, (sign) => signs[sign] ?? ' ');
  return anyAscii(replaced).replace(outsideAll, ' ').replace(/ +/g, ' ').trim();
}

/** What EPC217-08 proposes; "€" and "n°" as people write them. */
const signs: Readonly<Record<string, string>> = {
  '&': '+',
  _: '-',
  '{': '(',
  '}': ')',
  '[': '(',
  ']': ')',
  '<': '(',
  '>': ')',
  '"': "'",
  '`': "'",
  '|': '/',
  '\\': '/',
  ';': ',',
  '!': '.',
  '~': '-',
  '€': 'EUR',
  '°': 'o',
};

const outside = /[^a-zA-Z0-9/\-?:().,'+ ]/u;
const outsideAll = /[^a-zA-Z0-9/\-?:().,'+ ]/gu;
