import type {
  ChoiceView,
  DecisionView,
  DocumentView,
  ExplanationView,
  MatchRunView,
  ProposalsView,
  QueueView,
  RuleOfferView,
} from '@onfact-ponto/application';
import { IgnoreReason } from '@onfact-ponto/api-contract';
import type {
  Amount,
  DecisionResult,
  DecisionUndo,
  Explanation,
  LinePresence,
  MatchChoice,
  MatchRun,
  PayableDocument,
  QueueLine,
  RuleOffer,
  TransactionProposals,
} from '@onfact-ponto/api-contract';
import { transactionDetailOf, transactionOf } from './bank-transaction-shape.ts';
import { reasonOf } from './match-reason-shape.ts';
import { amountOfMinor, momentOf, momentOrNull } from './wire-values.ts';

/** What a person sees of matching, from the domain to the wire. */

type QueueItem = QueueView['items'][number];

export function queueLineOf({ transaction, unmatchedMinor, first, lineKind, ...item }: QueueItem): QueueLine {
  const { currency } = transaction;
  return {
    transaction: transactionOf(transaction),
    group: item.group,
    unmatched: amountOfMinor(unmatchedMinor, currency),
    first: first && choiceOf(first, currency),
    choiceCount: item.choiceCount,
    looksLike: ignoreReasonOf(lineKind),
    transferWith: item.transferWith && transactionOf(item.transferWith),
    seen: item.seen,
    present: item.present.map(presenceOf),
  };
}

export function proposalsOf({ transaction, lineKind, ignored, ...view }: ProposalsView): TransactionProposals {
  const { currency } = transaction;
  return {
    transaction: transactionOf(transaction),
    unmatched: amountOfMinor(view.unmatchedMinor, currency),
    seen: view.seen,
    choices: view.choices.map((choice) => choiceOf(choice, currency)),
    looksLike: ignoreReasonOf(lineKind),
    transferWith: view.transferWith && transactionOf(view.transferWith),
    rejected: view.rejected.map(({ document, by, at }) => ({ document: documentOf(document), by, at: momentOf(at) })),
    ignored: ignored && {
      reason: ignoreReasonOf(ignored.reason) ?? 'no_document',
      note: ignored.note,
      cause: ignored.cause,
      by: ignored.createdBy,
      at: momentOf(ignored.createdAt),
    },
    differenceLimit: amountOfMinor(view.differenceLimitMinor, currency),
    present: view.present.map(presenceOf),
    matcherVersion: view.matcherVersion,
    matchedAt: momentOrNull(view.matchedAt),
  };
}

export function choiceOf(choice: ChoiceView, currency: string): MatchChoice {
  return {
    level: choice.level,
    confidence: choice.confidence,
    allocations: choice.allocations.map(({ document, amountMinor }) => ({
      document: documentOf(document),
      amount: amountOfMinor(amountMinor, document.currency),
    })),
    difference: amountOfMinor(choice.differenceMinor, currency),
    remainder: choice.remainder,
    reasons: choice.reasons.map(reasonOf),
  };
}

export function documentOf(document: DocumentView): PayableDocument {
  const { currency, discountMinor, discountUntil } = document;
  return {
    id: document.documentId,
    kind: document.kind,
    number: document.number,
    relation: {
      id: document.onfactContactId === null ? null : String(document.onfactContactId),
      name: document.contactName,
    },
    structuredCommunication: document.structuredCommunication,
    issueDate: document.issueDate,
    dueDate: document.dueDate,
    total: amountOfMinor(document.totalMinor, currency),
    open: amountOfMinor(document.openMinor, currency),
    discount:
      discountMinor === null || discountUntil === null
        ? null
        : { amount: amountOfMinor(discountMinor, currency), until: discountUntil },
    closedBecause: document.closedBecause,
    version: document.seenVersion,
  };
}

export function explanationOf(view: ExplanationView): Explanation {
  return {
    document: view.document && documentOf(view.document),
    outcome: view.outcome,
    level: view.level,
    rule: view.rule,
    confidence: view.confidence,
    reasons: view.reasons.map(reasonOf),
    vetoes: view.vetoes.map(reasonOf),
    rival: view.rival && choiceOf(view.rival, view.currency),
    closedNamed: view.closedNamed.map(documentOf),
    matcherVersion: view.matcherVersion,
    at: momentOf(view.at),
  };
}

export function decisionOf({ detail, seen, ruleOffer }: DecisionView, undo: DecisionUndo | null): DecisionResult {
  return { transaction: transactionDetailOf(detail), seen, undo, ruleOffer: ruleOffer && ruleOfferOf(ruleOffer) };
}

export function matchRunOf(run: MatchRunView): MatchRun {
  return {
    id: run.matchRunId,
    kind: run.cause,
    at: momentOf(run.startedAt),
    by: run.cause === 'automatic' ? null : run.startedBy,
    lineCount: run.lineCount,
    totals: totalsOf(run.totals),
    undoneCount: run.undoneCount,
    undone: run.undoneAt && { at: momentOf(run.undoneAt), by: run.undoneBy ?? '' },
  };
}

export function totalsOf(totals: readonly { currency: string; amountMinor: bigint }[]): Amount[] {
  return totals.map(({ currency, amountMinor }) => amountOfMinor(amountMinor, currency));
}

export function presenceOf({ name, since }: { name: string; since: Date }): LinePresence {
  return { name, since: momentOf(since) };
}

/** A rule remembers the reason as text; one that this release does not know is none that it can offer. */
function ruleOfferOf({ action, ...offer }: RuleOfferView): RuleOffer {
  return {
    ...offer,
    action:
      action.type === 'relation' ? action : { type: 'ignore', reason: ignoreReasonOf(action.reason) ?? 'no_document' },
  };
}

export function ignoreReasonOf(kind: string | null): IgnoreReason | null {
  return IgnoreReason.safeParse(kind).data ?? null;
}
