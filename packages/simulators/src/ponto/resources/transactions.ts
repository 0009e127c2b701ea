import { Hono } from 'hono';
import { notFound } from '../api-error.ts';
import { bankLine } from '../bank-line.ts';
import { publish, transactionsOf } from '../ledger.ts';
import { listDocument } from '../list-document.ts';
import { document, requireReadableAccount, type Served } from '../served.ts';
import type { PontoSimulation } from '../simulation.ts';
import { freshness, transactionResource } from './transaction-shape.ts';

/** Newest first by creation in Ponto, whatever the booking dates say. */
export function transactions(simulation: PontoSimulation): Hono<Served> {
  const app = new Hono<Served>();
  app.get('/accounts/:accountId/transactions', (c) => {
    const account = requireReadableAccount(simulation, c);
    if (simulation.state.settings.paging === 'grows') {
      publish(simulation, account, bankLine(simulation, account, { amount: '0.01' }));
    }
    return listDocument(simulation, c, {
      items: transactionsOf(simulation, account.id),
      path: `/accounts/${account.id}/transactions`,
      resource: (transaction) => transactionResource(simulation, account, transaction),
      meta: freshness(simulation, account),
    });
  });
  app.get('/accounts/:accountId/transactions/:id', (c) => {
    const account = requireReadableAccount(simulation, c);
    const transaction = transactionsOf(simulation, account.id).find(({ id }) => id === c.req.param('id'));
    if (!transaction) throw notFound('transaction');
    return document(c, { data: transactionResource(simulation, account, transaction) });
  });
  return app;
}
