import { RECORD_LENGTH, type Positions } from '../record-layout.ts';
import type { TextBlock } from './text-block.ts';

/** One line of the file: 128 positions of a block, read for as long as something refers to it. */
export class Line {
  readonly block: TextBlock;
  readonly at: number;
  /** Physical, from 1. */
  readonly number: number;
  /** What the file held; less than 128 when the line was cut off, and then the rest reads as blanks. */
  readonly length: number;

  /** It passed the check of its layout as a whole, so its digits are digits and its blanks blank. */
  readonly isOrdinary: boolean;

  constructor(block: TextBlock, at: number, number: number, length: number = RECORD_LENGTH, isOrdinary = false) {
    this.block = block;
    this.at = at;
    this.number = number;
    this.length = length;
    this.isOrdinary = isOrdinary;
  }

  /** A field without the blanks around it; null when there is nothing else. */
  value({ from, to }: Positions): string | null {
    return this.block.value(this.at + from - 1, this.at + to);
  }

  /** A field as it stands, blanks included. */
  text({ from, to }: Positions): string {
    return this.block.slice(this.at + from - 1, this.at + to);
  }

  /** A field without the blanks at its end. */
  trimmedEnd({ from, to }: Positions): string {
    return this.block.trimmedEnd(this.at + from - 1, this.at + to);
  }

  get whole(): string {
    return this.block.slice(this.at, this.at + Math.min(this.length, RECORD_LENGTH));
  }
}
