import { isIP } from 'node:net';
import { bankDayOf } from '@onfact-ponto/primitives';
import { Hono } from 'hono';
import { PontoApiError, invalidAttribute, notFound } from '../api-error.ts';
import { transactionsOf } from '../ledger.ts';
import { listDocument } from '../list-document.ts';
import { attributesOf, document, productUrl, requireAccount, requireOrganization, type Served } from '../served.ts';
import { accountById, timestamp, type PontoSimulation } from '../simulation.ts';
import type { Account, Organization, Synchronization, SynchronizationSubtype } from '../state.ts';
import { startSynchronization } from '../synchronizing.ts';
import { pendingTransactionResource } from './pending-transactions.ts';
import { synchronizationResource } from './synchronization-shape.ts';
import { transactionResource } from './transaction-shape.ts';

const subtypes: readonly string[] = ['accountDetails', 'accountTransactions', 'accountTransactionsWithUnsettled'];

export function synchronizations(simulation: PontoSimulation): Hono<Served> {
  const find = (organization: Organization, id: string): Synchronization => {
    const synchronization = simulation.state.synchronizations[id];
    if (!synchronization) throw notFound('synchronization');
    requireAccount(simulation, organization, synchronization.accountId);
    return synchronization;
  };

  const app = new Hono<Served>();
  app.post('/synchronizations', async (c) => {
    const organization = requireOrganization(simulation, c, 'ai');
    const { resourceId, subtype } = validate(await attributesOf(c));
    const account = requireAccount(simulation, organization, resourceId);
    assertNotTooSoon(simulation, account, subtype);
    const synchronization = startSynchronization(simulation, account, subtype, true);
    return document(c, { data: synchronizationResource(synchronization) }, 201);
  });
  app.get('/synchronizations/:id', (c) => {
    const synchronization = find(requireOrganization(simulation, c, 'ai'), c.req.param('id'));
    return document(c, { data: withUpdates(simulation, synchronization) });
  });
  app.get('/synchronizations/:id/updated-transactions', (c) => {
    const synchronization = find(requireOrganization(simulation, c, 'ai'), c.req.param('id'));
    const account = accountById(simulation, synchronization.accountId);
    const touched = new Set(synchronization.updatedTransactionIds);
    const updated = transactionsOf(simulation, account.id).filter(({ id }) => touched.has(id));
    return listDocument(simulation, c, {
      items: updated,
      path: `/synchronizations/${synchronization.id}/updated-transactions`,
      resource: (transaction) => transactionResource(simulation, account, transaction),
      meta: { synchronizedAt: account.synchronizedAt },
    });
  });
  app.get('/synchronizations/:id/updated-pending-transactions', (c) => {
    const synchronization = find(requireOrganization(simulation, c, 'ai'), c.req.param('id'));
    const account = accountById(simulation, synchronization.accountId);
    const touched = new Set(synchronization.updatedPendingTransactionIds);
    const updated = account.pending.filter(({ id }) => touched.has(id));
    return listDocument(simulation, c, {
      items: updated,
      path: `/synchronizations/${synchronization.id}/updated-pending-transactions`,
      resource: (pending) => pendingTransactionResource(simulation, account, pending),
      meta: { synchronizedAt: account.synchronizedAt },
    });
  });
  return app;
}

/** The link to what changed appears once the synchronization is over. */
function withUpdates(simulation: PontoSimulation, synchronization: Synchronization): object {
  const { id, status, subtype } = synchronization;
  const to = (list: string): object => ({
    links: { related: productUrl(simulation, `/synchronizations/${id}/${list}`) },
  });
  const pending = subtype === 'accountTransactionsWithUnsettled';
  if (status !== 'success' || subtype === 'accountDetails') return synchronizationResource(synchronization);
  return {
    ...synchronizationResource(synchronization),
    relationships: {
      updatedTransactions: to('updated-transactions'),
      ...(pending ? { updatedPendingTransactions: to('updated-pending-transactions') } : {}),
    },
  };
}

function validate(attributes: Record<string, unknown>): { resourceId: string; subtype: SynchronizationSubtype } {
  const { resourceType, resourceId, subtype, customerIpAddress } = attributes;
  if (resourceType !== 'account') throw invalidAttribute('resourceType', 'The resource type must be "account".');
  if (typeof resourceId !== 'string') throw invalidAttribute('resourceId', 'The resource id is required.');
  if (typeof subtype !== 'string' || !subtypes.includes(subtype)) {
    throw invalidAttribute('subtype', `The subtype must be one of ${subtypes.join(', ')}.`);
  }
  if (typeof customerIpAddress !== 'string' || isIP(customerIpAddress) === 0) {
    throw invalidAttribute('customerIpAddress', 'The IP address of the customer is required.');
  }
  return { resourceId, subtype: subtype as SynchronizationSubtype };
}

/** Counts what customers asked for; Ponto's own visits do not stand in their way. */
function assertNotTooSoon(simulation: PontoSimulation, account: Account, subtype: SynchronizationSubtype): void {
  const { settings, synchronizations: all } = simulation.state;
  const asked = Object.values(all).filter((other) => other.accountId === account.id && other.customerOnline);
  const windowStart = new Date(simulation.clock.now().getTime() - settings.synchronizationWindowSeconds * 1_000);
  const recent = asked.some((other) => other.subtype === subtype && other.createdAt > windowStart.toISOString());
  const today = bankDayOf(timestamp(simulation));
  const askedToday = asked.filter(({ createdAt }) => bankDayOf(createdAt) === today).length;

  if (recent || askedToday >= settings.synchronizationsPerDay) {
    throw new PontoApiError(
      400,
      'accountRecentlySynchronized',
      'This type of synchronization was already created recently for the account. Try again later or on the Dashboard.',
    );
  }
}
