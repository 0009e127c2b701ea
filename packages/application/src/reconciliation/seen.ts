import { findLatestBookingOfDocument, listAuditEntriesOfSubject } from '@onfact-ponto/db';
import type { BankTransaction, OpenDocument, Transaction } from '@onfact-ponto/db';
import { z } from 'zod';
import type { Context } from '../context.ts';
import { ApplicationError } from '../errors.ts';

/**
 * What a decision was made on. A reader gets it with a line and its documents and sends it back; when something else
 * stands there by then, the decision is refused with who did what, and nothing is overwritten.
 */

type SeenLine = Pick<BankTransaction, 'bankTransactionId' | 'revision' | 'allocatedMinor' | 'disposition'>;

/** Opaque to readers: what the bank says of the line, and what was decided about it. */
export function seenOf({ revision, allocatedMinor, disposition }: SeenLine): string {
  return Buffer.from(JSON.stringify([revision, allocatedMinor.toString(), disposition])).toString('base64url');
}

const Seen = z.tuple([z.int(), z.string(), z.string().nullable()]);

/**
 * @param line as it stands now, locked
 * @throws ApplicationError `line_taken` somebody decided about it, `proposal_stale` the bank changed it
 */
export async function assertLineSeen(tx: Transaction, context: Context, line: SeenLine, seen: string): Promise<void> {
  if (seen === seenOf(line)) return;
  const parts = Seen.safeParse(parseJson(Buffer.from(seen, 'base64url').toString('utf8')));
  if (!parts.success) throw new ApplicationError('invalid_request', { 'json.seen': 'not_seen' });

  const [, allocated, disposition] = parts.data;
  const isTaken = allocated !== line.allocatedMinor.toString() || disposition !== line.disposition;
  const subject = { subjectType: 'bank-transaction', subjectId: line.bankTransactionId };
  const trail = await listAuditEntriesOfSubject(tx, context.companyId, subject);
  const latest = trail.find(({ action }) => !action.startsWith('publication.'));
  throw new ApplicationError(isTaken ? 'line_taken' : 'proposal_stale', {
    bankTransactionId: line.bankTransactionId,
    ...(latest && {
      by: latest.actorName ?? latest.actorId,
      actorType: latest.actorType,
      at: latest.at.toISOString(),
      action: latest.action,
    }),
  });
}

export function versionOf({ version }: Pick<OpenDocument, 'version'>): string {
  return String(version);
}

/**
 * @param documents as they stand now, locked
 * @param versions of the documents as the reader saw them, by id
 * @throws ApplicationError `proposal_stale`
 */
export async function assertDocumentsSeen(
  tx: Transaction,
  { companyId }: Context,
  documents: readonly OpenDocument[],
  versions: ReadonlyMap<string, string>,
): Promise<void> {
  const changed = documents.find((document) => versions.get(document.documentId) !== versionOf(document));
  if (!changed) return;
  const { documentId, number, readAt } = changed;
  const booked = await findLatestBookingOfDocument(tx, companyId, documentId);
  const isBookedLast = booked !== undefined && booked.at >= readAt;
  throw new ApplicationError('proposal_stale', {
    documentId,
    number,
    ...(isBookedLast
      ? { by: booked.by, actorType: booked.actorType, at: booked.at.toISOString(), action: booked.action }
      : { by: 'onFact', actorType: 'system', at: readAt.toISOString(), action: 'document.changed' }),
  });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
