/**
 * CODA has one byte per position, windows-1252 in practice. A chunk is decoded as latin1, which is a plain copy; the
 * few bytes that differ are put right in the fields that hold them.
 */
export function latin1(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
}

/** Bytes 0x80-0x9F as windows-1252; of five, which it does not define, nobody knows what they were: blanks. */
const windows1252 = '€ ‚ƒ„…†‡ˆ‰Š‹Œ Ž  ‘’“”•–—˜™š›œ žŸ';

/** The first character of latin1 text that is not meant as it stands, or -1. */
export function specialAt(text: string): number {
  return text.search(special);
}

/** Control characters become blanks, the rest what windows-1252 says. */
export function legible(latin1Text: string): string {
  return latin1Text.replace(everySpecial, (character) => {
    const code = character.charCodeAt(0);
    return code < 0x80 ? ' ' : windows1252.charAt(code - 0x80);
  });
}

/** The first character that no text has, or -1. */
export function controlAt(latin1Text: string): number {
  return latin1Text.search(control);
}

const special = /[\u0000-\u001f\u007f-\u009f]/;
const everySpecial = new RegExp(special, 'g');
const control = /[\u0000-\u001f\u007f\u0081\u008d\u008f\u0090\u009d]/;

/** One byte per character, or undefined when the text holds a character that windows-1252 has not. */
export function encodeWindows1252(text: string): Uint8Array | undefined {
  const bytes = new Uint8Array(text.length);
  for (let at = 0; at < text.length; at += 1) {
    const byte = windows1252ByteOf(text.charCodeAt(at));
    if (byte === undefined) return undefined;
    bytes[at] = byte;
  }
  return bytes;
}

export function windows1252ByteOf(code: number): number | undefined {
  if ((code >= 0x20 && code < 0x7f) || (code >= 0xa0 && code <= 0xff)) return code;
  const at = windows1252.indexOf(String.fromCharCode(code));
  return at < 0 ? undefined : 0x80 + at;
}

/** The characters of UTF-8, or undefined when it is none or has no character outside ASCII. */
export function decodeUtf8(bytes: Uint8Array): string | undefined {
  if (!bytes.some((byte) => byte >= 0x80)) return undefined;
  try {
    return utf8.decode(bytes);
  } catch {
    return undefined;
  }
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
