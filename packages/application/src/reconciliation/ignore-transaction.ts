import {
  endDispositions,
  inCompany,
  insertLineDispositions,
  listActiveDispositions,
  lockLines,
} from '@onfact-ponto/db';
import type { BankTransaction, Transaction } from '@onfact-ponto/db';
import { nameOf, recordAudit } from '../audit.ts';
import type { Context } from '../context.ts';
import { ApplicationError } from '../errors.ts';
import { reconcileCompany } from '../jobs/definitions.ts';
import { undoReturn } from '../payment-initiation/undo-return.ts';
import { assertLineSeen } from './seen.ts';
import { teach } from './teach.ts';

/** What a person says of a line that pays no document, and the taking back of it. */

/** @throws bank_transaction_not_found, line_taken, proposal_stale */
export async function ignoreTransaction(
  context: Context,
  input: { bankTransactionId: string; reason: string; note?: string | null; seen: string },
): Promise<void> {
  const { companyId } = context;
  const { bankTransactionId, reason, note = null } = input;
  await inCompany(context.db, companyId, async (tx) => {
    const [line] = await lockSeen(tx, context, [bankTransactionId], input);
    if (line?.disposition !== null) throw new ApplicationError('line_taken', { bankTransactionId });
    await insertLineDispositions(tx, [{ ...byPerson(context, line), kind: 'ignored', reason, note }]);
    await recordAudit(tx, context, {
      action: 'transaction.ignore',
      subject: { type: 'bank-transaction', id: bankTransactionId },
      facts: { reason },
    });
    await teach(tx, context, [{ type: 'confirmed', lineId: bankTransactionId, allocations: [] }]);
  });
}

/**
 * Says that two lines are the two sides of one transfer between own accounts.
 * @throws bank_transaction_not_found, line_taken, proposal_stale, transfer_not_possible
 */
export async function pairTransfer(
  context: Context,
  input: { bankTransactionId: string; otherTransactionId: string; seen: string },
): Promise<void> {
  const { bankTransactionId, otherTransactionId } = input;
  await inCompany(context.db, context.companyId, async (tx) => {
    const lines = await lockSeen(tx, context, [bankTransactionId, otherTransactionId], input);
    const [left, right] = lines;
    if (!left || !right || !areTwoSides(left, right)) throw new ApplicationError('transfer_not_possible');
    await insertLineDispositions(tx, [
      {
        ...byPerson(context, left),
        kind: 'own_transfer',
        reason: 'own_transfer',
        pairedTransactionId: right.bankTransactionId,
      },
      {
        ...byPerson(context, right),
        kind: 'own_transfer',
        reason: 'own_transfer',
        pairedTransactionId: left.bankTransactionId,
      },
    ]);
    for (const { bankTransactionId: id } of lines) {
      await recordAudit(tx, context, {
        action: 'transaction.pair-transfer',
        subject: { type: 'bank-transaction', id },
      });
    }
  });
}

/**
 * Makes a line that was ignored one to process again, with the other side when it was a transfer; one that returned a
 * payment returns it no more.
 * @throws bank_transaction_not_found, transaction_not_ignored
 */
export async function undoIgnore(context: Context, input: { bankTransactionId: string }): Promise<void> {
  const { companyId } = context;
  await inCompany(context.db, companyId, async (tx) => {
    const asked = { bankTransactionIds: [input.bankTransactionId] };
    const [known] = await listActiveDispositions(tx, companyId, asked);
    if (known && (await undoReturn(tx, context, known))) {
      await context.jobs.enqueue(tx, reconcileCompany, { companyId });
      return;
    }
    const other = known?.kind === 'own_transfer' ? known.pairedTransactionId : null;
    const ids = other ? [input.bankTransactionId, other] : [input.bankTransactionId];
    const lines = await lockLines(tx, companyId, ids, { skipBusy: false });
    if (lines.length === 0) throw new ApplicationError('bank_transaction_not_found');
    const end = { endedAt: context.clock.now(), endedBy: nameOf(context.actor) };
    const ended = await endDispositions(tx, companyId, { bankTransactionIds: ids }, end);
    if (ended.length === 0) throw new ApplicationError('transaction_not_ignored');
    for (const { bankTransactionId: id } of ended) {
      await recordAudit(tx, context, { action: 'transaction.ignore-undo', subject: { type: 'bank-transaction', id } });
    }
    await context.jobs.enqueue(tx, reconcileCompany, { companyId });
  });
}

/** Locks lines that were all there; the first of them as it was seen. */
async function lockSeen(
  tx: Transaction,
  context: Context,
  ids: readonly string[],
  { bankTransactionId, seen }: { bankTransactionId: string; seen: string },
): Promise<BankTransaction[]> {
  const lines = (await lockLines(tx, context.companyId, ids, { skipBusy: false })).map(({ line }) => line);
  const asked = lines.find((line) => line.bankTransactionId === bankTransactionId);
  if (!asked || lines.length < new Set(ids).size) throw new ApplicationError('bank_transaction_not_found');
  await assertLineSeen(tx, context, asked, seen);
  return lines;
}

function areTwoSides(left: BankTransaction, right: BankTransaction): boolean {
  const areFree = [left, right].every((line) => line.allocatedMinor === 0n && line.disposition === null);
  return (
    areFree &&
    left.bankAccountId !== right.bankAccountId &&
    left.currency === right.currency &&
    left.amountMinor === -right.amountMinor
  );
}

function byPerson(context: Context, { bankTransactionId }: BankTransaction) {
  const { companyId, clock, actor } = context;
  return { companyId, bankTransactionId, cause: 'person', createdAt: clock.now(), createdBy: nameOf(actor) } as const;
}
