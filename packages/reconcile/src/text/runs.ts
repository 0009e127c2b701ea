/** A stretch of digits, or of letters (capitals), of a text. */
export type Run = Readonly<{
  text: string;
  isDigits: boolean;
  start: number;
  end: number;
  /** How it hangs on to the run before it. */
  join: Join;
}>;

/**
 * `glued`: nothing between (a letter meets a digit). `joined`: what people put inside one number: a blank, a dash, a
 * slash, a dot. `apart`: anything else, and whatever separates the members of a list.
 */
export type Join = 'glued' | 'joined' | 'apart';

/** Cuts a text into runs, the way people read it: separators are not part of any. */
export function runsOf(text: string): Run[] {
  const capitals = text.toUpperCase();
  /** A sharp s becomes two letters, and offsets must stay those of the text. */
  const source = capitals.length === text.length ? capitals : text;
  const runs: Run[] = [];
  let end = 0;
  let at = 0;
  while (at < source.length) {
    const kind = kindOf(source.charCodeAt(at));
    if (kind === separator) {
      at += 1;
      continue;
    }
    const start = at;
    while (at < source.length && kindOf(source.charCodeAt(at)) === kind) at += 1;
    const join = runs.length === 0 ? 'apart' : joinOf(source, end, start);
    runs.push({ text: source.slice(start, at), isDigits: kind === digit, start, end: at, join });
    end = at;
  }
  return runs;
}

/** The digits of a text that has exactly twelve, with no more between them than people put inside one number. */
export function soleTwelveDigitsIn(text: string): { digits: string; start: number; end: number } | undefined {
  let digits = '';
  let start = 0;
  let end = 0;
  for (let at = 0; at < text.length; at += 1) {
    if (!isDigit(text.charCodeAt(at))) continue;
    const from = at;
    while (at < text.length && isDigit(text.charCodeAt(at))) at += 1;
    if (digits === '') start = from;
    else if (joinOf(text, end, from) === 'apart') return undefined;
    digits += text.slice(from, at);
    end = at;
    if (digits.length > 12) return undefined;
  }
  return digits.length === 12 ? { digits, start, end } : undefined;
}

function isDigit(code: number): boolean {
  return code >= codeOfZero && code <= codeOfNine;
}

const codeOfZero = 48;
const codeOfNine = 57;
const separator = 0;
const digit = 1;
const letter = 2;

function kindOf(code: number): number {
  if (isDigit(code)) return digit;
  if ((code >= 65 && code <= 90) || (code >= 97 && code <= 122) || code >= firstAccentedLetter) return letter;
  return separator;
}

const firstAccentedLetter = 0xc0;

function joinOf(source: string, end: number, start: number): Join {
  if (start === end) return 'glued';
  if (start - end > longestJoin) return 'apart';
  for (let at = end; at < start; at += 1) if (!joiners.has(source.charCodeAt(at))) return 'apart';
  return 'joined';
}

/** " - " is the longest that people write inside a number. */
const longestJoin = 3;
const joiners = new Set(Array.from(' \n-/._', (joiner) => joiner.charCodeAt(0)));
