import { Hono } from 'hono';
import { notFound } from '../api-error.ts';
import { pageOf } from '../page-of.ts';
import { document, productUrl, queryOf, requireAccount, requireOrganization, type Served } from '../served.ts';
import type { PontoSimulation } from '../simulation.ts';
import type { Account, AtTheBank } from '../state.ts';
import { accountRelationship, freshness, lineAttributes } from './transaction-shape.ts';

/** Announced at the bank and not booked. The booked transaction will have another id. */
export function pendingTransactions(simulation: PontoSimulation): Hono<Served> {
  const app = new Hono<Served>();
  app.get('/accounts/:accountId/pending-transactions', (c) => {
    const account = requireAccount(simulation, requireOrganization(simulation, c, 'ai'), c.req.param('accountId'));
    const url = productUrl(simulation, `/accounts/${account.id}/pending-transactions`);
    const { items, paging, links } = pageOf(account.bank.pending, queryOf(c), url);
    return document(c, {
      data: items.map((pending) => resource(simulation, account, pending)),
      meta: { paging, ...freshness(simulation, account) },
      links,
    });
  });
  app.get('/accounts/:accountId/pending-transactions/:id', (c) => {
    const account = requireAccount(simulation, requireOrganization(simulation, c, 'ai'), c.req.param('accountId'));
    const pending = account.bank.pending.find(({ id }) => id === c.req.param('id'));
    if (!pending) throw notFound('pendingTransaction');
    return document(c, { data: resource(simulation, account, pending) });
  });
  return app;
}

function resource(simulation: PontoSimulation, account: Account, pending: AtTheBank['pending'][number]): object {
  const { id, createdAt, line } = pending;
  return {
    type: 'pendingTransaction',
    id,
    attributes: { createdAt, updatedAt: createdAt, ...lineAttributes(account, line) },
    relationships: accountRelationship(simulation, account),
  };
}
