import fc from 'fast-check';

/** One thing that goes wrong with a file; places are shares of its length, so that they fit any file. */
export type Damage = Readonly<{
  kind: 'flip' | 'cut' | 'repeat' | 'swap' | 'insert';
  at: number;
  to: number;
  byte: number;
}>;

export function damages(): fc.Arbitrary<Damage[]> {
  const share = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
  const damage = fc.record({
    kind: fc.constantFrom('flip', 'cut', 'repeat', 'swap', 'insert'),
    at: share,
    to: share,
    byte: fc.oneof(fc.nat(255), fc.constantFrom(0x0a, 0x0d, 0x20, 0x30, 0x31, 0x39)),
  });
  return fc.array(damage, { minLength: 1, maxLength: 4 });
}

export function damaged(bytes: Uint8Array, list: readonly Damage[]): Uint8Array {
  return list.reduce<Uint8Array>((file, damage) => damagedOnce(file, damage), bytes);
}

function damagedOnce(file: Uint8Array, { kind, at, to, byte }: Damage): Uint8Array {
  const first = Math.floor(Math.min(at, to) * file.length);
  const last = Math.floor(Math.max(at, to) * file.length);
  const before = file.subarray(0, first);
  const between = file.subarray(first, last);
  const after = file.subarray(last);
  if (kind === 'cut') return Buffer.concat([before, after]);
  if (kind === 'repeat') return Buffer.concat([before, between, between.subarray(0, 2000), after]);
  if (kind === 'swap') return Buffer.concat([after, before, between].filter((part) => part.length > 0));
  const changed = kind === 'flip' ? file.subarray(first + 1) : file.subarray(first);
  return Buffer.concat([before, Uint8Array.of(byte), changed]);
}
