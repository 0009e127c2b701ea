import { deletePreviewsBefore, inCompany, insertStatementFile, insertStatementImport } from '@onfact-ponto/db';
import type { Context } from '../context.ts';
import { ApplicationError } from '../errors.ts';
import { newIds } from '../ids.ts';
import { assertMayImport } from './assert-may-import.ts';
import { packContent } from './file-content.ts';
import { openPreview } from './look-at-file.ts';
import { contentHashOf } from './statement-reading.ts';
import { readUpload, UploadRefusedError } from './upload-reading.ts';
import type { UploadedFile } from './upload-reading.ts';

/** What was only looked at is forgotten after a day. */
const previewKeptMs = 24 * 60 * 60_000;

/**
 * Takes CODA files, or zips of them, and looks at each: what it says, what is wrong with it, and what of it is new.
 * Nothing reaches the ledger.
 */
export async function uploadStatements(
  context: Context,
  uploaded: readonly UploadedFile[],
): Promise<{ statementImportId: string }> {
  const { companyId, actor } = context;
  assertMayImport(actor);
  const files = await unpack(uploaded);
  if (files.length === 0) throw new ApplicationError('invalid_request', { files: 'missing' });
  /** In threads of its own while this one reads. */
  const packing = Promise.all(files.map(({ bytes }) => packContent(bytes)));
  packing.catch(() => undefined);
  const now = context.clock.now();
  const newId = newIds(context.random);
  return inCompany(context.db, companyId, async (tx) => {
    await deletePreviewsBefore(tx, companyId, new Date(now.getTime() - previewKeptMs));
    const { statementImportId } = await insertStatementImport(tx, {
      companyId,
      state: 'previewed',
      createdAt: now,
      createdBy: actor.type === 'system' ? actor.job : actor.name,
    });
    const look = await openPreview(tx, companyId, []);
    for (const [index, { name, bytes }] of files.entries()) {
      const hash = contentHashOf(bytes);
      const findings = await look({ bytes, hash });
      const row = {
        companyId,
        statementFileId: newId(),
        statementImportId,
        position: index + 1,
        name,
        byteCount: bytes.length,
        contentHash: hash,
        findings,
      };
      const packed = await packing;
      await insertStatementFile(tx, row, packed[index] ?? new Uint8Array());
    }
    return { statementImportId };
  });
}

async function unpack(uploaded: readonly UploadedFile[]): Promise<UploadedFile[]> {
  try {
    return await readUpload(uploaded);
  } catch (error) {
    if (!(error instanceof UploadRefusedError)) throw error;
    const { problem } = error;
    if (problem === 'too_many_files' || problem === 'payload_too_large') throw new ApplicationError(problem);
    throw new ApplicationError('invalid_request', { files: problem });
  }
}
