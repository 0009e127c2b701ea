import { Hono } from 'hono';
import { notFound } from '../api-error.ts';
import { transactionsOf } from '../ledger.ts';
import { pageOf } from '../page-of.ts';
import { document, productUrl, queryOf, requireAccount, requireOrganization, type Served } from '../served.ts';
import type { PontoSimulation } from '../simulation.ts';
import { freshness, transactionResource } from './transaction-shape.ts';

/** Newest first by creation in Ponto, whatever the booking dates say. */
export function transactions(simulation: PontoSimulation): Hono<Served> {
  const app = new Hono<Served>();
  app.get('/accounts/:accountId/transactions', (c) => {
    const account = requireAccount(simulation, requireOrganization(simulation, c, 'ai'), c.req.param('accountId'));
    const url = productUrl(simulation, `/accounts/${account.id}/transactions`);
    const { items, paging, links } = pageOf(transactionsOf(simulation, account.id), queryOf(c), url);
    return document(c, {
      data: items.map((transaction) => transactionResource(simulation, account, transaction)),
      meta: { paging, ...freshness(simulation, account) },
      links,
    });
  });
  app.get('/accounts/:accountId/transactions/:id', (c) => {
    const account = requireAccount(simulation, requireOrganization(simulation, c, 'ai'), c.req.param('accountId'));
    const transaction = transactionsOf(simulation, account.id).find(({ id }) => id === c.req.param('id'));
    if (!transaction) throw notFound('transaction');
    return document(c, { data: transactionResource(simulation, account, transaction) });
  });
  return app;
}
