import { inCompany, listUndonePairs, replaceProposals } from '@onfact-ponto/db';
import type { MatchRule, Transaction } from '@onfact-ponto/db';
import { matcherVersion } from '@onfact-ponto/reconcile';
import type { Decision } from '@onfact-ponto/reconcile';
import { nameOf } from '../audit.ts';
import type { Context } from '../context.ts';
import { newIds } from '../ids.ts';
import { applyRules } from './apply-rules.ts';
import { bookInBatches } from './book-batch.ts';
import type { BatchResult, NewRun, SeenBooking } from './book-batch.ts';
import { bookingOf, isBookable, pairKey, proposalOf } from './decisions.ts';
import type { Seen } from './decisions.ts';
import { loadLedger } from './load-ledger.ts';
import { teach } from './teach.ts';

/** Whoever is overtaken looks again; who is overtaken each time leaves it to the next run. */
const maximumRounds = 3;

/**
 * Looks at all lines that wait: books what is certain and what the account allows, applies the rules of the company,
 * and keeps the rest as proposals. What it books is one run, that can be taken back as one. Run again on the same
 * state, it changes nothing.
 */
export async function reconcileCompany(context: Context): Promise<{ bookedCount: number }> {
  const { companyId, clock, actor } = context;
  const matchRunId = newIds(context.random)();
  const run: NewRun = {
    companyId,
    matchRunId,
    cause: 'automatic',
    matcherVersion,
    startedAt: clock.now(),
    startedBy: nameOf(actor),
  };
  const booked: SeenBooking[] = [];
  for (let round = 1; ; round += 1) {
    const seen = await inCompany(context.db, companyId, (tx) => look(tx, context));
    const certain = seen.decisions.filter((decision) => isBookable(decision, seen));
    const result = await bookInBatches(
      context,
      run,
      certain.map((decision) => bookingOf(decision, seen, matchRunId)),
    );
    booked.push(...result.booked);
    if (result.overtaken.length > 0 && round < maximumRounds) continue;
    const changedCount = await keepTheRest(context, seen, result);
    await learnFromBookings(context, booked);
    const counts = { bookedCount: booked.length, overtakenCount: result.overtaken.length, changedCount };
    if (booked.length + changedCount > 0) context.log.info('lines matched', counts);
    return { bookedCount: booked.length };
  }
}

type Look = Seen & Readonly<{ decisions: readonly Decision[]; rules: readonly MatchRule[] }>;

async function look(tx: Transaction, context: Context): Promise<Look> {
  const { ledger, today, lines, documents, rules } = await loadLedger(tx, context);
  const pairs = await listUndonePairs(tx, context.companyId);
  return {
    lines: new Map(lines.map((one) => [one.line.bankTransactionId, one])),
    documents,
    rules,
    takenApart: new Set(pairs.map((pair) => pairKey(pair.bankTransactionId, pair.documentId))),
    decisions: ledger.match({ today }),
  };
}

/**
 * Rules of the company for what pays no document, proposals for the others.
 * @returns how many lines are told of otherwise than before
 */
async function keepTheRest(context: Context, seen: Look, { booked, ownChanges }: BatchResult): Promise<number> {
  const { companyId } = context;
  const bookedLines = new Set(booked.map(({ booking }) => booking.bankTransactionId));
  const rest = seen.decisions.filter(({ lineId }) => !bookedLines.has(lineId));
  const kept = {
    companyId,
    proposedAt: context.clock.now(),
    versionOf: (documentId: string) =>
      (seen.documents.get(documentId)?.version ?? 0) + (ownChanges.get(documentId) ?? 0),
  };
  return inCompany(context.db, companyId, async (tx) => {
    const settled = await applyRules(tx, context, seen, rest);
    const proposals = rest
      .filter(({ lineId }) => !settled.has(lineId))
      .map((decision) => proposalOf(decision, seen, kept))
      .filter((proposal) => proposal !== undefined);
    return settled.size + (await replaceProposals(tx, companyId, proposals));
  });
}

async function learnFromBookings(context: Context, booked: readonly SeenBooking[]): Promise<void> {
  const events = booked.map(({ booking }) => ({
    type: 'booked' as const,
    lineId: booking.bankTransactionId,
    allocations: booking.allocations.map(({ documentId, amountMinor }) => ({ documentId, amountMinor })),
    rule: booking.rule ?? 'exact-reference',
  }));
  await inCompany(context.db, context.companyId, (tx) => teach(tx, context, events));
}
