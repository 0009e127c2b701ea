import { isStorableAmount } from '@onfact-ponto/db';
import type { BookedLine, PendingLineReading } from '@onfact-ponto/db';
import type { PontoPendingTransaction } from '@onfact-ponto/ponto-client';

/** An announced line of Ponto as we store it. */
export function pendingReadingOf(line: PontoPendingTransaction): PendingLineReading {
  return {
    sourceReference: line.id,
    executionDate: line.executionDate ?? null,
    valueDate: line.valueDate ?? null,
    amountMinor: line.amount.amountMinor,
    currency: line.amount.currency,
    counterpartName: text(line.counterpartName),
    counterpartReference: text(line.counterpartReference),
    remittanceInformation: text(line.remittanceInformation),
    description: text(line.description),
  };
}

/**
 * What is still announced. Nothing links an announcement to its booking, and a bank may go on announcing what it has
 * booked: each booking that came after an announcement and says the same takes one away.
 */
export function stillPending(
  lines: readonly PontoPendingTransaction[],
  booked: readonly BookedLine[],
): PontoPendingTransaction[] {
  const left = [...booked];
  return lines.filter((line) => {
    if (!isStorableAmount(line.amount.amountMinor)) return false;
    const index = left.findIndex((booking) => settles(booking, line));
    if (index !== -1) left.splice(index, 1);
    return index === -1;
  });
}

function settles(booking: BookedLine, { createdAt, ...line }: PontoPendingTransaction): boolean {
  return (
    createdAt !== undefined &&
    booking.providerCreatedAt !== null &&
    booking.providerCreatedAt >= createdAt &&
    booking.amountMinor === line.amount.amountMinor &&
    booking.currency === line.amount.currency &&
    booking.counterpartReference === text(line.counterpartReference) &&
    booking.remittanceInformation === text(line.remittanceInformation)
  );
}

function text(value: string | undefined): string | null {
  return value === undefined ? null : value.replaceAll('\u0000', '').toWellFormed();
}
