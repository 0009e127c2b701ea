import type { Services } from './context.ts';

/** Ids for rows that must be named before they are written (RFC 9562, version 4). */
export function newIds({ bytes }: Services['random']): () => string {
  return () => {
    const random = Buffer.from(bytes(16));
    random.writeUInt8((random.readUInt8(6) & 0x0f) | 0x40, 6);
    random.writeUInt8((random.readUInt8(8) & 0x3f) | 0x80, 8);
    return random.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
  };
}
