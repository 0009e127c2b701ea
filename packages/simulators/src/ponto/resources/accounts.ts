import { formatMoney, isCurrency, money } from '@onfact-ponto/primitives';
import { Hono } from 'hono';
import { notFound } from '../api-error.ts';
import { dayAsMoment } from '../brussels-time.ts';
import { sharedAccounts, withdrawAccount } from '../integrations.ts';
import { pageOf } from '../page-of.ts';
import { document, productUrl, queryOf, requireOrganization, type Served } from '../served.ts';
import { timestamp, type PontoSimulation } from '../simulation.ts';
import type { Account, Organization } from '../state.ts';
import { synchronizationResource } from './synchronizations.ts';

export function accounts(simulation: PontoSimulation): Hono<Served> {
  return new Hono<Served>()
    .get('/accounts', (c) => {
      const shared = sharedAccounts(simulation, requireOrganization(simulation, c, 'ai'));
      const { items, paging, links } = pageOf(shared.toReversed(), queryOf(c), productUrl(simulation, '/accounts'));
      return document(c, {
        data: items.map((account) => accountResource(simulation, account)),
        meta: { paging },
        links,
      });
    })
    .get('/accounts/:id', (c) => {
      const account = sharedAccount(simulation, requireOrganization(simulation, c, 'ai'), c.req.param('id'));
      return document(c, { data: accountResource(simulation, account) });
    })
    .delete('/accounts/:id', (c) => {
      const account = sharedAccount(simulation, requireOrganization(simulation, c, 'ai'), c.req.param('id'));
      withdrawAccount(simulation, account.id);
      return document(c, { data: { type: 'account', id: account.id } });
    });
}

/**
 * The account, noted as accessed.
 * @throws PontoApiError 404 when it is not shared with our application
 */
export function sharedAccount(simulation: PontoSimulation, organization: Organization, id: string): Account {
  const shared = organization.integration?.accounts.find(({ accountId }) => accountId === id);
  const account = simulation.state.accounts.find((candidate) => candidate.id === id);
  if (!shared || !account) throw notFound('account');
  shared.lastAccessedAt = timestamp(simulation);
  return account;
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

/** A JSON number whose shortest form is the exact decimal. Unknown currencies are taken to have two decimals. */
export function asNumber(amountMinor: bigint, currency: string): number {
  return Number(formatMoney(money(amountMinor, isCurrency(currency) ? currency : 'EUR')));
}
