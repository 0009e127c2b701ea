import {
  findBankTransaction,
  findDifferenceLimit,
  inCompany,
  listActiveAllocations,
  findDocuments,
  findDocumentsNamedBy,
} from '@onfact-ponto/db';
import type { Allocation, BankTransaction, Transaction } from '@onfact-ponto/db';
import { matcherVersion } from '@onfact-ponto/reconcile';
import type { Context } from '../context.ts';
import { ApplicationError } from '../errors.ts';
import { proposalOf, storedReasonOf } from './decisions.ts';
import { limitFor } from './difference-limit.ts';
import { loadLedger } from './load-ledger.ts';
import { choicesOf, documentViewOf, reasonsOf } from './match-choice.ts';
import type { ChoiceView, DocumentView, ReasonView } from './match-choice.ts';

export type ExplanationView = {
  /** Of the line. */
  currency: string;
  /** Null: about the line as a whole. */
  document: DocumentView | null;
  outcome: 'booked' | 'suggested' | 'none' | 'not_a_document_payment';
  level: ChoiceView['level'];
  /** Which question of the matcher decided. */
  rule: string | null;
  confidence: number;
  reasons: ReasonView[];
  /** Each of these alone keeps it from being booked by itself. */
  vetoes: ReasonView[];
  /** What this is weighed against: the first choice, or the second when this is the first. */
  rival: ChoiceView | null;
  /** Of the line as a whole: documents whose communication it carries, and that take no payment. */
  closedNamed: DocumentView[];
  matcherVersion: string | null;
  at: Date;
};

/**
 * "Why?" of what is booked: as it was said then. "Why not?" of anything else: the matcher looks at the line among all
 * others that wait, with what it knows now.
 */
export async function explainTransaction(
  context: Context,
  { bankTransactionId, documentId }: { bankTransactionId: string; documentId?: string | undefined },
): Promise<ExplanationView> {
  const { companyId } = context;
  return inCompany(context.db, companyId, async (tx) => {
    const [found, documents, booked] = await Promise.all([
      findBankTransaction(tx, companyId, bankTransactionId),
      findDocuments(tx, companyId, documentId === undefined ? [] : [documentId]),
      listActiveAllocations(tx, companyId, { bankTransactionIds: [bankTransactionId] }),
    ]);
    if (!found) throw new ApplicationError('bank_transaction_not_found');
    const [row] = documents;
    if (documentId !== undefined && !row) throw new ApplicationError('document_not_found');
    const document = row ? documentViewOf(row) : null;
    const asked = booked.filter((one) => documentId === undefined || one.documentId === documentId);
    return asked.length > 0
      ? saidThen(found.transaction, document, asked)
      : lookNow(tx, context, { line: found.transaction, document });
  });
}

function saidThen(
  { currency }: BankTransaction,
  document: DocumentView | null,
  allocations: readonly Allocation[],
): ExplanationView {
  const [made] = allocations;
  if (!made) throw new Error('Nothing was booked');
  const reasons = allocations.flatMap((one) => one.reasons);
  return {
    currency,
    document,
    outcome: 'booked',
    level: made.cause === 'rule' ? 'certain' : 'none',
    rule: made.rule,
    confidence: made.confidence ?? 0,
    reasons: reasonsOf(reasons, []),
    vetoes: [],
    rival: null,
    closedNamed: [],
    matcherVersion: made.matcherVersion,
    at: made.createdAt,
  };
}

async function lookNow(
  tx: Transaction,
  context: Context,
  { line, document }: { line: BankTransaction; document: DocumentView | null },
): Promise<ExplanationView> {
  const { companyId, clock } = context;
  const lineId = line.bankTransactionId;
  const isWaiting = line.allocatedMinor === 0n && line.disposition === null;
  const [{ ledger, today, lines, documents }, limit, named] = await Promise.all([
    loadLedger(tx, context, isWaiting ? {} : { lineIds: [lineId] }),
    findDifferenceLimit(tx, companyId),
    document ? [] : findDocumentsNamedBy(tx, companyId, [lineId]),
  ]);
  const decision = ledger.match({ today }).find((one) => one.lineId === lineId);
  const seen = {
    documents,
    lines: new Map(lines.map((one) => [one.line.bankTransactionId, one])),
    takenApart: new Set<string>(),
  };
  const kept = { companyId, proposedAt: clock.now(), versionOf: (id: string) => documents.get(id)?.version ?? 0 };
  const proposal = decision && proposalOf(decision, seen, kept);
  const views = new Map([...documents].map(([id, one]) => [id, documentViewOf(one)]));
  const choices = proposal ? choicesOf(proposal, line, views, limitFor(line, limit)) : [];
  const about = document && ledger.explain(lineId, document.documentId);
  const place = document ? about?.rank : 0;
  const choice = place === undefined ? undefined : choices[place];
  return {
    currency: line.currency,
    document,
    outcome: outcomeOf(decision?.outcome, document !== null, choice),
    level: choice?.level ?? 'none',
    rule: place === 0 ? (decision?.rule ?? null) : null,
    confidence: choice?.confidence ?? 0,
    reasons: reasonsOf((about?.reasons ?? (document ? [] : (decision?.reasons ?? []))).map(storedReasonOf), []),
    vetoes: reasonsOf([], (about?.vetoes ?? (document ? closedVeto : (decision?.vetoes ?? []))).map(storedReasonOf)),
    rival: choices[place === 0 ? 1 : 0] ?? null,
    closedNamed: named.map(documentViewOf).filter(({ closedBecause }) => closedBecause !== null),
    matcherVersion,
    at: clock.now(),
  };
}

/** The matcher is not shown what onFact takes no payment for, such as a deleted document. */
const closedVeto = [{ code: 'document_closed' }] as const;

/** What it would book by itself is a suggestion as long as it is not booked. */
function outcomeOf(
  decided: 'booked' | 'suggested' | 'none' | 'not_a_document_payment' | undefined,
  isAboutDocument: boolean,
  choice: ChoiceView | undefined,
): ExplanationView['outcome'] {
  if (isAboutDocument) return choice ? 'suggested' : 'none';
  return decided === 'booked' ? 'suggested' : (decided ?? 'none');
}
