/** What is left of a text when the habits of banks are taken off: capitals, accents, punctuation and blanks. */
export type ComparableText = Readonly<{
  /** Capitals and digits, nothing else. */
  key: string;
  /** Some letters were replaced by "?": a bank could not print them. */
  hasLostLetters: boolean;
  /** The key without what a bank may not be able to print, on either side. */
  plainKey: string;
  /** The numbers in it, one after the other; a number that a record boundary cut in two counts as two. */
  numbers: readonly string[];
  /** Nothing follows the last number, and the text is long enough to have been cut off there. */
  mayEndInsideNumber: boolean;
  /** Long enough to have been cut off. */
  mayBeCut: boolean;
}>;

/** How two texts relate. `unknown`: one of them says nothing. */
export type TextLikeness = Readonly<{
  relation: 'equal' | 'agree' | 'partly' | 'differ' | 'unknown';
  /** Each holds a number that the other does not: two invoices, two cards, two dates. */
  numbersConflict: boolean;
}>;

/** The shortest length at which a bank cuts texts: names and references of 35. */
const shortestCut = 34;

export function comparableText(text: string): ComparableText {
  const folded = fold(text).trimEnd();
  const mayBeCut = folded.length >= shortestCut;
  const key = keyOf(folded);
  return {
    key,
    hasLostLetters: text.includes('?'),
    plainKey: onlyAscii.test(text) ? key : keyOf(withoutLostLetters(text).toUpperCase()),
    numbers: folded.match(/\d+/g) ?? [],
    mayEndInsideNumber: mayBeCut && /\d$/.test(folded),
    mayBeCut,
  };
}

function keyOf(folded: string): string {
  return saidOnce(folded.replace(/[^A-Z0-9]+/g, ''));
}

/** What is left when all letters that some bank replaces by "?" are taken out of what both write. */
export function withoutLostLetters(text: string): string {
  return text.normalize('NFC').replace(/[^\x00-\x7F]|\?/g, '');
}

/** Some banks repeat the text in an information record: "FACTUUR 12 FACTUUR 12". */
function saidOnce(key: string): string {
  const again = key.indexOf(key.slice(0, fewestLettersToRecognise), fewestLettersToRecognise);
  return again > 0 && key.startsWith(key.slice(again)) ? key.slice(0, again) : key;
}

/** Capitals without accents. Letters of other scripts stay and are dropped with the punctuation. */
export function fold(text: string): string {
  const capitals = text.toUpperCase();
  if (onlyAscii.test(capitals)) return capitals;
  return capitals
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .replace(/[ÆŒØŁĐ]/g, (letter) => withoutDecomposition[letter] ?? letter);
}

const onlyAscii = /^[\x00-\x7F]*$/;
const withoutDecomposition: Readonly<Record<string, string>> = { Æ: 'AE', Œ: 'OE', Ø: 'O', Ł: 'L', Đ: 'D' };

export function compareTexts(left: ComparableText, right: ComparableText): TextLikeness {
  if (left.key === '' || right.key === '') return { relation: 'unknown', numbersConflict: false };
  if (left.key === right.key) return { relation: 'equal', numbersConflict: false };
  const numbersConflict = hasForeignNumber(left, right) && hasForeignNumber(right, left);
  if (numbersConflict) return { relation: 'differ', numbersConflict };
  const relation = relationOf(left, right);
  if (relation === 'agree' || left.hasLostLetters === right.hasLostLetters) return { relation, numbersConflict };
  return { relation: relationOfPlain(left, right) ?? relation, numbersConflict };
}

function relationOfPlain(left: ComparableText, right: ComparableText): 'agree' | undefined {
  const [one, other] = [left, right].map((text) => ({ ...text, key: text.plainKey }));
  if (!one || !other || one.key === '') return undefined;
  return one.key === other.key || relationOf(one, other) === 'agree' ? 'agree' : undefined;
}

function relationOf(left: ComparableText, right: ComparableText): TextLikeness['relation'] {
  const [short, long] = left.key.length <= right.key.length ? [left, right] : [right, left];
  const isRecognised = short.key.length >= fewestLettersToRecognise || hasSameNumbers(short, long);
  if (isRecognised && long.key.includes(short.key)) return 'agree';
  if (overlapsWhereCut(left, right) || overlapsWhereCut(right, left)) return 'agree';
  if (left.numbers.some((number) => number.length >= tellingDigits && right.numbers.includes(number))) return 'agree';
  const likeness = sharedTrigrams(short.key, long.key);
  return likeness >= someOfIt ? 'partly' : 'differ';
}

const fewestLettersToRecognise = 8;
/** A number of this many digits is rarely in two texts by chance. */
const tellingDigits = 6;
const someOfIt = 0.4;

/** "F26/3053" beside "MEDEDELING: F26/3053": what is more are words, and the number is no everyday one. */
function hasSameNumbers(left: ComparableText, right: ComparableText): boolean {
  const numbers = left.numbers.join(' ');
  return numbers === right.numbers.join(' ') && left.numbers.some((number) => number.length >= numberOfAReference);
}

const numberOfAReference = 4;

/** "… MEDEDELING FACTUUR 12 VAN MA" beside "FACTUUR 12 VAN MAART": the end of one, cut off, begins the other. */
function overlapsWhereCut(cut: ComparableText, whole: ComparableText): boolean {
  if (!cut.mayBeCut) return false;
  const start = cut.key.indexOf(whole.key.slice(0, fewestLettersToRecognise));
  if (start < 0 || cut.key.length - start < fewestLettersToRecognise) return false;
  return whole.key.startsWith(cut.key.slice(start));
}

/** A number of the one stands in the other whole, or as several numbers that only a separator parts. */
function hasForeignNumber(text: ComparableText, other: ComparableText): boolean {
  const own = text.mayEndInsideNumber ? text.numbers.slice(0, -1) : text.numbers;
  return own.some((number) => !other.numbers.includes(number) && !isJoined(number, other.numbers));
}

function isJoined(number: string, parts: readonly string[]): boolean {
  return parts.some((_, first) => {
    let joined = '';
    for (let index = first; joined.length < number.length && index < parts.length; index++)
      joined += parts[index] ?? '';
    return joined === number;
  });
}

/** The share of the shorter text's groups of three that stand in the longer one. */
function sharedTrigrams(short: string, long: string): number {
  if (short.length < 3) return 0;
  const known = new Set<string>();
  for (let index = 0; index + 3 <= long.length; index++) known.add(long.slice(index, index + 3));
  let shared = 0;
  for (let index = 0; index + 3 <= short.length; index++) if (known.has(short.slice(index, index + 3))) shared += 1;
  return shared / (short.length - 2);
}
