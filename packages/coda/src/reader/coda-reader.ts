import { masked } from '../issues.ts';
import { RECORD_LENGTH } from '../record-layout.ts';
import { header } from '../records/header.ts';
import { records, type RecordName } from '../records/records.ts';
import type { CodaEvent } from '../statement.ts';
import { decodeUtf8, encodeWindows1252, latin1 } from './characters.ts';
import { EventLog } from './event-log.ts';
import { lineCheckOf, passes, type LineCheck } from './line-check.ts';
import { LineSplitter } from './line-splitter.ts';
import { Line } from './line.ts';
import { otherFormatOf } from './recognise.ts';
import { StatementReader } from './statement-reader.ts';
import { TextBlock } from './text-block.ts';

export type CodaReaderOptions = Readonly<{
  /** The name that issues carry. */
  file?: string;
  /** For imports: a balance, total, count or account that does not agree is an error, not a warning. */
  strict?: boolean;
  /** What comes after so many bytes is not read. */
  maxBytes?: number;
}>;

export type CodaReader = Readonly<{
  /** Takes the next piece of the file, of any size. The bytes may be used again afterwards. */
  push: (chunk: Uint8Array) => readonly CodaEvent[];
  /** Says that the file is over. */
  end: () => readonly CodaEvent[];
}>;

/**
 * Reads a CODA file piece by piece. It never throws over what a file holds: what is wrong is an event of type `issue`
 * at its place. What was read is given as soon as it is complete; at most one movement is held back.
 */
export function createCodaReader({ file, strict = false, maxBytes = Infinity }: CodaReaderOptions = {}): CodaReader {
  const log = new EventLog(file ?? null, strict);
  const lines = new LineReader(log);
  let length = 0;
  let isOver = false;
  return {
    push(chunk) {
      if (isOver) return [];
      const room = maxBytes - length;
      length += chunk.length;
      lines.push(chunk.length > room ? chunk.subarray(0, room) : chunk);
      if (chunk.length > room) {
        isOver = true;
        lines.stop();
        log.report('FILE_TOO_LARGE', { expected: String(maxBytes) });
      }
      return log.take();
    },
    end() {
      if (!isOver) lines.end();
      isOver = true;
      return log.take();
    },
  };
}

/** Makes records of lines, and says what is wrong with a line as such. */
class LineReader {
  #number = 0;
  #hasBegun = false;
  /** Nothing of this file is read any more: it is no CODA, or none that we know. */
  #isRefused = false;
  /** Blank lines matter only when something of the same statement follows. */
  #blankLine: number | null = null;
  #isUtf8 = false;
  readonly #log: EventLog;
  readonly #statements: StatementReader;
  readonly #splitter: LineSplitter;

  constructor(log: EventLog) {
    this.#log = log;
    this.#statements = new StatementReader(log);
    this.#splitter = new LineSplitter({
      takeRecord: (block, at) => this.#takeRecord(block, at),
      takeLine: (block, from, to) => {
        this.#takeLine(block, from, to);
      },
      takeEndless: (start, length) => {
        this.#takeEndless(start, length);
      },
      mixedLineEnds: () => {
        log.reportOnce('MIXED_LINE_ENDS', {});
      },
    });
  }

  push(chunk: Uint8Array): void {
    if (!this.#isRefused) this.#splitter.push(chunk);
  }

  /** The rest is not looked at. */
  stop(): void {
    this.#isRefused = true;
  }

  end(): void {
    if (this.#isRefused) return;
    const isUnended = this.#splitter.end();
    if (!this.#hasBegun) {
      this.#log.report('EMPTY_FILE', { line: 1 });
      return;
    }
    if (this.#isRefused) return;
    if (isUnended) this.#log.report('LINE_END_MISSING', { line: this.#number });
    this.#statements.end(this.#number);
  }

  /** The ordinary case. Its first line is looked at more closely. */
  #takeRecord(block: TextBlock, at: number): boolean {
    if (!this.#hasBegun || this.#isRefused) return false;
    const name = recordAt(block, at);
    const check = name === undefined ? undefined : checks.get(name);
    if (name === undefined || check === undefined || !passes(check, block.view, at)) return false;
    if (name === '0' && !isSupported(block, at)) return false;
    this.#number += 1;
    this.#reportBlankLine();
    this.#statements.record(name, new Line(block, at, this.#number));
    return true;
  }

  #takeLine(block: TextBlock, from: number, to: number): void {
    if (this.#isRefused) return;
    this.#number += 1;
    const start = this.#number === 1 ? this.#afterByteOrderMark(block, from) : from;
    if (isBlank(block, start, to)) {
      if (this.#blankLine === null && !this.#statements.isOutside) this.#blankLine = this.#number;
      return;
    }
    if (!this.#hasBegun && !this.#recognises(block, start, to)) return;
    this.#hasBegun = true;
    this.#reportBlankLine();
    const length = to - start;
    if (length > RECORD_LENGTH) this.#takeLong(block, start, to);
    else if (length < RECORD_LENGTH) this.#takeShort(block, start, to);
    else this.#read(block, start, RECORD_LENGTH);
  }

  #takeLong(block: TextBlock, from: number, to: number): void {
    if (isBlank(block, from + RECORD_LENGTH, to)) {
      this.#log.report('TRAILING_BLANKS', { line: this.#number, column: RECORD_LENGTH + 1, columnTo: to - from });
      this.#read(block, from, RECORD_LENGTH);
      return;
    }
    const decoded = decodeUtf8(block.bytes.subarray(from, to))?.trimEnd();
    if (decoded?.length !== RECORD_LENGTH) {
      this.#refuseLine('LINE_TOO_LONG', block.slice(from, to), to - from, RECORD_LENGTH + 1, to - from);
      return;
    }
    this.#isUtf8 = true;
    this.#log.reportOnce('ENCODING_UTF8', { line: this.#number });
    if (decoded.includes('\uFFFD')) this.#log.reportOnce('ENCODING_LOSSY', { line: this.#number });
    this.#read(decodedBlock(decoded), 0, RECORD_LENGTH);
  }

  /** Programs that trim lines shorten records whose last positions may be blank; any other was cut off. */
  #takeShort(block: TextBlock, from: number, to: number): void {
    const length = to - from;
    const name = recordAt(block, from);
    const leastLength = name === undefined ? undefined : shortest[name];
    if (leastLength === undefined || length < leastLength) {
      this.#refuseLine('LINE_TOO_SHORT', block.slice(from, to), length, length + 1, RECORD_LENGTH);
      return;
    }
    const place = { line: this.#number, column: length + 1, columnTo: RECORD_LENGTH, record: name ?? '' };
    this.#log.report('SHORT_RECORD', { ...place, found: String(length), expected: String(RECORD_LENGTH) });
    const padded = new Uint8Array(RECORD_LENGTH).fill(blank);
    padded.set(block.bytes.subarray(from, to));
    this.#read(new TextBlock(padded), 0, length);
  }

  #read(block: TextBlock, at: number, length: number): void {
    const name = recordAt(block, at);
    if (name === undefined) {
      const raw = block.slice(at, at + RECORD_LENGTH);
      const found = raw.slice(0, 2);
      const place = { line: this.#number, column: 1, columnTo: 2, record: found.trim() };
      this.#log.report('UNKNOWN_RECORD', { ...place, found, expected: 'record 0, 1, 2, 3, 4, 8 or 9', raw });
      this.#statements.lineLost();
      return;
    }
    if (name === '0' && !isSupported(block, at)) {
      const { from, to } = header.version;
      const found = block.slice(at + from - 1, at + to);
      const place = { line: this.#number, column: from, columnTo: to, record: '0', field: 'version' };
      this.#log.report('UNSUPPORTED_VERSION', { ...place, found, expected: supportedVersion });
      this.#isRefused = true;
      return;
    }
    if (this.#isUtf8 && block.bytes.some((byte) => byte >= 0x80)) this.#reportMixedEncoding(block, at);
    this.#statements.record(name, new Line(block, at, this.#number, length));
  }

  /** A file that was saved as UTF-8 has no letters in one byte. */
  #reportMixedEncoding(block: TextBlock, at: number): void {
    if (block.isDecoded) return;
    const line = block.bytes.subarray(at, at + RECORD_LENGTH);
    if (line.some((byte) => byte >= 0x80)) this.#log.reportOnce('ENCODING_MIXED', {});
  }

  #takeEndless(start: TextBlock, length: number): void {
    this.#number += 1;
    if (this.#isRefused) return;
    if (!this.#hasBegun && !this.#recognises(start, 0, start.bytes.length)) return;
    this.#hasBegun = true;
    this.#reportBlankLine();
    this.#refuseLine('LINE_TOO_LONG', start.slice(0, longestQuote), length, RECORD_LENGTH + 1, length);
  }

  /** Whether this begins as CODA does. What it is instead is said, and the file is left alone. */
  #recognises(block: TextBlock, from: number, to: number): boolean {
    const otherFormat = otherFormatOf(latin1(block.bytes.subarray(from, Math.min(to, from + RECORD_LENGTH))));
    if (otherFormat === undefined) return true;
    this.#hasBegun = true;
    this.#isRefused = true;
    const place = { line: this.#number, column: 1, columnTo: 24 };
    this.#log.report('NOT_CODA', { ...place, found: otherFormat, expected: 'a CODA header' });
    return false;
  }

  #refuseLine(
    code: 'LINE_TOO_LONG' | 'LINE_TOO_SHORT',
    raw: string,
    length: number,
    column: number,
    columnTo: number,
  ): void {
    const record = /^[23]/.test(raw) ? raw.slice(0, 2) : raw.slice(0, 1);
    const place = { line: this.#number, column, columnTo, record: masked(record) };
    this.#log.report(code, { ...place, found: String(length), expected: String(RECORD_LENGTH), raw });
    this.#statements.lineLost();
  }

  #afterByteOrderMark({ bytes }: TextBlock, from: number): number {
    const hasMark = bytes[from] === 0xef && bytes[from + 1] === 0xbb && bytes[from + 2] === 0xbf;
    if (!hasMark) return from;
    this.#log.report('BYTE_ORDER_MARK', { line: 1 });
    return from + 3;
  }

  #reportBlankLine(): void {
    if (this.#blankLine === null) return;
    if (!this.#statements.isOutside) this.#log.report('BLANK_LINE', { line: this.#blankLine });
    this.#blankLine = null;
  }
}

/** The text of a line that was not in windows-1252; its bytes are only looked at for digits and codes. */
function decodedBlock(text: string): TextBlock {
  const bytes = encodeWindows1252(text) ?? Buffer.from(text, 'latin1');
  return new TextBlock(bytes, text);
}

function recordAt({ view }: TextBlock, at: number): RecordName | undefined {
  if (at >= view.byteLength) return undefined;
  const first = view.getUint8(at);
  if (first !== two && first !== three) return namesByFirst.get(first);
  return at + 1 < view.byteLength ? namesByBoth.get((first << 8) | view.getUint8(at + 1)) : undefined;
}

function isSupported({ view }: TextBlock, at: number): boolean {
  return view.getUint8(at + header.version.from - 1) === supportedVersion.charCodeAt(0);
}

function isBlank({ bytes }: TextBlock, from: number, to: number): boolean {
  for (let at = from; at < to; at += 1) if (bytes[at] !== blank) return false;
  return true;
}

const blank = 0x20;
const two = 0x32;
const three = 0x33;
const supportedVersion = '2';
const longestQuote = 160;

const names = Object.keys(records) as RecordName[];
const namesByFirst = new Map(names.filter((name) => name.length === 1).map((name) => [name.charCodeAt(0), name]));
const namesByBoth = new Map(
  names.filter((name) => name.length === 2).map((name) => [(name.charCodeAt(0) << 8) | name.charCodeAt(1), name]),
);
const checks: ReadonlyMap<RecordName, LineCheck> = new Map(names.map((name) => [name, lineCheckOf(records[name])]));

/** Up to the last position that says something: behind it only blanks and a code that may be missing. */
const shortest: Readonly<Partial<Record<RecordName, number>>> = {
  '8': records['8'].balanceDate.to,
  '4': records['4'].text.from,
  '9': records['9'].totalCredit.to,
};
