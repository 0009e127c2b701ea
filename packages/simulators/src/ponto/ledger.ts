import { createHash } from 'node:crypto';
import { timestamp, type PontoSimulation } from './simulation.ts';
import type { Account, BankLine, PontoState, Transaction } from './state.ts';

/** The published transactions of an account, oldest first. */
export function transactionsOf({ state }: Pick<PontoSimulation, 'state'>, accountId: string): Transaction[] {
  return (state.transactions[accountId] ??= []);
}

/** Makes a line visible at Ponto. */
export function publish(
  simulation: PontoSimulation,
  account: Account,
  line: BankLine,
  createdAt = timestamp(simulation),
  internalReference = simulation.ids.uuid(),
): Transaction {
  return appendTransaction(
    simulation.state,
    { id: simulation.ids.uuid(), internalReference },
    account,
    line,
    createdAt,
  );
}

/** The same for a world that does not run yet. */
export function appendTransaction(
  state: PontoState,
  { id, internalReference }: Pick<Transaction, 'id' | 'internalReference'>,
  account: Account,
  line: BankLine,
  createdAt: string,
): Transaction {
  const transaction: Transaction = {
    id,
    createdAt,
    updatedAt: createdAt,
    digest: digestOf(account, line),
    internalReference,
    line,
  };
  transactionsOf({ state }, account.id).push(transaction);
  account.publishedBalanceMinor += line.amountMinor;
  return transaction;
}

/** Changes what is visible at Ponto, under the same id. */
export function amend(simulation: PontoSimulation, account: Account, id: string, change: Partial<BankLine>): boolean {
  const transaction = transactionsOf(simulation, account.id).find((candidate) => candidate.id === id);
  if (!transaction) return false;
  const line = { ...transaction.line, ...change };
  account.publishedBalanceMinor += line.amountMinor - transaction.line.amountMinor;
  Object.assign(transaction, { line, digest: digestOf(account, line), updatedAt: timestamp(simulation) });
  return true;
}

/** Takes a line away as if it had never been there. Ponto tells nobody. */
export function withdraw(simulation: PontoSimulation, account: Account, id: string): boolean {
  const transactions = transactionsOf(simulation, account.id);
  const position = transactions.findIndex((candidate) => candidate.id === id);
  const [withdrawn] = position < 0 ? [] : transactions.splice(position, 1);
  if (!withdrawn) return false;
  account.publishedBalanceMinor -= withdrawn.line.amountMinor;
  return true;
}

/** What the bank itself would say at this moment, whether Ponto has seen it or not. */
export function balanceAtTheBank(account: Account, now: string): bigint {
  return account.bank.waiting
    .filter(({ bookedAt }) => bookedAt <= now)
    .reduce((balance, { line }) => balance + line.amountMinor, account.publishedBalanceMinor);
}

/** Follows from the content alone, so two equal payments of one day share it. */
function digestOf(account: Account, line: BankLine): string {
  const content = [
    account.reference,
    line.amountMinor,
    line.executionDate,
    line.valueDate,
    line.counterpartName,
    line.counterpartReference,
    line.remittanceInformation,
  ];
  return createHash('sha256').update(content.join('\u001f')).digest('hex');
}
