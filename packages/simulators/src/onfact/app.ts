import { Hono } from 'hono';
import { withFaults } from '../control/fault-middleware.ts';
import { authenticate } from './authentication.ts';
import { oauth2 } from './oauth2.ts';
import { openId } from './openid/app.ts';
import { companies } from './resources/companies.ts';
import { contacts } from './resources/contacts.ts';
import { documents } from './resources/documents.ts';
import { paymentAccounts } from './resources/payment-accounts.ts';
import { payments } from './resources/payments.ts';
import { OnfactApiError, errorBody, type Served } from './served.ts';
import type { OnfactSimulation } from './simulation.ts';
import { documentKinds } from './state.ts';

/** The REST API under `/v1`, where every path ends in `.json`, and the OpenID provider beside it. */
export function onfactApp(
  simulation: OnfactSimulation,
  options: { redirectUris: readonly string[]; prefill: boolean },
): Hono<Served> {
  const rest = new Hono<Served>();
  rest.use(authenticate(simulation));
  for (const resource of [companies, contacts, payments, paymentAccounts]) rest.route('/', resource(simulation));
  for (const kind of documentKinds) rest.route('/', documents(simulation, kind));

  let requests = 0;
  const app = new Hono<Served>();
  app.use(async (c, next) => {
    requests += 1;
    c.set('requestId', `simulated-${simulation.state.seed}-${requests}`);
    await next();
  });
  app.use(
    withFaults({
      faults: simulation.faults,
      calls: simulation.calls,
      failure: (c, { status }) => c.json(errorBody(status, 'Something went wrong'), status as 429),
    }),
  );
  app.route('/v1/oauth2', oauth2(simulation));
  app.route('/v1', rest);
  app.route('/', openId(simulation, options));
  app.notFound((c) => c.json(errorBody(404, 'Not found'), 404));
  app.onError((error, c) => {
    if (!(error instanceof OnfactApiError)) throw error;
    return c.json(errorBody(error.status, error.message, error.errors), error.status);
  });
  return app;
}
