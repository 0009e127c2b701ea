import { createPublicKey, type KeyObject } from 'node:crypto';
import { Hono, type Context } from 'hono';
import type { FailureEffect } from '../control/fault-script.ts';
import { withFaults } from '../control/fault-middleware.ts';
import { PontoApiError, errorDocument } from './api-error.ts';
import { answerOnce } from './idempotency.ts';
import { accounts } from './resources/accounts.ts';
import { activationRequests } from './resources/activation-requests.ts';
import { financialInstitutions } from './resources/financial-institutions.ts';
import { integrationAccounts } from './resources/integration-accounts.ts';
import { oauth2 } from './resources/oauth2.ts';
import { onboardingDetails } from './resources/onboarding-details.ts';
import { organizationIntegration } from './resources/organization-integration.ts';
import { paymentRequests } from './resources/payment-requests.ts';
import { payments } from './resources/payments.ts';
import { pendingTransactions } from './resources/pending-transactions.ts';
import { reauthorizationRequests } from './resources/reauthorization-requests.ts';
import { root } from './resources/root.ts';
import { sandboxAccounts } from './resources/sandbox-accounts.ts';
import { sandboxTransactions } from './resources/sandbox-transactions.ts';
import { synchronizations } from './resources/synchronizations.ts';
import { transactions } from './resources/transactions.ts';
import { usage } from './resources/usage.ts';
import { userinfo } from './resources/userinfo.ts';
import { webhookKeys } from './resources/webhook-keys.ts';
import { document, productPath, type Served } from './served.ts';
import { verifySignature } from './signature-middleware.ts';
import type { PontoSimulation } from './simulation.ts';
import { settle } from './settling.ts';
import type { WebhookKeys } from './webhooks/keys.ts';

/** The API as it stands behind mutual TLS. One file per resource; a trailing slash is welcome, as Ruby sends one. */
export function pontoApi(
  simulation: PontoSimulation,
  keys: { signature: KeyObject; webhooks: WebhookKeys },
): Hono<Served> {
  const product = new Hono<Served>({ strict: false });
  product.use(answerOnce(simulation));
  for (const resource of [
    root,
    oauth2,
    userinfo,
    financialInstitutions,
    accounts,
    transactions,
    pendingTransactions,
    reauthorizationRequests,
    synchronizations,
    payments,
    paymentRequests,
    activationRequests,
    onboardingDetails,
    usage,
    sandboxAccounts,
    sandboxTransactions,
    organizationIntegration,
    integrationAccounts,
  ]) {
    product.route('/', resource(simulation));
  }

  let requests = 0;
  const app = new Hono<Served>({ strict: false });
  app.use(async (c, next) => {
    requests += 1;
    const requestId = `simulated-${simulation.state.seed}-${requests}`;
    c.set('requestId', requestId);
    // On the answer of the server itself, so that no failure can lose it.
    c.env.outgoing.setHeader('ibanity-request-id', requestId);
    await next();
  });
  app.use(
    withFaults({
      faults: simulation.faults,
      calls: simulation.calls,
      failure: failureDocument,
    }),
  );
  app.use(async (_c, next) => {
    settle(simulation);
    await next();
  });
  app.use(verifySignature(simulation, createPublicKey(keys.signature)));
  app.route(productPath, product);
  app.route('/', webhookKeys(simulation, keys.webhooks));
  app.notFound((c) => document(c, errorDocument('resourceNotFound', 'The requested resource was not found.'), 404));
  app.onError((error, c) => {
    if (!(error instanceof PontoApiError)) throw error;
    return document(c, errorDocument(error.code, error.message, error.meta), error.status);
  });
  return app;
}

/** What a fault asks for, in Ponto's words; the token endpoint has its own. */
function failureDocument(c: Context, { status, code }: FailureEffect): Response {
  const [usual, detail] = failures[status] ?? ['internalServerError', 'Something went wrong on our side.'];
  if (!c.req.path.includes('/oauth2/')) return document(c, errorDocument(code ?? usual, detail), status as 429);
  const error = code ?? (status === 401 ? 'invalid_client' : status < 500 ? 'invalid_grant' : 'server_error');
  return c.json({ error, error_description: detail }, status as 429);
}

const failures: Partial<Record<number, [code: string, detail: string]>> = {
  400: ['requestInvalid', 'The request is invalid.'],
  401: ['credentialsInvalid', 'Your credentials are invalid.'],
  403: ['accessForbidden', 'You may not do this.'],
  404: ['resourceNotFound', 'The requested resource was not found.'],
  409: ['conflict', 'The request contradicts the present state.'],
  422: ['attributeInvalid', 'An attribute is invalid.'],
  429: ['tooManyRequests', 'Too many requests. Try again later.'],
  503: ['serviceUnavailable', 'The service is unavailable. Try again later.'],
};
