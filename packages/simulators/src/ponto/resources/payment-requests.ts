import { Hono, type Context } from 'hono';
import { asNumber } from '../amounts.ts';
import { PontoApiError, notFound } from '../api-error.ts';
import { paymentRequestPath } from '../pages/paths.ts';
import type { PaymentRequest } from '../payment-state.ts';
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
import { optional, readAmount, readRemittance, required } from './payment-orders.ts';

/** Money asked of a debtor. Ruby sends them with `type: "payment"`, which is fine. */
export function paymentRequests(simulation: PontoSimulation): Hono<Served> {
  const app = new Hono<Served>();
  app.post('/accounts/:accountId/payment-requests', async (c) => {
    const { organization, account } = scopeOf(c);
    requireActivated(simulation, organization, 'paymentRequests');
    const attributes = await attributesOf(c);
    const currency = required(attributes, 'currency');
    const request: PaymentRequest = {
      id: simulation.ids.uuid(),
      accountId: account.id,
      currency,
      amountMinor: readAmount(attributes.amount, currency),
      ...readRemittance(attributes),
      debtorAccountReference: optional(attributes, 'debtorAccountReference'),
      redirectUri: optionalRedirectUriIn(attributes),
      createdAt: timestamp(simulation),
      signedAt: null,
      closedAt: null,
    };
    simulation.state.paymentRequests[request.id] = request;
    simulation.changed();
    const data = resource(request, organization, account);
    return document(c, { data: { ...data, links: { redirect: pageOf(request, organization) } } }, 201);
  });
  app.get('/accounts/:accountId/payment-requests/:id', (c) => {
    const { organization, account } = scopeOf(c);
    return document(c, { data: resource(find(account, c.req.param('id')), organization, account) });
  });
  app.delete('/accounts/:accountId/payment-requests/:id', (c) => {
    const { id, closedAt } = find(scopeOf(c).account, c.req.param('id'));
    if (closedAt !== null) throw new PontoApiError(400, 'paymentRequestClosed', 'The payment request is closed.');
    Reflect.deleteProperty(simulation.state.paymentRequests, id);
    simulation.changed();
    return document(c, { data: { type: 'paymentRequest', id } });
  });

  const scopeOf = (c: Context): { organization: Organization; account: Account } => {
    const organization = requireOrganization(simulation, c, 'pi');
    return { organization, account: requireAccount(simulation, organization, c.req.param('accountId') ?? '') };
  };
  const find = (account: Account, id: string): PaymentRequest => {
    const request = simulation.state.paymentRequests[id];
    if (request?.accountId !== account.id) throw notFound('paymentRequest');
    return request;
  };
  const pageOf = ({ id }: PaymentRequest, organization: Organization): string =>
    simulation.pagesOrigin() + paymentRequestPath(organization.id, id);
  const resource = (request: PaymentRequest, organization: Organization, account: Account): object => {
    const { id, amountMinor, currency, debtorAccountReference, redirectUri, signedAt, closedAt } = request;
    return {
      type: 'paymentRequest',
      id,
      attributes: {
        amount: asNumber(amountMinor, currency),
        currency,
        remittanceInformation: request.remittanceInformation,
        remittanceInformationType: request.remittanceInformationType,
        endToEndId: request.endToEndId,
        creditorAccountReference: account.reference,
        creditorAccountReferenceType: 'IBAN',
        debtorAccountReference,
        debtorAccountReferenceType: 'IBAN',
        redirectUri,
        signingUri: pageOf(request, organization),
        signedAt,
        closedAt,
      },
    };
  };
  return app;
}
