/** What is left of a name when case, accents, order, legal form and titles are taken away. */
export function nameWordsOf(name: string): string[] {
  const words = isAscii.test(name) ? asciiWordsOf(name) : plainWordsOf(name);
  return words.length > 1 ? words.sort(byText) : words;
}

/** What nearly every name is made of, read without an expression: names are compared for every line. */
function asciiWordsOf(name: string): string[] {
  const capitals = name.toUpperCase();
  const words: string[] = [];
  let start = 0;
  for (let at = 0; at <= capitals.length; at += 1) {
    if (at < capitals.length && isLetterOrDigit(capitals.charCodeAt(at))) continue;
    if (at > start) addWord(words, capitals.slice(start, at));
    start = at + 1;
  }
  return words;
}

function isLetterOrDigit(code: number): boolean {
  return (code >= 65 && code <= 90) || (code >= 48 && code <= 57);
}

function addWord(words: string[], word: string): void {
  if (!withoutMeaning.has(word)) words.push(word);
}

/** Letters with accents, and those of other alphabets. */
function plainWordsOf(name: string): string[] {
  const plain = name
    .normalize('NFD')
    .replace(/\p{M}+/gu, '')
    .toUpperCase();
  return plain.split(/[^\p{L}\p{N}]+/u).filter((word) => word !== '' && !withoutMeaning.has(word));
}

const isAscii = /^[ -~]*$/;

/** The same for every order and spelling of one name; empty when nothing is left. */
export function nameKeyOf(name: string): string {
  return nameWordsOf(name).join(' ');
}

export type NameAgreement = 'equal' | 'alike' | 'different' | 'unknown';

/**
 * Compares a name as the bank shows it with one from the books. `alike` bears with a cut, a typing error, initials and
 * a second holder; two names that share only one of several words are different.
 */
export function compareNames(shown: string | undefined, known: string): NameAgreement {
  if (shown === undefined) return 'unknown';
  const left = nameWordsOf(shown);
  const right = nameWordsOf(known);
  if (left.length === 0 || right.length === 0) return 'unknown';
  if (left.join(' ') === right.join(' ')) return 'equal';
  const shared = right.filter((word) => left.some((other) => isSameWord(word, other)));
  if (!shared.some((word) => word.length > 2)) return 'different';
  /** "DHR EN MEVR JANSSENS": a family name alone, where nothing else is shown. */
  const isFamily = left.length === 1 && shared.some((word) => word.length >= 5);
  const isCovered = isFamily || (shared.length > 1 && shared.length >= Math.min(left.length, right.length));
  return isCovered || shared.length * 3 >= right.length * 2 ? 'alike' : 'different';
}

/** Equal, one the beginning of the other (cut, or an initial), or one typing error in a long word. */
function isSameWord(left: string, right: string): boolean {
  if (left === right) return true;
  const [short, long] = left.length <= right.length ? [left, right] : [right, left];
  if (long.startsWith(short)) return true;
  return short.length >= 5 && isOneEditAway(short, long);
}

/** One letter changed, added or left out, or two neighbours swapped. */
export function isOneEditAway(short: string, long: string): boolean {
  if (long.length - short.length > 1) return false;
  let at = 0;
  while (at < short.length && short[at] === long[at]) at += 1;
  const rest = short.slice(at);
  const other = long.slice(at);
  if (short.length < long.length) return rest === other.slice(1);
  return rest.slice(1) === other.slice(1) || (isSwapped(rest, other) && rest.slice(2) === other.slice(2));
}

function isSwapped(left: string, right: string): boolean {
  return left.at(0) === right.at(1) && left.at(1) === right.at(0);
}

/** Legal forms, titles and the words that join two holders. */
const withoutMeaning = new Set(
  (
    'BV BVBA SRL SPRL NV SA VOF SNC COMMV GCV SCS CV SC CVBA SCRL VZW ASBL GMBH LTD SARL EBVBA COMM ' +
    'DHR MR MEVR MW MME MR M MLLE MONSIEUR MADAME HEER DE HEER EN ET OF OU AND'
  ).split(' '),
);

function byText(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}
