import { Hono, type Context } from 'hono';
import { languageIn } from '../../control/language.ts';
import { pageHeaders } from '../../control/page.ts';
import { sharedAccounts } from '../integrations.ts';
import { endPayment, signPayment } from '../paying.ts';
import type { Payment } from '../payment-state.ts';
import type { PontoSimulation } from '../simulation.ts';
import type { Account, FinancialInstitution } from '../state.ts';
import { returnTo, showNotice, type Notice } from './notice-page.ts';
import { accountRoute } from './paths.ts';
import { signingPage } from './signing-page.ts';

type Open = Readonly<{ payment: Payment; account: Account; bank: FinancialInstitution }>;

/** One signature for a payment or for many. Whatever the customer does, the browser returns to the application. */
export function signing(simulation: PontoSimulation): Hono {
  const { state } = simulation;
  const pages = new Hono();

  for (const [path, kind] of [
    [`${accountRoute}/payments/:id`, 'payment'],
    [`${accountRoute}/bulk-payments/:id`, 'bulkPayment'],
  ] as const) {
    pages.get(path, (c) => {
      const found = find(c, kind);
      return 'notice' in found ? showNotice(c, found) : show(c, found, 'asking');
    });
    pages.post(path, async (c) => {
      const found = find(c, kind);
      if ('notice' in found) return showNotice(c, found);
      const form = new URLSearchParams(await c.req.text());
      return decide(c, found, form.get('decision'), (form.get('code') ?? '').replaceAll(' ', ''));
    });
  }

  const decide = (c: Context, open: Open, decision: string | null, code: string): Response | Promise<Response> => {
    const { payment } = open;
    if (decision === 'refuse') endPayment(simulation, payment, 'rejected');
    if (decision === 'expire') endPayment(simulation, payment, 'cancelled');
    if (
      decision === 'sign' &&
      signPayment(simulation, payment, code) === 'wrong code' &&
      payment.status === 'unsigned'
    ) {
      return show(c, open, 'wrong code');
    }
    return returnTo(c, payment.redirectUri);
  };

  const show = (c: Context, open: Open, stage: 'asking' | 'wrong code'): Response | Promise<Response> => {
    const content = signingPage({ language: languageIn(c), url: new URL(c.req.url), ...open, stage });
    const target = open.payment.redirectUri;
    return c.html(
      content,
      stage === 'asking' ? 200 : 400,
      pageHeaders(target === null ? [] : [new URL(target).origin]),
    );
  };

  const find = (c: Context, kind: Payment['kind']): Open | Notice => {
    const payment = state.payments[c.req.param('id') ?? ''];
    const organization = state.organizations.find(({ id }) => id === c.req.param('organizationId'));
    const account =
      organization && sharedAccounts(simulation, organization).find(({ id }) => id === payment?.accountId);
    const bank = state.financialInstitutions.find(({ id }) => id === account?.financialInstitutionId);
    const redirectUri = payment?.redirectUri ?? undefined;
    if (payment?.kind !== kind || !account || !bank) return { notice: 'unknown', redirectUri };
    return payment.status === 'unsigned' ? { payment, account, bank } : { notice: 'done', redirectUri };
  };

  return pages;
}
