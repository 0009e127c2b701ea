import { fold, withoutLostLetters } from './comparable-text.ts';

/** The words of a name that tell who it is, in alphabetical order. */
export type ComparableName = NameWords &
  Readonly<{
    /** Some letters were replaced by "?": a bank could not print them. */
    hasLostLetters: boolean;
    /** The words without what a bank may not be able to print, on either side. */
    plain: NameWords;
  }>;

type NameWords = Readonly<{ words: readonly string[]; joined: string; mayBeCut: boolean }>;

export type NameLikeness = 'same' | 'partly' | 'differ' | 'unknown';

/** CODA holds 35 characters of a name, and some banks fewer. */
const cutFrom = 24;

/** Forms of address and legal forms: written before, after or not at all. */
const sayNothing = new Set(
  `BV BVBA NV SA SRL SPRL VOF SNC VZW ASBL GCV SCS CV CVBA SC SCRL COMMV COMMVA EBVBA SE GMBH LTD INC
  DHR MEVR MEV MR MRS MS M MME MLLE HEER DE HEER EN ET OF OU AND`.split(/\s+/),
);

export function comparableName(name: string): ComparableName {
  const whole = wordsOf(name);
  const plain = withoutLostLetters(name);
  return { ...whole, hasLostLetters: name.includes('?'), plain: plain === name ? whole : wordsOf(plain) };
}

function wordsOf(name: string): NameWords {
  const folded = fold(name)
    .replace(/\b([A-Z])\.(?=[A-Z]\b)/g, '$1')
    .trim();
  const words = folded.split(/[^A-Z0-9]+/).filter((word) => word !== '' && !sayNothing.has(word));
  return { words: words.toSorted(), joined: words.join(''), mayBeCut: folded.length >= cutFrom };
}

export function compareNames(left: ComparableName, right: ComparableName): NameLikeness {
  if (left.joined === '' || right.joined === '') return 'unknown';
  if (isSame(left, right)) return 'same';
  const hasLost = left.hasLostLetters !== right.hasLostLetters && left.plain.joined !== '';
  if (hasLost && isSame(left.plain, right.plain)) return 'same';
  const [short, long] = left.words.length <= right.words.length ? [left, right] : [right, left];
  const shared = short.words.filter((word) => word.length > 1 && long.words.includes(word));
  return shared.length > 0 || long.joined.includes(short.joined) ? 'partly' : 'differ';
}

/** The same words in any order, one of them cut off at most; or the same letters, wherever blanks went. */
function isSame(left: NameWords, right: NameWords): boolean {
  if (left.joined === right.joined || left.words.join() === right.words.join()) return true;
  return isCutOff(left, right) || isCutOff(right, left);
}

function isCutOff(cut: NameWords, whole: NameWords): boolean {
  if (!cut.mayBeCut || cut.joined.length > whole.joined.length) return false;
  if (whole.joined.startsWith(cut.joined)) return true;
  const left = [...whole.words];
  let isLastWordCut = false;
  for (const word of cut.words) {
    const exact = left.indexOf(word);
    const place = exact >= 0 ? exact : left.findIndex((candidate) => !isLastWordCut && candidate.startsWith(word));
    if (place < 0) return false;
    if (exact < 0) isLastWordCut = true;
    left.splice(place, 1);
  }
  return true;
}
