import { written } from '../amounts.ts';
import { dayAsMoment } from '../brussels-time.ts';
import { productUrl } from '../served.ts';
import type { PontoSimulation } from '../simulation.ts';
import type { Account, BankLine, Transaction } from '../state.ts';
import { synchronizationResource } from './synchronization-shape.ts';

export function transactionResource(simulation: PontoSimulation, account: Account, transaction: Transaction): object {
  const { id, createdAt, updatedAt, digest, internalReference, line } = transaction;
  return {
    type: 'transaction',
    id,
    attributes: { createdAt, updatedAt, digest, internalReference, ...lineAttributes(account, line) },
    relationships: accountRelationship(simulation, account),
  };
}

/** What a booked and a pending transaction have in common. A tester's overrides come last; details stay at the bank. */
export function lineAttributes(account: Account, line: BankLine): Record<string, unknown> {
  const { amountMinor, executionDate, valueDate, overrides, ...texts } = line;
  return {
    amount: written(account, amountMinor),
    currency: account.currency,
    executionDate: dayAsMoment(executionDate, account.dateStyle),
    valueDate: dayAsMoment(valueDate, account.dateStyle),
    fee: null,
    ...texts,
    details: undefined,
    ...overrides,
  };
}

export function accountRelationship(simulation: PontoSimulation, account: Account): object {
  return {
    account: {
      data: { type: 'account', id: account.id },
      links: { related: productUrl(simulation, `/accounts/${account.id}`) },
    },
  };
}

/** How old the list is. */
export function freshness({ state }: PontoSimulation, account: Account): object {
  const latest = state.synchronizations[account.latestSynchronizationId];
  return {
    synchronizedAt: account.synchronizedAt,
    ...(latest ? { latestSynchronization: synchronizationResource(latest) } : {}),
  };
}
