import { Hono } from 'hono';
import { withFaults } from '../control/fault-middleware.ts';
import { authenticate } from './authentication.ts';
import { openId } from './openid/app.ts';
import { companies } from './resources/companies.ts';
import { contacts } from './resources/contacts.ts';
import { invoices } from './resources/invoices.ts';
import { paymentAccounts } from './resources/payment-accounts.ts';
import { payments } from './resources/payments.ts';
import { OnfactApiError, errorBody, type Served } from './served.ts';
import type { OnfactSimulation } from './simulation.ts';

/** The REST API under `/v1`, where every path ends in `.json`, and the OpenID provider beside it. */
export function onfactApp(
  simulation: OnfactSimulation,
  options: { redirectUris: readonly string[]; prefill: boolean },
): Hono<Served> {
  const rest = new Hono<Served>()
    .use(authenticate(simulation))
    .route('/', companies(simulation))
    .route('/', contacts())
    .route('/', invoices(simulation))
    .route('/', payments(simulation))
    .route('/', paymentAccounts(simulation));

  let requests = 0;
  return new Hono<Served>()
    .use(async (c, next) => {
      requests += 1;
      c.set('requestId', `simulated-${simulation.state.seed}-${requests}`);
      await next();
    })
    .use(
      withFaults({
        faults: simulation.faults,
        calls: simulation.calls,
        failure: (c, status) => c.json(errorBody(status, 'Something went wrong'), status as 429),
      }),
    )
    .route('/v1', rest)
    .route('/', openId(simulation, options))
    .notFound((c) => c.json(errorBody(404, 'Not found'), 404))
    .onError((error, c) => {
      if (!(error instanceof OnfactApiError)) throw error;
      return c.json(errorBody(error.status, error.message, error.errors), error.status);
    });
}
