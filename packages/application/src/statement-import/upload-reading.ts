import { fromBuffer } from 'yauzl';
import type { Entry, ZipFile } from 'yauzl';

/** A file that somebody uploaded, or that lay in an uploaded zip. The name is for people only. */
export type UploadedFile = Readonly<{ name: string; bytes: Uint8Array }>;

/** What an upload may hold; beyond it the whole upload is refused. */
export const uploadLimits = {
  bytes: 64 * 1024 * 1024,
  files: 200,
  /** All files together after unpacking. */
  unpackedBytes: 512 * 1024 * 1024,
  /** CODA is mostly blanks and zeros and packs to a twentieth; far beyond that it is a bomb. */
  ratio: 200,
} as const;

export type UploadProblem = 'too_many_files' | 'payload_too_large' | 'zip_unreadable' | 'zip_in_zip';

export class UploadRefusedError extends Error {
  override readonly name = 'UploadRefusedError';
  readonly problem: UploadProblem;

  constructor(problem: UploadProblem, message: string) {
    super(message);
    this.problem = problem;
  }
}

/**
 * The files of an upload, those in zips too. What a zip says of itself (names, sizes, paths) is not believed: names
 * are shown and lead nowhere, sizes are counted while unpacking.
 * @throws UploadRefusedError
 */
export async function readUpload(uploaded: readonly UploadedFile[]): Promise<UploadedFile[]> {
  const files: UploadedFile[] = [];
  let unpackedBytes = 0;
  const take = (file: UploadedFile) => {
    unpackedBytes += file.bytes.length;
    if (unpackedBytes > uploadLimits.unpackedBytes) {
      throw new UploadRefusedError('payload_too_large', 'The files are too large once unpacked');
    }
    files.push(file);
    if (files.length > uploadLimits.files) throw new UploadRefusedError('too_many_files', 'Too many files at once');
  };
  for (const file of uploaded) {
    if (!isZip(file.bytes)) take({ ...file, name: shownName(file.name) });
    else for await (const unpacked of unzip(file)) take(unpacked);
  }
  return files;
}

export function isZip(bytes: Uint8Array): boolean {
  return (
    bytes[0] === 0x50 && bytes[1] === 0x4b && (bytes[2] === 0x03 || bytes[2] === 0x05) && bytes[3] === bytes[2] + 1
  );
}

async function* unzip({ name, bytes }: UploadedFile): AsyncGenerator<UploadedFile> {
  const zip = await openZip(bytes);
  try {
    for (let entry = await nextEntry(zip); entry; entry = await nextEntry(zip)) {
      if (isFolder(entry)) continue;
      const content = await unpack(zip, entry);
      if (isZip(content)) throw new UploadRefusedError('zip_in_zip', 'A zip within a zip is not unpacked');
      yield { name: shownName(`${name} › ${nameOf(entry)}`), bytes: content };
    }
  } finally {
    zip.close();
  }
}

/** `validateEntrySize` stops an entry that grows beyond what it said; names are not checked, for they lead nowhere. */
function openZip(bytes: Uint8Array): Promise<ZipFile> {
  return new Promise((resolve, reject) => {
    const options = { lazyEntries: true, decodeStrings: false, validateEntrySize: true };
    fromBuffer(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength), options, (error, zip) => {
      if (error) reject(unreadable(error));
      else resolve(zip);
    });
  });
}

function nextEntry(zip: ZipFile): Promise<Entry | undefined> {
  return new Promise((resolve, reject) => {
    zip.removeAllListeners();
    zip.once('entry', resolve);
    zip.once('end', () => {
      resolve(undefined);
    });
    zip.once('error', (error) => {
      reject(unreadable(error));
    });
    zip.readEntry();
  });
}

async function unpack(zip: ZipFile, entry: Entry): Promise<Uint8Array> {
  const most = Math.min(uploadLimits.unpackedBytes, Math.max(entry.compressedSize, 1_024) * uploadLimits.ratio);
  const pieces: Uint8Array[] = [];
  let size = 0;
  try {
    const stream = await openEntry(zip, entry);
    for await (const piece of stream as AsyncIterable<Uint8Array>) {
      size += piece.length;
      if (size > most) throw new UploadRefusedError('payload_too_large', 'A file in the zip grows beyond measure');
      pieces.push(piece);
    }
  } catch (error) {
    throw error instanceof UploadRefusedError ? error : unreadable(error);
  }
  return Buffer.concat(pieces);
}

function openEntry(zip: ZipFile, entry: Entry) {
  return new Promise<NodeJS.ReadableStream>((resolve, reject) => {
    zip.openReadStream(entry, (error, stream) => {
      if (error) reject(error);
      else resolve(stream);
    });
  });
}

function unreadable(cause: unknown): UploadRefusedError {
  const error = new UploadRefusedError('zip_unreadable', 'The zip cannot be read');
  error.cause = cause;
  return error;
}

function isFolder(entry: Entry): boolean {
  return /[/\\]$/.test(nameOf(entry));
}

/** As whoever made the zip wrote it. The library would refuse names that leave the folder; ours go nowhere. */
function nameOf({ fileNameRaw }: Entry): string {
  return fileNameRaw.toString('utf8');
}

const longestName = 120;

/** One line that no screen, log or spreadsheet stumbles over. */
function shownName(name: string): string {
  const clean = name
    .replace(/[\p{C}\u2028\u2029]/gu, ' ')
    .toWellFormed()
    .trim();
  return clean.length > longestName ? `…${clean.slice(1 - longestName)}` : clean || 'CODA';
}
