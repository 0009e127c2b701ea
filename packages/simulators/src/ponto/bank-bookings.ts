import { transactionsOf } from './ledger.ts';
import { timestamp, type PontoSimulation } from './simulation.ts';
import type { Account, BankLine } from './state.ts';

/** A booking as the bank itself has it, whether Ponto has seen it or not. */
export type BankBooking = Readonly<{
  /** At the bank: Ponto passes it on as `internalReference`. */
  id: string;
  createdAt: string;
  updatedAt: string;
  line: BankLine;
}>;

/** Oldest first. A change that Ponto has not seen yet is in it. */
export function bookingsOf(simulation: PontoSimulation, account: Account): BankBooking[] {
  const now = timestamp(simulation);
  const published = transactionsOf(simulation, account.id).map((transaction) => {
    const changes = account.bank.changes.filter(({ transactionId }) => transactionId === transaction.id);
    return {
      id: transaction.internalReference,
      createdAt: transaction.createdAt,
      updatedAt: changes.length > 0 ? now : transaction.updatedAt,
      line: changes.reduce((line, { change }) => ({ ...line, ...change }), transaction.line),
    };
  });
  const waiting = account.bank.waiting
    .filter(({ bookedAt }) => bookedAt <= now)
    .map((entry) => {
      entry.internalReference ??= simulation.ids.uuid();
      return { id: entry.internalReference, createdAt: entry.bookedAt, updatedAt: entry.bookedAt, line: entry.line };
    });
  return [...published, ...waiting];
}

/** The bank changes a booking. Ponto shows it after its next visit. */
export function changeBooking(
  simulation: PontoSimulation,
  account: Account,
  id: string,
  change: Partial<BankLine>,
): void {
  const waiting = account.bank.waiting.find(({ internalReference }) => internalReference === id);
  const published = transactionsOf(simulation, account.id).find(({ internalReference }) => internalReference === id);
  if (waiting) waiting.line = { ...waiting.line, ...change };
  if (published) account.bank.changes.push({ transactionId: published.id, change });
  simulation.changed();
}
