import {
  countDone,
  countQueue,
  countWaitingByAccount,
  findDifferenceLimit,
  findListedTransactions,
  inCompany,
  findDocuments,
  listQueue,
} from '@onfact-ponto/db';
import type {
  DoneFigures,
  ListedTransaction,
  QueueCursor,
  QueueEntry,
  QueueFigures,
  QueueGroup,
  Transaction,
} from '@onfact-ponto/db';
import { bankDayOfDate } from '@onfact-ponto/primitives';
import type { Context } from '../context.ts';
import type { LinkFacts } from '../support/find-faults.ts';
import { readInvoices } from '../support/read-link-facts.ts';
import { limitFor } from './difference-limit.ts';
import { listPresence } from './line-presence.ts';
import type { PresenceView } from './line-presence.ts';
import { choicesOf, documentViewOf, unmatchedOf } from './match-choice.ts';
import type { ChoiceView } from './match-choice.ts';
import { seenOf } from './seen.ts';

export type QueueLineView = {
  transaction: ListedTransaction;
  group: QueueGroup;
  unmatchedMinor: bigint;
  first: ChoiceView | null;
  choiceCount: number;
  /** What it seems to be instead of the payment of a document. */
  lineKind: string | null;
  /** The other side of what may be a transfer between own accounts. */
  transferWith: ListedTransaction | null;
  seen: string;
  present: PresenceView[];
};

export type QueueView = QueueFigures & {
  items: QueueLineView[];
  next: QueueCursor | null;
  invoices: LinkFacts['invoices'];
  doneToday: DoneFigures;
  accounts: { bankAccountId: string; name: string; toProcess: number }[];
};

export type QueueInput = {
  bankAccountId?: string | undefined;
  group?: QueueGroup | undefined;
  after?: QueueCursor | undefined;
  limit: number;
};

/** The lines that wait for a person, each with its best choice, and the figures around them. */
export async function readQueue(context: Context, input: QueueInput): Promise<QueueView> {
  const { companyId } = context;
  const { bankAccountId, group, after, limit } = input;
  const place = { companyId, bankAccountId };
  return inCompany(context.db, companyId, async (tx) => {
    const [entries, figures, doneToday, accounts, { invoices }] = await Promise.all([
      listQueue(tx, place, { group, before: after, limit: limit + 1 }),
      countQueue(tx, place),
      countDone(tx, place, bankDayOfDate(context.clock.now())),
      countWaitingByAccount(tx, companyId),
      readInvoices(tx, companyId),
    ]);
    const page = entries.slice(0, limit);
    const last = page.at(-1);
    return {
      ...figures,
      items: await viewsOf(tx, context, page),
      next: entries.length > limit && last ? cursorOf(last) : null,
      invoices,
      doneToday,
      accounts,
    };
  });
}

async function viewsOf(tx: Transaction, context: Context, entries: readonly QueueEntry[]): Promise<QueueLineView[]> {
  const { companyId } = context;
  const lineIds = entries.map(({ line }) => line.bankTransactionId);
  const otherIds = entries.flatMap(({ proposal }) => proposal?.pairedTransactionId ?? []);
  const documentIds = entries.flatMap(({ proposal }) =>
    (proposal?.choices ?? []).flatMap(({ allocations }) => allocations.map(({ documentId }) => documentId)),
  );
  const [listed, documents, limitMinor, present] = await Promise.all([
    findListedTransactions(tx, companyId, [...lineIds, ...otherIds]),
    findDocuments(tx, companyId, documentIds),
    findDifferenceLimit(tx, companyId),
    listPresence(tx, context, lineIds),
  ]);
  const transactions = new Map(listed.map((row) => [row.bankTransactionId, row]));
  const views = new Map(documents.map((row) => [row.documentId, documentViewOf(row)]));
  return entries.flatMap(({ line, group, proposal }) => {
    const transaction = transactions.get(line.bankTransactionId);
    if (!transaction) return [];
    const choices = proposal ? choicesOf(proposal, line, views, limitFor(line, limitMinor)) : [];
    return {
      transaction,
      group,
      unmatchedMinor: unmatchedOf(line),
      first: choices[0] ?? null,
      choiceCount: choices.length,
      lineKind: proposal?.lineKind ?? null,
      transferWith: transactions.get(proposal?.pairedTransactionId ?? '') ?? null,
      seen: seenOf(line),
      present: present.get(line.bankTransactionId) ?? [],
    };
  });
}

function cursorOf({ line, group }: QueueEntry): QueueCursor {
  return { group, executionDate: line.executionDate, bankTransactionId: line.bankTransactionId };
}
