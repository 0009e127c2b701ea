import { Hono } from 'hono';
import { written } from '../amounts.ts';
import { dayAsMoment } from '../brussels-time.ts';
import { sharedAccounts, withdrawAccount } from '../integrations.ts';
import { listDocument } from '../list-document.ts';
import { document, productUrl, requireAccount, requireOrganization, type Served } from '../served.ts';
import { timestamp, type PontoSimulation } from '../simulation.ts';
import { availabilityOf } from '../maintenance.ts';
import type { Account } from '../state.ts';
import { synchronizationResource } from './synchronization-shape.ts';

export function accounts(simulation: PontoSimulation): Hono<Served> {
  const app = new Hono<Served>();
  app.get('/accounts', (c) => {
    const shared = sharedAccounts(simulation, requireOrganization(simulation, c, 'ai'));
    return listDocument(simulation, c, {
      items: shared.toReversed(),
      path: '/accounts',
      resource: (account) => accountResource(simulation, account),
    });
  });
  app.get('/accounts/:id', (c) => {
    const account = requireAccount(simulation, requireOrganization(simulation, c, 'ai'), c.req.param('id'));
    return document(c, { data: accountResource(simulation, account) });
  });
  app.delete('/accounts/:id', (c) => {
    const account = requireAccount(simulation, requireOrganization(simulation, c, 'ai'), c.req.param('id'));
    withdrawAccount(simulation, account.id);
    return document(c, { data: { type: 'account', id: account.id } });
  });
  return app;
}

/** `meta.latestSynchronization` is always complete: the .NET client fails without it. */
function accountResource(simulation: PontoSimulation, account: Account): object {
  const balance = written(account, account.currentBalanceMinor);
  const referenceDate = dayAsMoment(account.balanceReferenceDate, account.dateStyle);
  const latest = simulation.state.synchronizations[account.latestSynchronizationId];
  return {
    type: 'account',
    id: account.id,
    attributes: {
      reference: account.reference,
      referenceType: 'IBAN',
      subtype: account.subtype,
      currency: account.currency,
      description: account.description,
      product: account.product,
      holderName: account.holderName,
      internalReference: account.internalReference,
      currentBalance: balance,
      currentBalanceReferenceDate: referenceDate,
      currentBalanceChangedAt: account.balanceChangedAt,
      currentBalanceVariationObservedAt: account.balanceObservedAt,
      availableBalance: balance,
      availableBalanceReferenceDate: referenceDate,
      availableBalanceChangedAt: account.balanceChangedAt,
      availableBalanceVariationObservedAt: account.balanceObservedAt,
      authorizedAt: account.authorizedAt,
      authorizationExpirationExpectedAt: account.authorizationExpirationExpectedAt,
      deprecated: account.deprecated,
      ...account.overrides,
    },
    meta: {
      availability:
        availabilityOf(simulation, account, timestamp(simulation)) === 'available' ? 'available' : 'readonly',
      synchronizedAt: account.synchronizedAt,
      latestSynchronization: latest && synchronizationResource(latest),
    },
    relationships: {
      financialInstitution: {
        data: { type: 'financialInstitution', id: account.financialInstitutionId },
        links: { related: productUrl(simulation, `/financial-institutions/${account.financialInstitutionId}`) },
      },
      transactions: {
        links: {
          meta: { type: 'transaction' },
          related: productUrl(simulation, `/accounts/${account.id}/transactions`),
        },
      },
      pendingTransactions: {
        links: {
          meta: { type: 'pendingTransaction' },
          related: productUrl(simulation, `/accounts/${account.id}/pending-transactions`),
        },
      },
    },
  };
}
