import { Hono } from 'hono';
import { notFound } from '../api-error.ts';
import { pageOf } from '../page-of.ts';
import { document, productUrl, queryOf, requireAccount, requireOrganization, type Served } from '../served.ts';
import type { PontoSimulation } from '../simulation.ts';
import type { Account, PendingTransaction } from '../state.ts';
import { accountRelationship, freshness, lineAttributes } from './transaction-shape.ts';

/** Announced at the bank and not booked. The booked transaction will have another id. */
export function pendingTransactions(simulation: PontoSimulation): Hono<Served> {
  const app = new Hono<Served>();
  app.get('/accounts/:accountId/pending-transactions', (c) => {
    const account = requireAccount(simulation, requireOrganization(simulation, c, 'ai'), c.req.param('accountId'));
    const url = productUrl(simulation, `/accounts/${account.id}/pending-transactions`);
    const { items, paging, links } = pageOf(account.pending, queryOf(c), url);
    return document(c, {
      data: items.map((pending) => pendingTransactionResource(simulation, account, pending)),
      meta: { paging, ...freshness(simulation, account) },
      links,
    });
  });
  app.get('/accounts/:accountId/pending-transactions/:id', (c) => {
    const account = requireAccount(simulation, requireOrganization(simulation, c, 'ai'), c.req.param('accountId'));
    const pending = account.pending.find(({ id }) => id === c.req.param('id'));
    if (!pending) throw notFound('pendingTransaction');
    return document(c, { data: pendingTransactionResource(simulation, account, pending) });
  });
  return app;
}

export function pendingTransactionResource(
  simulation: PontoSimulation,
  account: Account,
  pending: PendingTransaction,
): object {
  const { id, createdAt, updatedAt, line } = pending;
  return {
    type: 'pendingTransaction',
    id,
    attributes: { createdAt, updatedAt, ...lineAttributes(account, line) },
    relationships: accountRelationship(simulation, account),
  };
}
