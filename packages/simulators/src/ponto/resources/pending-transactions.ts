import { Hono } from 'hono';
import { notFound } from '../api-error.ts';
import { listDocument } from '../list-document.ts';
import { document, requireReadableAccount, type Served } from '../served.ts';
import type { PontoSimulation } from '../simulation.ts';
import type { Account, PendingTransaction } from '../state.ts';
import { accountRelationship, freshness, lineAttributes } from './transaction-shape.ts';

/** Announced at the bank and not booked. The booked transaction will have another id. */
export function pendingTransactions(simulation: PontoSimulation): Hono<Served> {
  const app = new Hono<Served>();
  app.get('/accounts/:accountId/pending-transactions', (c) => {
    const account = requireReadableAccount(simulation, c);
    return listDocument(simulation, c, {
      items: account.pending,
      path: `/accounts/${account.id}/pending-transactions`,
      resource: (pending) => pendingTransactionResource(simulation, account, pending),
      meta: freshness(simulation, account),
    });
  });
  app.get('/accounts/:accountId/pending-transactions/:id', (c) => {
    const account = requireReadableAccount(simulation, c);
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
