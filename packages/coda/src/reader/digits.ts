/** Numbers straight from bytes that are known to be digits. Positions are offsets in the view. */

export function twoDigits(view: DataView, at: number): number {
  return view.getUint8(at) * 10 + view.getUint8(at + 1) - 528;
}

export function threeDigits(view: DataView, at: number): number {
  return view.getUint8(at) * 100 + view.getUint8(at + 1) * 10 + view.getUint8(at + 2) - 5328;
}

/** Four bytes in one go: first to two pairs (tens and ones side by side), then to one number. */
export function fourDigits(view: DataView, at: number): number {
  const digits = view.getInt32(at, true) ^ 0x30303030;
  const pairs = Math.imul(digits, 10) + (digits >>> 8);
  return (pairs & 0xff) * 100 + ((pairs >>> 16) & 0xff);
}

/** 12 integer and 3 decimal digits: always a safe integer. */
export function fifteenDigits(view: DataView, at: number): number {
  const high = fourDigits(view, at) * 10_000 + fourDigits(view, at + 4);
  const low = fourDigits(view, at + 8) * 1000 + threeDigits(view, at + 12);
  return high === 0 ? low : high * 10_000_000 + low;
}

/** Four bytes in one go: the high half of a digit is 3, and 6 more does not overflow its low half. */
export function areFourDigits(view: DataView, at: number): boolean {
  const word = view.getInt32(at, true);
  return (((word ^ 0x30303030) & 0xf0f0f0f0) | (((word & 0x0f0f0f0f) + 0x06060606) & 0x10101010)) === 0;
}
