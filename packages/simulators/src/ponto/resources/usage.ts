import { bankDayOf } from '@onfact-ponto/primitives';
import { Hono } from 'hono';
import { notFound } from '../api-error.ts';
import { document, requireClient, type Served } from '../served.ts';
import type { PontoSimulation } from '../simulation.ts';

/** What an organization costs in a month. `relationships` stands inside `data`: the .NET client needs it there. */
export function usage(simulation: PontoSimulation): Hono<Served> {
  const app = new Hono<Served>();
  app.get('/organizations/:id/usage/:month', (c) => {
    requireClient(simulation, c);
    const { organizations, accounts, payments } = simulation.state;
    const month = c.req.param('month');
    const organization = organizations.find(({ id }) => id === c.req.param('id'));
    if (!organization || !/^\d{4}-(?:0[1-9]|1[0-2])$/.test(month)) throw notFound('usage');

    const own = new Set(accounts.filter((each) => each.organizationId === organization.id).map(({ id }) => id));
    const signed = Object.values(payments).filter(
      ({ accountId, signedAt }) => own.has(accountId) && signedAt !== null && bankDayOf(signedAt).startsWith(month),
    );
    const bulkPaymentCount = signed.filter(({ kind }) => kind === 'bulkPayment').length;
    const shared = organization.integration?.accounts.length ?? 0;
    return document(c, {
      data: {
        type: 'usage',
        id: month,
        attributes: {
          accountCount: shared,
          totalAccounts: shared,
          paymentCount: signed.length - bulkPaymentCount,
          bulkPaymentCount,
          bulkPaymentBundleCount: 0,
          paymentAccountCount: 0,
        },
        relationships: { organization: { data: { type: 'organization', id: organization.id } } },
      },
    });
  });
  return app;
}
