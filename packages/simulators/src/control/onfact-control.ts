import { z, type OpenAPIHono } from '@hono/zod-openapi';
import type { OnfactWorld } from '../onfact/world.ts';
import { createControlApp } from './control-app.ts';
import { defined } from './defined.ts';
import { addSharedOperations } from './shared-operations.ts';
import { Amount, Day } from './values.ts';

const ofCompany = z.object({ companyUuid: z.uuid() });
const ofInvoice = z.object({ companyUuid: z.uuid(), invoiceId: z.coerce.number().int() });
const ofPayment = z.object({ companyUuid: z.uuid(), paymentId: z.coerce.number().int() });

/** The operations of the simulated onFact over HTTP. */
export function onfactControl(world: OnfactWorld): OpenAPIHono {
  const control = createControlApp({
    title: 'onFact simulator: control',
    description: 'Sets the stage for tests and demonstrations. Nothing of this exists in the real onFact.',
  });
  const { add } = control;
  addSharedOperations(control, world);

  add({ method: 'get', path: '/settings', summary: 'How this onFact behaves.', run: () => world.settings() });
  add({
    method: 'patch',
    path: '/settings',
    summary: 'Change how this onFact behaves.',
    body: z.object({ autoPaid: z.boolean(), invoicesGrowWhilePaging: z.boolean() }).partial(),
    example: { autoPaid: false },
    run: ({ body }) => world.configure(defined(body)),
  });
  add({
    method: 'get',
    path: '/companies',
    summary: 'The companies.',
    run: () =>
      world.companies().map(({ uuid, name, vat, invoices }) => ({ uuid, name, vat, invoices: invoices.length })),
  });
  add({
    method: 'get',
    path: '/companies/{companyUuid}/invoices',
    summary: 'All sales invoices, with what onFact does not show.',
    parameters: ofCompany,
    run: ({ parameters }) => world.company(parameters.companyUuid).invoices,
  });
  add({
    method: 'post',
    path: '/companies/{companyUuid}/invoices',
    summary: 'Issue a sales invoice. `amount` includes taxes.',
    parameters: ofCompany,
    body: z.object({
      amount: Amount,
      customerName: z.string().optional(),
      date: Day.optional(),
      term: z.int().min(0).optional(),
      currency: z.string().length(3).optional(),
    }),
    example: { amount: '121.00', customerName: 'Bakkerij Hoste & Zn' },
    run: ({ parameters, body }) => world.addInvoice(parameters.companyUuid, defined(body)),
  });
  add({
    method: 'patch',
    path: '/companies/{companyUuid}/invoices/{invoiceId}',
    summary: 'Lock or delete an invoice.',
    parameters: ofInvoice,
    body: z.object({ locked: z.boolean(), deleted: z.boolean() }).partial(),
    example: { locked: true },
    run: ({ parameters, body }) => world.changeInvoice(parameters.companyUuid, parameters.invoiceId, defined(body)),
  });
  add({
    method: 'post',
    path: '/companies/{companyUuid}/invoices/{invoiceId}/pay',
    summary: 'Somebody pays the rest of an invoice in onFact itself.',
    parameters: ofInvoice,
    run: ({ parameters }) => world.payInvoice(parameters.companyUuid, parameters.invoiceId),
  });
  add({
    method: 'get',
    path: '/companies/{companyUuid}/payments',
    summary: 'The oracle: payments that count, with the invoice each one pays.',
    parameters: ofCompany,
    run: ({ parameters }) => world.payments(parameters.companyUuid),
  });
  add({
    method: 'delete',
    path: '/companies/{companyUuid}/payments/{paymentId}',
    summary: 'Somebody deletes a payment in onFact itself.',
    parameters: ofPayment,
    run: ({ parameters }) => world.deletePayment(parameters.companyUuid, parameters.paymentId),
  });
  add({
    method: 'post',
    path: '/expire-access-tokens',
    summary: 'All bearer tokens expire now.',
    run: () => world.expireAccessTokens(),
  });
  return control.app;
}
