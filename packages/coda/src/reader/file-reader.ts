import { masked } from '../issues.ts';
import { RECORD_LENGTH } from '../record-layout.ts';
import { records, type RecordName } from '../records/records.ts';
import { decodeUtf8, latin1, windows1252ByteOf } from './characters.ts';
import type { EventLog } from './event-log.ts';
import { lineCheckOf, refused, verdictOn, withOtherLetters, type LineCheck } from './line-check.ts';
import type { LineSink } from './line-splitter.ts';
import { Line } from './line.ts';
import { looksLikeXml, otherFormatOf } from './recognise.ts';
import { StatementReader } from './statement-reader.ts';
import { TextBlock } from './text-block.ts';

/** Turns physical lines into records: what kind of file it is, how long a line is, how its letters are written. */
export class FileReader implements LineSink {
  /** This is another kind of file: the rest says nothing to us. */
  isStopped = false;
  #number = 0;
  #isRecognised = false;
  #blankLine: number | null = null;
  /** The beginning of an XML file, whose kind stands a few lines below. */
  #xml: string | null = null;
  #hasUtf8 = false;
  #hasOtherLetters = false;
  readonly #log: EventLog;
  readonly #statements: StatementReader;

  constructor(log: EventLog) {
    this.#log = log;
    this.#statements = new StatementReader(log);
  }

  takeRecord(block: TextBlock, at: number): boolean {
    if (!this.#isRecognised || this.#blankLine !== null) return false;
    const name = recordNameAt(block.bytes, at);
    if (name === undefined) return false;
    const verdict = verdictOn(checks[name], block.view, at);
    if (verdict === refused) return false;
    if (verdict === withOtherLetters) this.#hasOtherLetters = true;
    this.#number += 1;
    this.#statements.record(name, new Line(block, at, this.#number, RECORD_LENGTH, true));
    return true;
  }

  takeLine(block: TextBlock, from: number, to: number): void {
    if (this.isStopped) return;
    this.#number += 1;
    const bytes = block.bytes.subarray(from, to);
    if (this.#xml !== null) this.#readXml(latin1(bytes));
    else if (isBlank(bytes)) this.#blankLine ??= this.#number;
    else this.#readLine(bytes);
  }

  takeEndless(start: TextBlock, length: number): void {
    if (this.isStopped) return;
    this.#number += 1;
    const isRecognised = this.#isRecognised || this.#recognise(start.text);
    if (!isRecognised) return;
    const place = { line: this.#number, column: RECORD_LENGTH + 1, columnTo: length };
    const facts = {
      found: String(length),
      expected: String(RECORD_LENGTH),
      raw: start.text.slice(0, 2 * RECORD_LENGTH),
    };
    this.#log.report('LINE_TOO_LONG', { ...place, ...facts });
    this.#statements.lineLost();
  }

  mixedLineEnds(): void {
    if (!this.isStopped) this.#log.reportOnce('MIXED_LINE_ENDS', {});
  }

  end(isStopped: boolean, isWithoutLineEnd: boolean): void {
    if (this.#xml !== null) this.#refuse(this.#xml);
    else if (!this.#isRecognised && !isStopped) this.#log.report('EMPTY_FILE', { line: 1 });
    if (!this.#isRecognised || this.isStopped) return;
    if (isWithoutLineEnd) this.#log.report('LINE_END_MISSING', { line: this.#number });
    this.#statements.end(this.#number, isStopped);
    if (this.#hasUtf8 && this.#hasOtherLetters) this.#log.report('ENCODING_MIXED', {});
  }

  #readLine(line: Uint8Array): void {
    const bytes = this.#isRecognised ? line : this.#withoutByteOrderMark(line);
    if (!this.#isRecognised && !this.#recognise(latin1(bytes))) return;
    this.#reportBlankLine();
    if (bytes.length > RECORD_LENGTH) this.#readLongLine(bytes);
    else if (bytes.length < RECORD_LENGTH) this.#readShortLine(bytes);
    else {
      this.#hasOtherLetters ||= bytes.some((byte) => byte >= 0x80);
      this.#readRecord(new TextBlock(bytes), RECORD_LENGTH);
    }
  }

  /** Over 128: blanks behind the record, a file that was saved as UTF-8, or a fault. */
  #readLongLine(line: Uint8Array): void {
    const bytes = withoutTrailingBlanks(line);
    if (bytes.length < line.length) {
      const place = { line: this.#number, column: RECORD_LENGTH + 1, columnTo: line.length };
      this.#log.reportOnce('TRAILING_BLANKS', { ...place, expected: String(RECORD_LENGTH) });
    }
    const resaved = bytes.length > RECORD_LENGTH ? resavedBlockOf(bytes) : undefined;
    if (resaved !== undefined) {
      this.#hasUtf8 = true;
      this.#log.reportOnce('ENCODING_UTF8', { line: this.#number });
      if (resaved.text.includes(lost)) this.#log.reportOnce('ENCODING_LOSSY', { line: this.#number });
    } else if (bytes.length > RECORD_LENGTH) {
      const place = { line: this.#number, column: RECORD_LENGTH + 1, columnTo: bytes.length };
      const facts = { found: String(bytes.length), expected: String(RECORD_LENGTH), raw: latin1(bytes) };
      this.#log.report('LINE_TOO_LONG', { ...place, ...facts });
    }
    this.#readRecord(resaved ?? new TextBlock(bytes.subarray(0, RECORD_LENGTH)), RECORD_LENGTH);
  }

  /** Programs that trim lines shorten records whose end is blank; any other short line was cut off. */
  #readShortLine(bytes: Uint8Array): void {
    const name = recordNameAt(bytes, 0);
    const padded = new Uint8Array(RECORD_LENGTH).fill(blank);
    padded.set(bytes);
    if (name !== undefined) {
      const isWhole = bytes.length >= (lastUsedPosition[name] ?? RECORD_LENGTH);
      const place = { line: this.#number, column: bytes.length + 1, columnTo: RECORD_LENGTH, record: name };
      const facts = { found: String(bytes.length), expected: String(RECORD_LENGTH) };
      if (isWhole) this.#log.report('SHORT_RECORD', { ...place, ...facts });
      else this.#log.report('LINE_TOO_SHORT', { ...place, ...facts, raw: latin1(bytes) });
    }
    this.#readRecord(new TextBlock(padded), bytes.length);
  }

  #readRecord(block: TextBlock, length: number): void {
    const name = recordNameAt(block.bytes, 0);
    if (name === undefined) this.#reportUnknown(block.text.slice(0, length));
    else this.#statements.record(name, new Line(block, 0, this.#number, length));
  }

  #reportUnknown(text: string): void {
    const found = masked(/^[23]/.test(text) ? text.slice(0, 2) : text.slice(0, 1));
    const place = { line: this.#number, column: 1, columnTo: 2, record: found };
    this.#log.report('UNKNOWN_RECORD', { ...place, found, expected: Object.keys(records).join(', '), raw: text });
    this.#statements.lineLost();
  }

  /** Blank lines are nothing around statements; inside one, somebody edited the file. */
  #reportBlankLine(): void {
    if (this.#blankLine !== null && (!this.#statements.isOutside || this.#blankLine === 1)) {
      this.#log.report('BLANK_LINE', { line: this.#blankLine });
    }
    this.#blankLine = null;
  }

  /** @returns whether reading goes on: a first line that is damaged may still be followed by records */
  #recognise(start: string): boolean {
    const format = otherFormatOf(start);
    this.#isRecognised = format === undefined || mayBeRecord(start);
    if (format === undefined) return true;
    if (looksLikeXml(start)) this.#readXml(start);
    else this.#refuse(start);
    return this.#isRecognised;
  }

  #refuse(start: string): void {
    this.#xml = null;
    this.isStopped = !this.#isRecognised;
    const place = { line: 1, column: 1, columnTo: headerStartWidth };
    const facts = { found: otherFormatOf(start) ?? 'another kind of file', expected: 'a CODA header' };
    this.#log.report('NOT_CODA', this.#isRecognised ? { ...place, ...facts, raw: start } : { ...place, ...facts });
  }

  #readXml(line: string): void {
    this.#xml = `${this.#xml ?? ''}${line}\n`;
    if (this.#xml.length > enoughXml || this.#xml.includes('camt.05')) this.#refuse(this.#xml);
  }

  #withoutByteOrderMark(bytes: Uint8Array): Uint8Array {
    if (bytes[0] !== 0xef || bytes[1] !== 0xbb || bytes[2] !== 0xbf) return bytes;
    this.#log.report('BYTE_ORDER_MARK', { line: this.#number });
    return bytes.subarray(3);
  }
}

/** The digits that a line begins with, when they are those of a record. */
function recordNameAt(bytes: Uint8Array, at: number): RecordName | undefined {
  const second = bytes[at + 1];
  switch (bytes[at]) {
    case 0x32:
      return second === 0x31 ? '21' : second === 0x32 ? '22' : second === 0x33 ? '23' : undefined;
    case 0x33:
      return second === 0x31 ? '31' : second === 0x32 ? '32' : second === 0x33 ? '33' : undefined;
    case 0x30:
      return '0';
    case 0x31:
      return '1';
    case 0x34:
      return '4';
    case 0x38:
      return '8';
    case 0x39:
      return '9';
    default:
      return undefined;
  }
}

/**
 * An editor that saves windows-1252 as UTF-8 makes each letter with an accent two bytes or more. Every line is judged
 * by itself, because the end of the file is not known yet: more than 128 bytes, valid UTF-8, and 128 characters.
 */
function resavedBlockOf(bytes: Uint8Array): TextBlock | undefined {
  const characters = decodeUtf8(bytes);
  if (characters === undefined) return undefined;
  /** One unit each, so that columns stay columns. */
  const text = characters.replace(/[\ud800-\udbff][\udc00-\udfff]/g, lost);
  if (text.length !== RECORD_LENGTH) return undefined;
  const single = Uint8Array.from(text, (character) => windows1252ByteOf(character.charCodeAt(0)) ?? questionMark);
  return new TextBlock(single, text);
}

function withoutTrailingBlanks(bytes: Uint8Array): Uint8Array {
  let end = bytes.length;
  while (end > RECORD_LENGTH && bytes[end - 1] === blank) end -= 1;
  return bytes.subarray(0, end);
}

function isBlank(bytes: Uint8Array): boolean {
  return bytes.every((byte) => byte === blank || byte === endMark);
}

/** A record of full length, though not a header. */
function mayBeRecord(start: string): boolean {
  return start.length >= RECORD_LENGTH && /^(?:[01489]|[23][123])/.test(start) && !/[;,\t].*[;,\t]/.test(start);
}

/** Record 8 is whole up to its date, 4 up to the first letter of its text, 9 up to its totals. */
const lastUsedPosition: Readonly<Partial<Record<RecordName, number>>> = {
  '8': records['8'].balanceDate.to,
  '4': records['4'].text.from,
  '9': records['9'].totalCredit.to,
};

const checks = {
  '0': lineCheckOf(records['0']),
  '1': lineCheckOf(records['1']),
  '21': lineCheckOf(records['21']),
  '22': lineCheckOf(records['22']),
  '23': lineCheckOf(records['23']),
  '31': lineCheckOf(records['31']),
  '32': lineCheckOf(records['32']),
  '33': lineCheckOf(records['33']),
  '8': lineCheckOf(records['8']),
  '4': lineCheckOf(records['4']),
  '9': lineCheckOf(records['9']),
} as const satisfies Record<RecordName, LineCheck>;

const blank = 0x20;
const endMark = 0x1a;
const questionMark = 0x3f;
const lost = '\ufffd';
const headerStartWidth = 24;
const enoughXml = 4096;
