import { Hono, type Context } from 'hono';
import { asNumber } from '../amounts.ts';
import { notFound } from '../api-error.ts';
import { dayAsMoment } from '../brussels-time.ts';
import { balanceAtTheBank } from '../ledger.ts';
import { listDocument } from '../list-document.ts';
import { document, requireOrganization, type Served } from '../served.ts';
import { timestamp, type PontoSimulation } from '../simulation.ts';
import type { Account } from '../state.ts';

export const sandboxPath = '/sandbox/financial-institutions/:institutionId/financial-institution-accounts';

/** The accounts as they stand at the bank itself, under the bank's own ids. */
export function sandboxAccounts(simulation: PontoSimulation): Hono<Served> {
  const app = new Hono<Served>();
  app.get(sandboxPath, (c) => {
    const accounts = accountsAtTheBank(simulation, c).map((account) => ({ id: account.internalReference, account }));
    const path = `/sandbox/financial-institutions/${c.req.param('institutionId')}/financial-institution-accounts`;
    return listDocument(simulation, c, {
      items: accounts.toReversed(),
      path,
      resource: ({ account }) => resource(account, timestamp(simulation)),
    });
  });
  app.get(`${sandboxPath}/:accountId`, (c) =>
    document(c, { data: resource(requireAccountAtTheBank(simulation, c), timestamp(simulation)) }),
  );
  return app;
}

/** @throws PontoApiError 401, 403 or 404 */
export function requireAccountAtTheBank(simulation: PontoSimulation, c: Context): Account {
  const wanted = c.req.param('accountId');
  const account = accountsAtTheBank(simulation, c).find(({ internalReference }) => internalReference === wanted);
  if (!account) throw notFound('financialInstitutionAccount');
  return account;
}

/** Of the organization that asks, shared with our application or not. */
function accountsAtTheBank(simulation: PontoSimulation, c: Context): Account[] {
  const organization = requireOrganization(simulation, c);
  return simulation.state.accounts.filter(
    ({ organizationId, financialInstitutionId }) =>
      organizationId === organization.id && financialInstitutionId === c.req.param('institutionId'),
  );
}

function resource(account: Account, now: string): object {
  const balance = asNumber(balanceAtTheBank(account, now), account.currency);
  const referenceDate = dayAsMoment(account.balanceReferenceDate, account.dateStyle);
  const { reference, subtype, currency, description, product, holderName, balanceChangedAt } = account;
  return {
    type: 'financialInstitutionAccount',
    id: account.internalReference,
    attributes: {
      reference,
      referenceType: 'IBAN',
      subtype,
      currency,
      description,
      product,
      holderName,
      currentBalance: balance,
      currentBalanceChangedAt: balanceChangedAt,
      currentBalanceReferenceDate: referenceDate,
      availableBalance: balance,
      availableBalanceChangedAt: balanceChangedAt,
      availableBalanceReferenceDate: referenceDate,
    },
  };
}
