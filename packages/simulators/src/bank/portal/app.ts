import { bankDayOf, parseIsoDate, addDays, type IsoDate } from '@onfact-ponto/primitives';
import { Hono, type Context } from 'hono';
import { languageIn } from '../../control/language.ts';
import { pageHeaders } from '../../control/page.ts';
import { timestamp, type PontoSimulation } from '../../ponto/simulation.ts';
import type { Account } from '../../ponto/state.ts';
import { settle } from '../../ponto/settling.ts';
import { bankStatementsOf } from '../bank-statements.ts';
import { booksOf } from '../books.ts';
import { codaDownload } from '../coda-download.ts';
import { codaResponse } from '../coda-response.ts';
import { downloadPath, statementPage, statementsPath, type Problem } from './statement-page.ts';
import { monthsOf } from './months.ts';

/**
 * The portal of the banks behind the simulated Ponto, where a customer downloads CODA files. All banks of the world
 * share it, and nobody signs in: everything in it is invented.
 */
export function bankPortal(simulation: PontoSimulation): Hono {
  const portal = new Hono();
  portal.use(async (_c, next) => {
    settle(simulation);
    await next();
  });
  portal.get('/', (c) => c.redirect(statementsPath, 302));
  portal.get(statementsPath, (c) => show(c));

  portal.get(downloadPath, (c) => {
    const account = accountIn(c);
    if (!account) return show(c, 'account', 400);
    const period = periodIn(c);
    if (!period) return show(c, 'period', 400);

    const emptyDays = c.req.query('emptyDays') === 'true';
    const download = codaDownload(simulation, account, { ...period, emptyDays });
    return download.bytes.length === 0 ? show(c, 'empty', 404) : codaResponse(download);
  });

  const show = (c: Context, problem?: Problem, status: 200 | 400 | 404 = 200): Response | Promise<Response> => {
    const { organizations, accounts } = simulation.state;
    const account = accountIn(c) ?? accounts[0];
    const today = bankDayOf(timestamp(simulation));
    const statements = account ? bankStatementsOf(booksOf(simulation, account), { today }) : [];
    const content = statementPage({
      language: languageIn(c),
      organizations,
      accounts,
      account,
      from: c.req.query('from') ?? statements[0]?.day ?? addDays(today, -1),
      to: c.req.query('to') ?? addDays(today, -1),
      months: monthsOf(statements),
      problem,
    });
    return c.html(content, status, pageHeaders([]));
  };

  const accountIn = (c: Context): Account | undefined =>
    simulation.state.accounts.find(({ id }) => id === c.req.query('account'));

  return portal;
}

function periodIn(c: Context): { from: IsoDate; to: IsoDate } | undefined {
  const from = parseIsoDate(c.req.query('from') ?? '');
  const to = parseIsoDate(c.req.query('to') ?? '');
  return from === undefined || to === undefined || from > to ? undefined : { from, to };
}
