import { bankLine, changeOf, type NewTransaction, type TransactionChange } from './bank-line.ts';
import { synchronizeAtOnce } from './synchronizing.ts';
import { accountById, timestamp, type PontoSimulation } from './simulation.ts';
import type { Account, PendingTransaction } from './state.ts';
import { UnknownInSimulationError } from '../control/unknown-in-simulation.ts';

/** What a tester does with lines that are announced and not booked. Ponto shows them after its next visit. */
export function pendingOperations(simulation: PontoSimulation) {
  return {
    /** @returns the ids under which Ponto will show them */
    addPendingTransactions: (accountId: string, lines: readonly NewTransaction[]): string[] => {
      const account = accountById(simulation, accountId);
      const at = timestamp(simulation);
      const added = lines.map((line) => ({
        id: simulation.ids.uuid(),
        createdAt: at,
        updatedAt: at,
        line: bankLine(simulation, account, line),
      }));
      account.bank.pending.push(...added);
      simulation.changed();
      return added.map(({ id }) => id);
    },

    changePendingTransaction: (accountId: string, pendingId: string, change: TransactionChange): void => {
      const account = accountById(simulation, accountId);
      const pending = pendingById(account, pendingId);
      pending.line = { ...pending.line, ...changeOf(account, change) };
      pending.updatedAt = timestamp(simulation);
      simulation.changed();
    },

    /** It is never booked, as an authorization on a card that lapses. */
    removePendingTransaction: (accountId: string, pendingId: string): void => {
      take(accountById(simulation, accountId), pendingId);
      simulation.changed();
    },

    /**
     * The line is booked. After the next visit Ponto shows it under another id that nothing links to the first.
     * @param change what the bank says differently now
     * @param options `published`: Ponto visits at once; `lingers`: the bank goes on announcing it beside the booking
     */
    settlePendingTransaction: (
      accountId: string,
      pendingId: string,
      change: TransactionChange = {},
      { published = false, lingers = false }: { published?: boolean; lingers?: boolean } = {},
    ): void => {
      const account = accountById(simulation, accountId);
      const { line } = lingers ? pendingById(account, pendingId) : take(account, pendingId);
      account.bank.waiting.push({
        bookedAt: timestamp(simulation),
        line: { ...line, ...changeOf(account, change) },
        ...(lingers ? {} : { settles: pendingId }),
      });
      if (published) synchronizeAtOnce(simulation, account);
      simulation.changed();
    },

    /** The oracle: what Ponto shows as announced. */
    shownPendingTransactions: (accountId: string): readonly PendingTransaction[] =>
      accountById(simulation, accountId).pending,
  };
}

/** @throws UnknownInSimulationError */
function pendingById(account: Account, pendingId: string): PendingTransaction {
  const pending = account.bank.pending.find(({ id }) => id === pendingId);
  if (!pending) throw new UnknownInSimulationError('pending transaction', pendingId);
  return pending;
}

function take(account: Account, pendingId: string): PendingTransaction {
  const pending = pendingById(account, pendingId);
  account.bank.pending = account.bank.pending.filter((other) => other !== pending);
  return pending;
}
