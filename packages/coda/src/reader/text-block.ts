import { latin1, legible } from './characters.ts';

/**
 * A piece of the file: its bytes while they are checked, its text for as long as something refers to it. The text is
 * a copy, so that the caller may use his buffer again after `push`, and what is read from it later cannot change.
 */
export class TextBlock {
  bytes: Uint8Array;
  view: DataView;
  readonly text: string;
  /** The text came from another encoding, so it is not what the bytes say one by one. */
  readonly isDecoded: boolean;
  /** Some field of it holds characters that latin1 gets wrong. */
  hasSpecials = false;

  constructor(bytes: Uint8Array, decodedText?: string) {
    this.bytes = bytes;
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.text = decodedText ?? latin1(bytes);
    this.isDecoded = decodedText !== undefined;
  }

  /** Everything between two offsets, blanks included. */
  slice(from: number, to: number): string {
    const slice = this.text.slice(from, to);
    return this.hasSpecials ? legible(slice) : slice;
  }

  /** Without the blanks around it; null when there is nothing else. */
  value(from: number, to: number): string | null {
    const { text } = this;
    let start = from;
    let end = to;
    while (end > start && text.charCodeAt(end - 1) === blank) end -= 1;
    while (start < end && text.charCodeAt(start) === blank) start += 1;
    if (start === end) return null;
    return this.hasSpecials ? legible(text.slice(start, end)).trim() || null : text.slice(start, end);
  }

  /** Without the blanks at its end. */
  trimmedEnd(from: number, to: number): string {
    if (this.hasSpecials) return this.slice(from, to).trimEnd();
    const { text } = this;
    let end = to;
    while (end > from && text.charCodeAt(end - 1) === blank) end -= 1;
    return end === from ? '' : text.slice(from, end);
  }

  /** Lets go of the caller's bytes. */
  release(): void {
    this.bytes = noBytes;
    this.view = noView;
  }
}

const blank = 0x20;
const noBytes = new Uint8Array(0);
const noView = new DataView(noBytes.buffer);
