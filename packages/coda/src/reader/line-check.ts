import type { FieldKind, RecordLayout } from '../record-layout.ts';

/**
 * Tells in one go whether a line is as its layout wants it: digits where digits belong, blanks where the standard
 * keeps blanks, no control characters. It looks at four bytes at a time, with masks made from the table. A line that
 * passes is read by arithmetic; any other is read field by field (`inspect-record.ts`), which finds what is wrong.
 */
export type LineCheck = Readonly<{ offsets: Int32Array; digits: Int32Array; blanks: Int32Array }>;

export function lineCheckOf(layout: RecordLayout): LineCheck {
  const digits = maskOf(layout, digitKinds);
  const blanks = maskOf(layout, blankKinds);
  const words = Array.from({ length: 32 }, (_, word) => word).filter(
    (word) => digits[word] !== 0 || blanks[word] !== 0,
  );
  return {
    offsets: Int32Array.from(words, (word) => word * 4),
    digits: Int32Array.from(words, (word) => digits[word] ?? 0),
    blanks: Int32Array.from(words, (word) => blanks[word] ?? 0),
  };
}

/** Whether a line passes, and whether it does so in plain ASCII. */
export type Verdict = typeof refused | typeof plain | typeof withOtherLetters;
export const refused = 0;
export const plain = 1;
export const withOtherLetters = 2;

export function verdictOn({ offsets, digits, blanks }: LineCheck, view: DataView, at: number): Verdict {
  /** Bit 7 of a byte stays set as long as bit 5 or 6 of every byte is: 0x00-0x1F and 0x80-0x9F have neither. */
  let printable = -1;
  /** Bit 7 of a byte is set once a byte was 0x7F, or not ASCII: then a closer look decides. */
  let special = 0;
  for (let offset = at; offset < at + 128; offset += 4) {
    const word = view.getInt32(offset, true);
    printable &= (word << 1) | (word << 2);
    special |= word | ((word & 0x7f7f7f7f) + 0x01010101);
  }
  if ((printable & everyBit7) !== everyBit7) return refused;
  const isPlain = (special & everyBit7) === 0;
  if (!isPlain && hasControls(view, at)) return refused;

  let wrong = 0;
  for (let index = 0; index < offsets.length; index += 1) {
    const word = view.getInt32(at + (offsets[index] ?? 0), true);
    /** A digit is 0x30-0x39: the high half is 3, and 6 more does not overflow the low half. */
    const noDigits = ((word ^ 0x30303030) & everyHighHalf) | (((word & 0x0f0f0f0f) + 0x06060606) & 0x10101010);
    wrong |= ((word ^ 0x20202020) & (blanks[index] ?? 0)) | (noDigits & (digits[index] ?? 0));
  }
  if (wrong !== 0) return refused;
  return isPlain ? plain : withOtherLetters;
}

/** Only 0x7F is left to be looked for: 0x00-0x1F and 0x80-0x9F were refused before. */
function hasControls(view: DataView, at: number): boolean {
  for (let offset = at; offset < at + 128; offset += 1) if (view.getUint8(offset) === 0x7f) return true;
  return false;
}

const everyBit7 = 0x80808080 | 0;
const everyHighHalf = 0xf0f0f0f0 | 0;

const digitKinds: ReadonlySet<FieldKind> = new Set(['digits', 'counter', 'code', 'amount', 'sign', 'date', 'rate']);
const blankKinds: ReadonlySet<FieldKind> = new Set(['blank']);

/** 0xFF for each position of these kinds, in words as the view reads them. */
function maskOf(layout: RecordLayout, kinds: ReadonlySet<FieldKind>): Int32Array {
  const mask = new DataView(new ArrayBuffer(128));
  for (const { kind, from, to } of Object.values(layout)) {
    if (!kinds.has(kind)) continue;
    for (let position = from; position <= to; position += 1) mask.setUint8(position - 1, 0xff);
  }
  return Int32Array.from({ length: 32 }, (_, word) => mask.getInt32(word * 4, true));
}
