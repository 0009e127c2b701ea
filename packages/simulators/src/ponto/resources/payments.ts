import { Hono, type Context } from 'hono';
import { PontoApiError, invalidAttribute, notFound } from '../api-error.ts';
import { accountPagePath } from '../pages/paths.ts';
import type { Payment, PaymentOrder } from '../payment-state.ts';
import {
  attributesOf,
  document,
  optionalRedirectUriIn,
  requireAccount,
  requireActivated,
  requireOrganization,
  type Served,
} from '../served.ts';
import { timestamp, type PontoSimulation } from '../simulation.ts';
import type { Account, Organization } from '../state.ts';
import { readExecutionDate, readOrder, required } from './payment-orders.ts';
import { paymentResource } from './payment-shape.ts';

const kinds = { payments: 'payment', 'bulk-payments': 'bulkPayment' } as const;

/** Payments that a customer signs, one by one or many at once. There is no list of them. */
export function payments(simulation: PontoSimulation): Hono<Served> {
  const app = new Hono<Served>();
  for (const [path, kind] of Object.entries(kinds) as [keyof typeof kinds, Payment['kind']][]) {
    app.post(`/accounts/:accountId/${path}`, async (c) => {
      const { organization, account } = scopeOf(c);
      requireActivated(simulation, organization, 'payments');
      const attributes = await attributesOf(c);
      const orders = kind === 'payment' ? [readOrder(attributes)] : readOrders(attributes.payments);
      const payment: Payment = {
        id: simulation.ids.uuid(),
        accountId: account.id,
        kind,
        status: 'unsigned',
        createdAt: timestamp(simulation),
        redirectUri: optionalRedirectUriIn(attributes),
        requestedExecutionDate: readExecutionDate(attributes, timestamp(simulation)),
        reference: kind === 'payment' ? null : required(attributes, 'reference'),
        batchBookingPreferred: attributes.batchBookingPreferred === true,
        orders,
        wrongCodes: 0,
        signedAt: null,
      };
      simulation.state.payments[payment.id] = payment;
      simulation.changed();
      const page = simulation.pagesOrigin() + accountPagePath(organization, account.id, path, payment.id);
      const links = payment.redirectUri === null ? {} : { links: { redirect: page } };
      return document(c, { data: { ...paymentResource(payment), ...links } }, 201);
    });
    app.get(`/accounts/:accountId/${path}/:id`, (c) => {
      return document(c, { data: paymentResource(find(scopeOf(c).account, kind, c.req.param('id'))) });
    });
    app.delete(`/accounts/:accountId/${path}/:id`, (c) => {
      const { id, status } = find(scopeOf(c).account, kind, c.req.param('id'));
      if (status !== 'unsigned') {
        throw new PontoApiError(400, 'paymentAlreadySigned', 'Only an unsigned payment can be deleted.');
      }
      Reflect.deleteProperty(simulation.state.payments, id);
      simulation.changed();
      return document(c, { data: { type: kind, id } });
    });
  }

  const scopeOf = (c: Context): { organization: Organization; account: Account } => {
    const organization = requireOrganization(simulation, c, 'pi');
    return { organization, account: requireAccount(simulation, organization, c.req.param('accountId') ?? '') };
  };
  const find = (account: Account, kind: Payment['kind'], id: string): Payment => {
    const payment = simulation.state.payments[id];
    if (payment?.accountId !== account.id || payment.kind !== kind) throw notFound(kind);
    return payment;
  };
  return app;
}

function readOrders(given: unknown): PaymentOrder[] {
  if (!Array.isArray(given) || given.length === 0) {
    throw invalidAttribute('payments', 'A bulk payment needs at least one payment.');
  }
  return given.map((order: unknown) => readOrder(typeof order === 'object' && order !== null ? { ...order } : {}));
}
