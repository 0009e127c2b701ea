import { Hono } from 'hono';
import type { PontoSimulation } from '../simulation.ts';
import { settle } from '../settling.ts';
import { activation } from './activation.ts';
import { paymentRequest } from './payment-request.ts';
import { reauthorization } from './reauthorization.ts';
import { signing } from './signing.ts';

/** Where customers are sent to do something at their bank. Plain forms; the browser always returns to the application. */
export function customerPages(simulation: PontoSimulation, { application }: { application: string }): Hono {
  const pages = new Hono();
  pages.use(async (_c, next) => {
    settle(simulation);
    await next();
  });
  pages.route('/', reauthorization(simulation, application));
  pages.route('/', signing(simulation));
  pages.route('/', activation(simulation));
  pages.route('/', paymentRequest(simulation));
  return pages;
}
