import { RECORD_LENGTH } from '../record-layout.ts';
import { TextBlock } from './text-block.ts';

export type LineSink = Readonly<{
  /**
   * Offered 128 positions that end where a line should. Takes them only if they are a record without any fault,
   * and then they hold no line end either.
   */
  takeRecord: (block: TextBlock, at: number) => boolean;
  /** Any other line, without its line end. */
  takeLine: (block: TextBlock, from: number, to: number) => void;
  /** A line that no encoding of 128 characters can be: its beginning, and how long it was. */
  takeEndless: (start: TextBlock, length: number) => void;
  /** The lines end in different ways. */
  mixedLineEnds: () => void;
}>;

/**
 * Cuts bytes into lines, in whatever pieces they come. Never holds more than the beginning of one unfinished line, so
 * that a line without end costs no memory.
 */
export class LineSplitter {
  /** A line so long that this is no text: nothing is read any more. */
  isGivenUp = false;
  #unfinished: Uint8Array = noBytes;
  /** Of the unfinished line, with what was not kept. */
  #unfinishedLength = 0;
  #isCrlf: boolean | null = null;
  readonly #sink: LineSink;

  constructor(sink: LineSink) {
    this.#sink = sink;
  }

  push(bytes: Uint8Array): void {
    let at = this.#unfinishedLength > 0 ? this.#finishLine(bytes) : 0;
    if (this.isGivenUp || at >= bytes.length) return;
    const block = new TextBlock(bytes);
    while (at < bytes.length) {
      const next = this.#takeOrdinary(block, at);
      if (next > 0) {
        at = next;
        continue;
      }
      const end = bytes.indexOf(lineFeed, at);
      if (end < 0) {
        this.#keep(bytes.subarray(at));
        break;
      }
      this.#takeLine(block, at, end, end - at);
      at = this.#isOver() ? bytes.length : end + 1;
    }
    block.release();
  }

  /** @returns whether the last line had no end */
  end(): boolean {
    const length = this.#unfinishedLength;
    if (length === 0 || this.isGivenUp) return false;
    if (length > longestLine) {
      this.#takeLine(new TextBlock(this.#unfinished), 0, this.#unfinished.length, length);
      return true;
    }
    const last = withoutEndMark(this.#unfinished);
    if (last.length === 0) return false;
    this.#sink.takeLine(new TextBlock(last), 0, last.length);
    return true;
  }

  #isOver(): boolean {
    return this.isGivenUp;
  }

  /** The common case, in which nothing needs to be looked for: a record with its line end where it should be. */
  #takeOrdinary(block: TextBlock, at: number): number {
    const { bytes } = block;
    const end = at + RECORD_LENGTH;
    if (end + 1 >= bytes.length) return 0;
    const isCrlf = bytes[end] === carriageReturn && bytes[end + 1] === lineFeed;
    if (!isCrlf && bytes[end] !== lineFeed) return 0;
    if (isCrlf !== this.#isCrlf || !this.#sink.takeRecord(block, at)) return 0;
    return isCrlf ? end + 2 : end + 1;
  }

  /** @param length of the line; more than `to - from` when only its beginning was kept */
  #takeLine(block: TextBlock, from: number, to: number, length: number): void {
    if (length > longestLine) {
      this.isGivenUp = length > mostSkipped;
      const start = new TextBlock(block.bytes.subarray(from, from + longestLine));
      this.#sink.takeEndless(start, this.isGivenUp ? mostSkipped : length);
      return;
    }
    const isCrlf = to > from && block.bytes[to - 1] === carriageReturn;
    const lineEnd = isCrlf ? to - 1 : to;
    if (lineEnd - from !== RECORD_LENGTH || !this.#sink.takeRecord(block, from)) {
      this.#sink.takeLine(block, from, lineEnd);
    }
    if (this.#isCrlf !== null && this.#isCrlf !== isCrlf) this.#sink.mixedLineEnds();
    this.#isCrlf = isCrlf;
  }

  /** Adds to the unfinished line. @returns where the next line begins */
  #finishLine(bytes: Uint8Array): number {
    const end = bytes.indexOf(lineFeed);
    this.#keep(end < 0 ? bytes : bytes.subarray(0, end));
    if (end < 0) return bytes.length;
    const line = this.#unfinished;
    const length = this.#unfinishedLength;
    this.#unfinished = noBytes;
    this.#unfinishedLength = 0;
    this.#takeLine(new TextBlock(line), 0, line.length, length);
    return end + 1;
  }

  #keep(bytes: Uint8Array): void {
    this.#unfinishedLength += bytes.length;
    const room = longestLine + 1 - this.#unfinished.length;
    if (room > 0) this.#unfinished = Buffer.concat([this.#unfinished, bytes.subarray(0, room)]);
    if (this.#unfinishedLength > mostSkipped) {
      this.#takeLine(new TextBlock(this.#unfinished), 0, this.#unfinished.length, this.#unfinishedLength);
    }
  }
}

/** A file from the days of DOS ends with 0x1A. */
function withoutEndMark(bytes: Uint8Array): Uint8Array {
  let end = bytes.length;
  while (end > 0 && bytes[end - 1] === endMark) end -= 1;
  if (end > 0 && bytes[end - 1] === carriageReturn) end -= 1;
  return bytes.subarray(0, end);
}

const lineFeed = 0x0a;
const carriageReturn = 0x0d;
const endMark = 0x1a;
const noBytes = new Uint8Array(0);
/** 128 characters of four bytes, and as many blanks behind them. */
const longestLine = 1024;
/** A longer line is no damage that anybody can repair. */
const mostSkipped = 65_536;
