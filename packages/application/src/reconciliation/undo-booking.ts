import { findAllocation, findBookedLine, inCompany, listActiveAllocations } from '@onfact-ponto/db';
import type { Transaction } from '@onfact-ponto/db';
import type { Context } from '../context.ts';
import { ApplicationError } from '../errors.ts';
import { takeBack } from './take-back.ts';
import { teach, undoneLessons } from './teach.ts';

/**
 * Takes one decision about a line back, all of it: a credit note cannot stay without the invoices that it lessens.
 * The matcher learns from it and does not do it again by itself.
 * @throws booking_not_found, booking_already_undone
 */
export async function undoBooking(
  context: Context,
  input: { bankTransactionId: string; bookingId: string },
): Promise<void> {
  const { companyId } = context;
  await inCompany(context.db, companyId, async (tx) => {
    const lineId = await findBookedLine(tx, { companyId, bookingId: input.bookingId });
    if (lineId !== input.bankTransactionId) throw new ApplicationError('booking_not_found');
    if (!(await takeBookingBack(tx, context, input.bookingId))) throw new ApplicationError('booking_already_undone');
  });
}

/**
 * The same, for who knows one of its allocations.
 * @returns the line that was freed
 * @throws allocation_not_found, allocation_already_undone
 */
export async function undoAllocation(
  context: Context,
  { allocationId }: { allocationId: string },
): Promise<{ bankTransactionId: string }> {
  return inCompany(context.db, context.companyId, async (tx) => {
    const found = await findAllocation(tx, context.companyId, allocationId);
    if (!found) throw new ApplicationError('allocation_not_found');
    const { bankTransactionId, bookingId } = found.allocation;
    if (!(await takeBookingBack(tx, context, bookingId))) throw new ApplicationError('allocation_already_undone');
    return { bankTransactionId };
  });
}

/** @returns false when nothing of it was left */
async function takeBookingBack(tx: Transaction, context: Context, bookingId: string): Promise<boolean> {
  const active = await listActiveAllocations(tx, context.companyId, { bookingId });
  const undone = await takeBack(tx, context, active, 'taken_back');
  await teach(tx, context, undoneLessons(undone));
  return undone.length > 0;
}
