import {
  endDispositions,
  findDifferenceLimit,
  inCompany,
  insertLineDispositions,
  listProposals,
  lockDocuments,
  lockLines,
} from '@onfact-ponto/db';
import type { BankTransaction, OpenDocument, Proposal, Transaction } from '@onfact-ponto/db';
import { nameOf } from '../audit.ts';
import type { Context } from '../context.ts';
import { ApplicationError } from '../errors.ts';
import { limitFor } from './difference-limit.ts';
import { isPayable, openAmountOf } from './load-ledger.ts';
import { planBooking } from './plan-booking.ts';
import type { BookingPlan, ChosenAmount, Remainder } from './plan-booking.ts';
import { assertDocumentsSeen, assertLineSeen } from './seen.ts';
import { teach } from './teach.ts';
import { writeBookings } from './write-bookings.ts';
import type { WrittenBooking } from './write-bookings.ts';

export type ConfirmInput = Readonly<{
  bankTransactionId: string;
  allocations: readonly Readonly<{
    documentId: string;
    /** As it counts on the line: negative when money goes out. */
    amount: Readonly<{ amountMinor: bigint; currency: string }>;
    /** Of the document, as it was seen. */
    version: string;
  }>[];
  remainder: Remainder;
  /** Of the line, as it was seen. */
  seen: string;
}>;

/**
 * Books what a person decided about a line: a proposal taken over, a split, or a document that was searched. All or
 * nothing, and only on what the person saw.
 * @throws bank_transaction_not_found, document_not_found, line_taken, proposal_stale, document_locked,
 *   document_not_payable, and what `planBooking` refuses
 */
export async function confirmMatch(context: Context, input: ConfirmInput): Promise<{ bookingId: string }> {
  const { companyId } = context;
  const booked = inCompany(context.db, companyId, async (tx) => {
    const [found] = await lockLines(tx, companyId, [input.bankTransactionId], { skipBusy: false });
    if (!found || found.line.withdrawnAt) throw new ApplicationError('bank_transaction_not_found');
    await assertLineSeen(tx, context, found.line, input.seen);
    const chosen = await lockChosen(tx, context, input);
    const limitMinor = limitFor(found.line, await findDifferenceLimit(tx, companyId));
    const plan = planBooking(found.line, chosen, { remainder: input.remainder, limitMinor });

    await endWhatItWas(tx, context, found.line);
    const [proposal] = await listProposals(tx, companyId, { bankTransactionIds: [input.bankTransactionId] });
    const [written] = await writeBookings(tx, context, [bookingOf(input, plan, proposal)]);
    if (!written) throw new Error('A booking was not written');
    await keepRest(tx, context, { input, plan, written });
    const { bankTransactionId: lineId } = input;
    const { allocations } = plan;
    await teach(tx, context, [{ type: 'confirmed', lineId, allocations, proposed: wasRight(proposal, plan) }]);
    return { bookingId: written.bookingId };
  });
  return booked.catch((error: unknown) => {
    throw refusalOf(error);
  });
}

/** What only the database knows of a line and a document, in words that a person can act on. */
const refusals: Readonly<Record<string, string>> = {
  allocation_active_once: 'matched_already',
  bank_transaction_counts_when_allocated: 'line_is_doubtful',
};

function refusalOf(error: unknown): unknown {
  if (!(error instanceof Error && 'constraint_name' in error)) return error;
  const why = refusals[String(error.constraint_name)];
  return why === undefined ? error : new ApplicationError('allocation_not_possible', { why }, { cause: error });
}

/** Locks the documents and sees that each can still be paid as the person saw it. */
async function lockChosen(tx: Transaction, context: Context, { allocations }: ConfirmInput): Promise<ChosenAmount[]> {
  const ids = [...new Set(allocations.map(({ documentId }) => documentId))];
  if (ids.length < allocations.length) throw new ApplicationError('allocation_not_possible', { why: 'named_twice' });
  const documents = new Map((await lockDocuments(tx, context.companyId, ids)).map((row) => [row.documentId, row]));
  const missing = ids.find((id) => !documents.has(id));
  if (missing !== undefined) throw new ApplicationError('document_not_found', { documentId: missing });
  const versions = new Map(allocations.map(({ documentId, version }) => [documentId, version]));
  await assertDocumentsSeen(tx, context, [...documents.values()], versions);
  return allocations.flatMap(({ documentId, amount }) => {
    const document = documents.get(documentId);
    if (!document) return [];
    if (amount.currency !== document.currency) {
      throw new ApplicationError('allocation_not_possible', { why: 'other_currency', documentId });
    }
    return [{ document: payableOf(document), amountMinor: amount.amountMinor }];
  });
}

function payableOf(document: OpenDocument): ChosenAmount['document'] {
  const { documentId, number, currency, kind, discountMinor, discountUntil } = document;
  if (document.isLocked) throw new ApplicationError('document_locked', { documentId, number });
  if (!isPayable(document)) throw new ApplicationError('document_not_payable', { documentId, number });
  return {
    documentId,
    currency,
    direction: directionOf(kind),
    openMinor: openAmountOf(document),
    discount:
      discountMinor !== null && discountUntil !== null ? { amountMinor: discountMinor, until: discountUntil } : null,
  };
}

/** Which way money goes that pays a document of this kind: as `money_direction` in the database. */
export function directionOf(kind: OpenDocument['kind']): 'in' | 'out' {
  return kind === 'purchase_invoice' || kind === 'sales_credit_note' ? 'out' : 'in';
}

/** A line that was ignored is a payment after all. */
async function endWhatItWas(tx: Transaction, context: Context, line: BankTransaction): Promise<void> {
  if (line.disposition === null) return;
  const end = { endedAt: context.clock.now(), endedBy: nameOf(context.actor) };
  await endDispositions(tx, context.companyId, { bankTransactionIds: [line.bankTransactionId] }, end);
}

/** Carries the matcher's reasons when the person took its choice over as it was. */
function bookingOf({ bankTransactionId }: ConfirmInput, plan: BookingPlan, proposal: Proposal | undefined) {
  const choice = proposal?.choices.find(({ allocations }) => isSame(allocations, plan.allocations));
  return {
    bankTransactionId,
    allocations: plan.allocations,
    cause: 'person' as const,
    rule: null,
    matcherVersion: choice ? (proposal?.matcherVersion ?? null) : null,
    confidence: choice?.confidence ?? null,
    matchRunId: null,
    reasons: choice?.reasons ?? [],
  };
}

/** Whether the matcher's first choice was what the person took: its confidence is learned by that. */
function wasRight(proposal: Proposal | undefined, { allocations }: BookingPlan) {
  const [first] = proposal?.choices ?? [];
  const evidenceClass = proposal?.evidenceClass;
  if (!first || !evidenceClass) return undefined;
  return { evidenceClass, isRight: isSame(first.allocations, allocations) };
}

type Parts = readonly Readonly<{ documentId: string; amountMinor: bigint | string }>[];

function isSame(left: Parts, right: Parts): boolean {
  const asText = (parts: Parts) =>
    parts
      .map(({ documentId, amountMinor }) => `${documentId} ${amountMinor}`)
      .toSorted()
      .join();
  return asText(left) === asText(right);
}

/** What the documents did not take of the line, when the person said what it is. */
async function keepRest(
  tx: Transaction,
  context: Context,
  { input, plan, written }: { input: ConfirmInput; plan: BookingPlan; written: WrittenBooking },
): Promise<void> {
  if (plan.rest === null) return;
  await insertLineDispositions(tx, [
    {
      companyId: context.companyId,
      bankTransactionId: input.bankTransactionId,
      kind: 'classified',
      reason: plan.rest,
      allocationId: written.allocationIds[0] ?? null,
      cause: 'person',
      createdAt: context.clock.now(),
      createdBy: nameOf(context.actor),
    },
  ]);
}
