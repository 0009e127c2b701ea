import { Hono } from 'hono';
import { asNumber } from '../amounts.ts';
import { dayAsMoment } from '../brussels-time.ts';
import { sharedAccounts, withdrawAccount } from '../integrations.ts';
import { pageOf } from '../page-of.ts';
import { document, productUrl, queryOf, requireAccount, requireOrganization, type Served } from '../served.ts';
import type { PontoSimulation } from '../simulation.ts';
import type { Account } from '../state.ts';
import { synchronizationResource } from './synchronization-shape.ts';

export function accounts(simulation: PontoSimulation): Hono<Served> {
  const app = new Hono<Served>();
  app.get('/accounts', (c) => {
    const shared = sharedAccounts(simulation, requireOrganization(simulation, c, 'ai'));
    const { items, paging, links } = pageOf(shared.toReversed(), queryOf(c), productUrl(simulation, '/accounts'));
    return document(c, {
      data: items.map((account) => accountResource(simulation, account)),
      meta: { paging },
      links,
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
  const balance = asNumber(account.currentBalanceMinor, account.currency);
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
    },
    meta: {
      availability: account.availability,
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
