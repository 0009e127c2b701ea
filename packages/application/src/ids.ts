import type { Services } from './context.ts';

/** Ids for rows that must be named before they are written (RFC 9562, version 4). */
export function newIds({ bytes }: Services['random']): () => string {
  let pool = Buffer.alloc(0);
  let used = 0;
  return () => {
    if (used === pool.length) {
      pool = Buffer.from(bytes(idsAtOnce * idBytes));
      used = 0;
    }
    const random = pool.subarray(used, used + idBytes);
    used += idBytes;
    random.writeUInt8((random.readUInt8(6) & 0x0f) | 0x40, 6);
    random.writeUInt8((random.readUInt8(8) & 0x3f) | 0x80, 8);
    const digits = random.toString('hex');
    return [digits.slice(0, 8), digits.slice(8, 12), digits.slice(12, 16), digits.slice(16, 20), digits.slice(20)].join(
      '-',
    );
  };
}

const idBytes = 16;
/** Asking for chance costs more than the id that is made of it. */
const idsAtOnce = 64;
