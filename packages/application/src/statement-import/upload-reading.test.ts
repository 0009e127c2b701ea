import { crc32, deflateRawSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { readUpload, uploadLimits, UploadRefusedError } from './upload-reading.ts';
import type { UploadProblem } from './upload-reading.ts';

const coda = Buffer.from('00000…');

describe('a zip', () => {
  it('gives its files, whatever it calls them, and their names lead nowhere', async () => {
    const zip = zipOf([
      { name: 'maart/statement.cod', content: coda },
      { name: '../../etc/passwd', content: coda },
      { name: 'C:\\windows\\a.cod', content: coda },
      { name: 'regel\nmet\u202Ebreuk.cod', content: coda },
      { name: 'map/', content: Buffer.alloc(0) },
    ]);
    const files = await readUpload([{ name: 'bank.zip', bytes: zip }]);
    expect(files.map(({ bytes }) => Buffer.from(bytes).toString())).toEqual(Array(4).fill('00000…'));
    expect(files.map(({ name }) => name)).toEqual([
      'bank.zip › maart/statement.cod',
      'bank.zip › ../../etc/passwd',
      'bank.zip › C:\\windows\\a.cod',
      'bank.zip › regel met breuk.cod',
    ]);
  });

  it('that unpacks to far more than any CODA file does is refused while it is unpacked', async () => {
    const before = process.memoryUsage().rss;
    const bomb = zipOf([{ name: 'bomb.cod', content: Buffer.alloc(256 * 1024 * 1024) }]);
    expect(bomb.length).toBeLessThan(1024 * 1024);
    const held = process.memoryUsage().rss;
    await expectRefused('payload_too_large', [{ name: 'bomb.zip', bytes: bomb }]);
    expect(process.memoryUsage().rss - Math.max(before, held)).toBeLessThan(300 * 1024 * 1024);
  });

  it('that lies about the size of a file is refused', async () => {
    const zip = zipOf([{ name: 'a.cod', content: Buffer.alloc(100_000, 'x'), claimedSize: 10 }]);
    await expectRefused('zip_unreadable', [{ name: 'liar.zip', bytes: zip }]);
  });

  it('within a zip is refused', async () => {
    const inner = zipOf([{ name: 'a.cod', content: coda }]);
    await expectRefused('zip_in_zip', [{ name: 'outer.zip', bytes: zipOf([{ name: 'inner.zip', content: inner }]) }]);
  });

  it('that is cut off or damaged is refused with a clear word', async () => {
    const zip = zipOf([{ name: 'a.cod', content: Buffer.alloc(1_000, 'x') }]);
    for (const length of [4, 20, zip.length - 10]) {
      await expectRefused('zip_unreadable', [{ name: 'cut.zip', bytes: zip.subarray(0, length) }]);
    }
  });

  it('with more files than an upload may hold is refused', async () => {
    const entries = Array.from({ length: uploadLimits.files + 1 }, (_, index) => ({
      name: `${index}.cod`,
      content: coda,
    }));
    await expectRefused('too_many_files', [{ name: 'many.zip', bytes: zipOf(entries) }]);
  });

  it('that is empty gives nothing', async () => {
    expect(await readUpload([{ name: 'empty.zip', bytes: zipOf([]) }])).toEqual([]);
  });
});

it('takes every other file as it is: what it holds is looked at later', async () => {
  const files = [
    { name: 'a.cod', bytes: coda },
    { name: 'b.pdf', bytes: Buffer.from('%PDF-1.7') },
    { name: '', bytes: Buffer.from('x') },
  ];
  expect((await readUpload(files)).map(({ name }) => name)).toEqual(['a.cod', 'b.pdf', 'CODA']);
});

async function expectRefused(problem: UploadProblem, files: Parameters<typeof readUpload>[0]): Promise<void> {
  const refusal = await readUpload(files).then(
    () => undefined,
    (error: unknown) => error,
  );
  expect(refusal).toBeInstanceOf(UploadRefusedError);
  expect(refusal).toMatchObject({ problem });
}

type ZipEntry = { name: string; content: Uint8Array; claimedSize?: number };

/** Just enough of the format for tests: local headers, a directory, its end. */
function zipOf(entries: readonly ZipEntry[]): Buffer {
  const locals: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const { name, content, claimedSize = content.length } of entries) {
    const packed = deflateRawSync(content);
    const fields = Buffer.alloc(26);
    fields.writeUInt16LE(20, 0);
    fields.writeUInt16LE(0x0800, 2);
    fields.writeUInt16LE(8, 4);
    fields.writeUInt32LE(crc32(content), 10);
    fields.writeUInt32LE(packed.length, 14);
    fields.writeUInt32LE(claimedSize, 18);
    fields.writeUInt16LE(Buffer.byteLength(name), 22);
    const local = Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), fields, Buffer.from(name), packed]);
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE(offset, 10);
    directory.push(Buffer.concat([Buffer.from('PK\x01\x02\x14\x00', 'latin1'), fields, tail, Buffer.from(name)]));
    locals.push(local);
    offset += local.length;
  }
  const listing = Buffer.concat(directory);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(entries.length, 4);
  end.writeUInt16LE(entries.length, 6);
  end.writeUInt32LE(listing.length, 8);
  end.writeUInt32LE(offset, 12);
  return Buffer.concat([...locals, listing, Buffer.from('PK\x05\x06', 'latin1'), end]);
}
