import { bankLine, changeOf, type NewTransaction, type TransactionChange } from './bank-line.ts';
import { amend, publish, transactionsOf, withdraw } from './ledger.ts';
import { accountById, timestamp, type PontoSimulation } from './simulation.ts';

/** What a tester does with lines on bank accounts. */
export function transactionOperations(simulation: PontoSimulation) {
  return {
    /**
     * Books lines. They stand at the bank until the account is synchronized; `published` puts them into Ponto at once.
     * A past `executionDate` makes a late booking; `copies` books each line so many times: equal digests, own ids.
     * @returns ids of what was published, oldest first
     */
    addTransactions: (
      accountId: string,
      lines: readonly NewTransaction[],
      { published = false, copies = 1 }: { published?: boolean; copies?: number } = {},
    ): string[] => {
      const account = accountById(simulation, accountId);
      const bookedAt = timestamp(simulation);
      const booked = lines.flatMap((line) => Array.from({ length: copies }, () => bankLine(simulation, account, line)));
      simulation.changed();
      if (published) return booked.map((line) => publish(simulation, account, line).id);
      for (const line of booked) account.bank.waiting.push({ bookedAt, line });
      return [];
    },

    /** The bank changes a line; Ponto shows it after the next synchronization, or at once when `published`. */
    changeTransaction: (
      accountId: string,
      transactionId: string,
      wanted: TransactionChange,
      { published = false }: { published?: boolean } = {},
    ): void => {
      const account = accountById(simulation, accountId);
      const change = changeOf(account, wanted);
      if (published) amend(simulation, account, transactionId, change);
      else account.bank.changes.push({ transactionId, change });
      simulation.changed();
    },

    /** The line is gone, as if it had never been there. */
    removeTransaction: (accountId: string, transactionId: string): boolean => {
      const removed = withdraw(simulation, accountById(simulation, accountId), transactionId);
      simulation.changed();
      return removed;
    },

    /** The oracle: ids of everything that Ponto shows of an account, newest first. */
    publishedTransactions: (accountId: string): string[] =>
      transactionsOf(simulation, accountById(simulation, accountId).id)
        .map(({ id }) => id)
        .toReversed(),
  };
}
