import {
  findBankTransaction,
  findDifferenceLimit,
  findListedTransactions,
  inCompany,
  listActiveDispositions,
  findDocuments,
  listProposals,
  listRejectedPairsOfLine,
} from '@onfact-ponto/db';
import type { LineDisposition, ListedTransaction } from '@onfact-ponto/db';
import type { Context } from '../context.ts';
import { ApplicationError } from '../errors.ts';
import { limitFor } from './difference-limit.ts';
import { listPresence } from './line-presence.ts';
import type { PresenceView } from './line-presence.ts';
import { choicesOf, documentViewOf, unmatchedOf } from './match-choice.ts';
import type { ChoiceView, DocumentView } from './match-choice.ts';
import { seenOf } from './seen.ts';

export type ProposalsView = {
  transaction: ListedTransaction;
  unmatchedMinor: bigint;
  seen: string;
  /** Best first, at most five. */
  choices: ChoiceView[];
  lineKind: string | null;
  transferWith: ListedTransaction | null;
  /** Newest first. */
  rejected: { document: DocumentView; by: string; at: Date }[];
  /** Null as well when it only explains what a booking left over. */
  ignored: LineDisposition | null;
  differenceLimitMinor: bigint;
  present: PresenceView[];
  matcherVersion: string | null;
  matchedAt: Date | null;
};

/** Everything that a person needs to decide about one line. */
export async function readProposals(
  context: Context,
  { bankTransactionId }: { bankTransactionId: string },
): Promise<ProposalsView> {
  const { companyId } = context;
  const lineIds = [bankTransactionId];
  return inCompany(context.db, companyId, async (tx) => {
    const [found, proposals, rejected, dispositions, limit, present] = await Promise.all([
      findBankTransaction(tx, companyId, bankTransactionId),
      listProposals(tx, companyId, { bankTransactionIds: lineIds }),
      listRejectedPairsOfLine(tx, companyId, bankTransactionId),
      listActiveDispositions(tx, companyId, { bankTransactionIds: lineIds }),
      findDifferenceLimit(tx, companyId),
      listPresence(tx, context, lineIds),
    ]);
    if (!found) throw new ApplicationError('bank_transaction_not_found');
    const line = found.transaction;
    const isUntouched = line.disposition === null && line.allocatedMinor === 0n;
    const [proposal] = isUntouched ? proposals : [];
    const other = proposal?.pairedTransactionId;
    const chosenIds = (proposal?.choices ?? []).flatMap(({ allocations }) => allocations.map((one) => one.documentId));
    const [documents, listed] = await Promise.all([
      findDocuments(tx, companyId, [...chosenIds, ...rejected.map(({ documentId }) => documentId)]),
      findListedTransactions(tx, companyId, other ? [...lineIds, other] : lineIds),
    ]);
    const transaction = listed.find((row) => row.bankTransactionId === bankTransactionId);
    if (!transaction) throw new ApplicationError('bank_transaction_not_found');
    const views = new Map(documents.map((row) => [row.documentId, documentViewOf(row)]));
    const differenceLimitMinor = limitFor(line, limit);
    const rejectedIds = new Set(rejected.map(({ documentId }) => documentId));
    return {
      transaction,
      unmatchedMinor: unmatchedOf(line),
      seen: seenOf(line),
      choices: proposal ? choicesOf(proposal, line, views, differenceLimitMinor, rejectedIds) : [],
      lineKind: proposal?.lineKind ?? null,
      transferWith: listed.find((row) => row.bankTransactionId === other) ?? null,
      rejected: rejected.flatMap(({ documentId, rejectedBy, rejectedAt }) => {
        const document = views.get(documentId);
        return document ? { document, by: rejectedBy, at: rejectedAt } : [];
      }),
      ignored: dispositions.find(({ allocationId }) => allocationId === null) ?? null,
      differenceLimitMinor,
      present: present.get(bankTransactionId) ?? [],
      matcherVersion: proposal?.matcherVersion ?? null,
      matchedAt: proposal?.proposedAt ?? null,
    };
  });
}
