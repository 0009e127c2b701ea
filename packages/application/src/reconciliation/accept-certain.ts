import {
  findDocuments,
  inCompany,
  listLinesOfAccounts,
  listProposals,
  listRejectedPairs,
  summarizeMatchRuns,
} from '@onfact-ponto/db';
import type { LineOfAccount, MatchRunSummary, OpenDocument, Proposal } from '@onfact-ponto/db';
import { matcherVersion } from '@onfact-ponto/reconcile';
import { nameOf } from '../audit.ts';
import type { Context } from '../context.ts';
import { newIds } from '../ids.ts';
import { reconcileCompany } from '../jobs/definitions.ts';
import { bookInBatches } from './book-batch.ts';
import type { SeenBooking } from './book-batch.ts';
import { directionOf } from './confirm-match.ts';
import { names } from './match-choice.ts';
import { teach } from './teach.ts';

export type AcceptCertainInput = Readonly<{
  bankAccountId?: string | undefined;
  /** Only the certain ones among these. */
  bankTransactionIds?: readonly string[] | undefined;
  /** What the person agreed to: so many lines, none of them proposed later. Without it, all that there are now. */
  shown?: Readonly<{ lineCount: number; until: Date }> | undefined;
  dryRun: boolean;
}>;

export type AcceptCertainResult = Readonly<{
  /** Undefined for a dry run, and when there was nothing to match. */
  run: MatchRunSummary | undefined;
  lineCount: number;
  /** Without signs, one per currency. */
  totals: readonly { currency: string; amountMinor: bigint }[];
  /** When the newest of them was proposed; null when there are none. */
  until: Date | null;
  /** Shown, or found a moment ago, and not matched: somebody or something was first. */
  staleCount: number;
}>;

/** @property usedMinor what the booking takes of the line, without sign */
type Certain = Readonly<{ found: LineOfAccount; proposal: Proposal; usedMinor: bigint }>;

/** Books all proposals that the matcher is certain of, as one run that one undo takes back. A dry run only counts. */
export async function acceptCertain(context: Context, input: AcceptCertainInput): Promise<AcceptCertainResult> {
  const { companyId } = context;
  const certain = await findCertain(context, input);
  const until = untilOf(certain);
  const agreedCount = input.shown?.lineCount ?? certain.length;
  if (input.dryRun || certain.length === 0) {
    const staleCount = Math.max(0, agreedCount - certain.length);
    return { run: undefined, lineCount: certain.length, totals: totalsOf(certain), until, staleCount };
  }

  const matchRunId = newIds(context.random)();
  const started = { startedAt: context.clock.now(), startedBy: nameOf(context.actor) };
  const run = { companyId, matchRunId, cause: 'accept_certain', matcherVersion, ...started } as const;
  const { booked } = await bookInBatches(
    context,
    run,
    certain.map(({ proposal }) => bookingOf(proposal, matchRunId)),
  );
  return inCompany(context.db, companyId, async (tx) => {
    await teach(tx, context, lessonsOf(booked, certain));
    // What is left of a line, and the other lines that these documents were proposed for, are looked at anew.
    await context.jobs.enqueue(tx, reconcileCompany, { companyId });
    const [summary] = await summarizeMatchRuns(tx, companyId, { matchRunId, limit: 1 });
    return {
      run: summary,
      lineCount: booked.length,
      totals: summary?.totals ?? [],
      until,
      staleCount: Math.max(0, agreedCount - booked.length),
    };
  });
}

async function findCertain(context: Context, input: AcceptCertainInput): Promise<Certain[]> {
  const { companyId } = context;
  return inCompany(context.db, companyId, async (tx) => {
    const { bankTransactionIds } = input;
    const proposals = await listProposals(tx, companyId, { level: 'certain', bankTransactionIds });
    const ids = proposals.map((proposal) => proposal.bankTransactionId);
    const lines = new Map(
      (await listLinesOfAccounts(tx, companyId, ids)).map((found) => [found.line.bankTransactionId, found]),
    );
    const documentIds = proposals.flatMap(({ choices }) => choices[0]?.allocations.map((one) => one.documentId) ?? []);
    const documents = new Map((await findDocuments(tx, companyId, documentIds)).map((row) => [row.documentId, row]));
    const rejected = Map.groupBy(await listRejectedPairs(tx, companyId), (pair) => pair.bankTransactionId);
    return proposals.flatMap((proposal) => {
      const [first] = proposal.choices;
      const pairs = rejected.get(proposal.bankTransactionId) ?? [];
      // The matcher has not looked again yet.
      if (!first || names(first, new Set(pairs.map(({ documentId }) => documentId)))) return [];
      const found = lines.get(proposal.bankTransactionId);
      const isOne = found && waits(found, input) && wasShown(proposal, input);
      return isOne ? [{ found, proposal, usedMinor: usedOf(found, first, documents) }] : [];
    });
  });
}

function wasShown({ proposedAt }: Proposal, { shown }: AcceptCertainInput): boolean {
  return shown === undefined || proposedAt <= shown.until;
}

function waits({ line }: LineOfAccount, { bankAccountId }: AcceptCertainInput): boolean {
  const isChosen = bankAccountId === undefined || line.bankAccountId === bankAccountId;
  return isChosen && line.allocatedMinor === 0n && line.disposition === null && line.withdrawnAt === null;
}

function bookingOf(proposal: Proposal, matchRunId: string): SeenBooking {
  const [choice] = proposal.choices;
  const allocations = choice?.allocations ?? [];
  return {
    booking: {
      bankTransactionId: proposal.bankTransactionId,
      allocations: allocations.map(({ documentId, amountMinor, adjustment }) => ({
        documentId,
        amountMinor: BigInt(amountMinor),
        adjustmentMinor: BigInt(adjustment?.amountMinor ?? 0),
        adjustmentKind: adjustment?.kind ?? null,
      })),
      cause: 'person',
      rule: null,
      matcherVersion: proposal.matcherVersion,
      confidence: proposal.confidence,
      matchRunId,
      reasons: choice?.reasons ?? [],
    },
    seenRevision: proposal.seenRevision,
    seenVersions: new Map(allocations.map(({ documentId, version }) => [documentId, version])),
    automation: undefined,
  };
}

/** Taken over as the matcher proposed them: its rules were right. */
function lessonsOf(booked: readonly SeenBooking[], certain: readonly Certain[]) {
  const rules = new Map(certain.map(({ proposal }) => [proposal.bankTransactionId, proposal.rule]));
  return booked.map(({ booking }) => ({
    type: 'booked' as const,
    lineId: booking.bankTransactionId,
    rule: rules.get(booking.bankTransactionId) ?? '',
    allocations: booking.allocations,
  }));
}

/** A payment of too much leaves something of its line, and a credit note lessens what is used. */
function usedOf(
  { line }: LineOfAccount,
  { allocations }: Proposal['choices'][number],
  documents: ReadonlyMap<string, OpenDocument>,
): bigint {
  let used = 0n;
  for (const { documentId, amountMinor } of allocations) {
    const document = documents.get(documentId);
    if (document) used += directionOf(document.kind) === 'in' ? BigInt(amountMinor) : -BigInt(amountMinor);
  }
  return line.amountMinor < 0n ? -used : used;
}

function totalsOf(certain: readonly Certain[]): { currency: string; amountMinor: bigint }[] {
  const totals = new Map<string, bigint>();
  for (const { found, usedMinor } of certain) {
    const { currency } = found.line;
    totals.set(currency, (totals.get(currency) ?? 0n) + usedMinor);
  }
  return [...totals].map(([currency, amountMinor]) => ({ currency, amountMinor })).toSorted(byCurrency);
}

function untilOf(certain: readonly Certain[]): Date | null {
  const newest = Math.max(...certain.map(({ proposal }) => proposal.proposedAt.getTime()));
  return certain.length === 0 ? null : new Date(newest);
}

function byCurrency(left: { currency: string }, right: { currency: string }): number {
  return left.currency < right.currency ? -1 : 1;
}
