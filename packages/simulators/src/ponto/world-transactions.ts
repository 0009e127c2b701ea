import { bankDayOf } from '@onfact-ponto/primitives';
import { minorOf } from './amounts.ts';
import { amend, publish, transactionsOf, withdraw } from './ledger.ts';
import { accountById, timestamp, type PontoSimulation } from './simulation.ts';
import type { Account, BankLine } from './state.ts';

/** A booking as a test or a person writes it: amount as a decimal, only what matters filled in, booked today. */
export type NewTransaction = Readonly<{ amount: string }> & Partial<Omit<BankLine, 'amountMinor'>>;

export type TransactionChange = Partial<NewTransaction>;

/** What a tester does with lines on bank accounts. */
export function transactionOperations(simulation: PontoSimulation) {
  const { ids } = simulation;

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

    /** Announces lines that are not booked. */
    addPendingTransactions: (accountId: string, lines: readonly NewTransaction[]): string[] => {
      const account = accountById(simulation, accountId);
      const createdAt = timestamp(simulation);
      const added = lines.map((line) => ({ id: ids.uuid(), createdAt, line: bankLine(simulation, account, line) }));
      account.bank.pending.push(...added);
      simulation.changed();
      return added.map(({ id }) => id);
    },

    /** The bank changes a line; Ponto shows it after the next synchronization, or at once when `published`. */
    changeTransaction: (
      accountId: string,
      transactionId: string,
      { amount, ...texts }: TransactionChange,
      { published = false }: { published?: boolean } = {},
    ): void => {
      const account = accountById(simulation, accountId);
      const change = amount === undefined ? texts : { ...texts, amountMinor: minorOf(amount, account.currency) };
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

function bankLine(simulation: PontoSimulation, account: Account, { amount, ...texts }: NewTransaction): BankLine {
  const executionDate = texts.executionDate ?? bankDayOf(timestamp(simulation));
  return {
    valueDate: executionDate,
    counterpartName: null,
    counterpartReference: null,
    remittanceInformation: null,
    remittanceInformationType: 'unstructured',
    description: null,
    bankTransactionCode: null,
    proprietaryBankTransactionCode: null,
    purposeCode: null,
    endToEndId: null,
    mandateId: null,
    creditorId: null,
    additionalInformation: null,
    cardReference: null,
    cardReferenceType: null,
    overrides: null,
    ...texts,
    amountMinor: minorOf(amount, account.currency),
    executionDate,
  };
}
