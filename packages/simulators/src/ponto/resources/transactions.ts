import { Hono } from 'hono';
import { notFound } from '../api-error.ts';
import { dayAsMoment } from '../brussels-time.ts';
import { transactionsOf } from '../ledger.ts';
import { pageOf } from '../page-of.ts';
import { document, productUrl, queryOf, requireOrganization, type Served } from '../served.ts';
import type { PontoSimulation } from '../simulation.ts';
import type { Account, BankLine, Transaction } from '../state.ts';
import { asNumber, sharedAccount } from './accounts.ts';
import { synchronizationResource } from './synchronizations.ts';

/** Newest first by creation in Ponto, whatever the booking dates say. */
export function transactions(simulation: PontoSimulation): Hono<Served> {
  return new Hono<Served>()
    .get('/accounts/:accountId/transactions', (c) => {
      const account = sharedAccount(simulation, requireOrganization(simulation, c, 'ai'), c.req.param('accountId'));
      const url = productUrl(simulation, `/accounts/${account.id}/transactions`);
      const { items, paging, links } = pageOf(transactionsOf(simulation, account.id), queryOf(c), url);
      return document(c, {
        data: items.map((transaction) => transactionResource(simulation, account, transaction)),
        meta: { paging, ...freshness(simulation, account) },
        links,
      });
    })
    .get('/accounts/:accountId/transactions/:id', (c) => {
      const account = sharedAccount(simulation, requireOrganization(simulation, c, 'ai'), c.req.param('accountId'));
      const transaction = transactionsOf(simulation, account.id).find(({ id }) => id === c.req.param('id'));
      if (!transaction) throw notFound('transaction');
      return document(c, { data: transactionResource(simulation, account, transaction) });
    });
}

export function transactionResource(simulation: PontoSimulation, account: Account, transaction: Transaction): object {
  const { id, createdAt, updatedAt, digest, internalReference, line } = transaction;
  return {
    type: 'transaction',
    id,
    attributes: {
      ...lineAttributes(account, line),
      createdAt,
      updatedAt,
      digest,
      internalReference,
      ...line.overrides,
    },
    relationships: accountRelationship(simulation, account),
  };
}

/** What a booked and a pending transaction have in common. */
export function lineAttributes(account: Account, line: BankLine): Record<string, unknown> {
  const { amountMinor, executionDate, valueDate, overrides: _overrides, ...texts } = line;
  return {
    amount: asNumber(amountMinor, account.currency),
    currency: account.currency,
    executionDate: dayAsMoment(executionDate, account.dateStyle),
    valueDate: dayAsMoment(valueDate, account.dateStyle),
    fee: null,
    ...texts,
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
