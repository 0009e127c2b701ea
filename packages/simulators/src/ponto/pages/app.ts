import { Hono } from 'hono';
import type { PontoSimulation } from '../simulation.ts';
import { settle } from '../synchronizing.ts';
import { reauthorization } from './reauthorization.ts';

/** Where customers are sent to do something at their bank. Plain forms; the browser always returns to the application. */
export function customerPages(simulation: PontoSimulation, { application }: { application: string }): Hono {
  const pages = new Hono();
  pages.use(async (_c, next) => {
    settle(simulation);
    await next();
  });
  pages.route('/', reauthorization(simulation, application));
  return pages;
}
