import { createHash } from 'node:crypto';

/** What the state of a simulator keeps so that the same steps give the same ids after a restart too. */
export type IdState = { seed: number; issued: number };

export type Ids = Readonly<{
  /** The next identifier, in the form of a random uuid. */
  uuid(): string;
  /** The next string of unguessable look: letters, digits, "-" and "_". */
  opaque(length: number): string;
  /** The next number of random look, from 0 up to and not including 1. */
  fraction(): number;
}>;

/** Identifiers that look random and follow from the seed alone. */
export function createIds(state: IdState): Ids {
  const next = (): Buffer => digest(`${state.seed}/${state.issued++}`);
  return {
    uuid: () => asUuid(next()),
    fraction: () => next().readUInt32BE() / 2 ** 32,
    opaque(length) {
      let text = '';
      while (text.length < length) text += next().toString('base64url');
      return text.slice(0, length);
    },
  };
}

/** An identifier that only depends on the seed and a name: for what exists from the start. */
export function namedUuid(seed: number, name: string): string {
  return asUuid(digest(`${seed}/named/${name}`));
}

/** A text that only depends on the seed and a name. At most 43 characters. */
export function namedSecret(seed: number, name: string, length = 43): string {
  return digest(`${seed}/named/${name}`).toString('base64url').slice(0, length);
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

/** Sets the version (4) and variant bits of RFC 9562. */
function asUuid(bytes: Buffer): string {
  const octets = Buffer.from(bytes.subarray(0, 16));
  octets.writeUInt8((octets.readUInt8(6) & 0x0f) | 0x40, 6);
  octets.writeUInt8((octets.readUInt8(8) & 0x3f) | 0x80, 8);
  const hex = octets.toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}
