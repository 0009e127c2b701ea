import { z, type OpenAPIHono } from '@hono/zod-openapi';
import { documentKinds } from '../onfact/state.ts';
import type { OnfactWorld } from '../onfact/world.ts';
import { createControlApp } from './control-app.ts';
import { defined } from './defined.ts';
import { addSharedOperations } from './shared-operations.ts';
import { Amount, Day } from './values.ts';

const ofCompany = z.object({ companyUuid: z.uuid() });
const ofDocument = z.object({ companyUuid: z.uuid(), documentId: z.coerce.number().int() });
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
    body: z
      .object({
        autoPaid: z.boolean(),
        reopens: z.boolean(),
        invoicesGrowWhilePaging: z.boolean(),
        paymentsGrowWhilePaging: z.boolean(),
        ordersLists: z.boolean(),
        filtersLists: z.boolean(),
        outgoingBelowNothing: z.boolean(),
      })
      .partial(),
    example: { autoPaid: false },
    run: ({ body }) => world.configure(defined(body)),
  });
  add({
    method: 'get',
    path: '/companies',
    summary: 'The companies.',
    run: () =>
      world.companies().map(({ uuid, name, vat, documents }) => ({ uuid, name, vat, documents: documents.length })),
  });
  add({
    method: 'get',
    path: '/companies/{companyUuid}/documents',
    summary: 'All invoices, credit notes, payment requests and purchases, with what onFact does not show.',
    parameters: ofCompany,
    run: ({ parameters }) => world.company(parameters.companyUuid).documents,
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
    method: 'post',
    path: '/companies/{companyUuid}/documents',
    summary: 'Issue a document of any kind. `amount` includes taxes.',
    parameters: ofCompany,
    body: z.object({
      kind: z.enum(documentKinds),
      amount: Amount,
      contactName: z.string().optional(),
      date: Day.optional(),
      term: z.int().min(0).optional(),
      currency: z.string().length(3).optional(),
      payee: z.object({ iban: z.string(), bic: z.string() }).optional(),
      reference: z.string().optional(),
      discount: z.object({ percent: z.string(), days: z.int() }).optional(),
    }),
    example: { kind: 'purchases', amount: '363.00', contactName: 'Houthandel Leemans NV', reference: 'F26/1804' },
    run: ({ parameters, body }) => world.addDocument(parameters.companyUuid, body),
  });
  add({
    method: 'patch',
    path: '/companies/{companyUuid}/documents/{documentId}',
    summary: 'Lock or delete a document, or give it another state.',
    parameters: ofDocument,
    body: z.object({ locked: z.boolean(), deleted: z.boolean(), status: z.string() }).partial(),
    example: { locked: true },
    run: ({ parameters, body }) => world.changeDocument(parameters.companyUuid, parameters.documentId, defined(body)),
  });
  add({
    method: 'post',
    path: '/companies/{companyUuid}/documents/{documentId}/pay',
    summary: 'Somebody pays the rest of a document in onFact itself.',
    parameters: ofDocument,
    run: ({ parameters }) => world.payDocument(parameters.companyUuid, parameters.documentId),
  });
  add({
    method: 'get',
    path: '/companies/{companyUuid}/payments',
    summary: 'The oracle: payments that count, with the document each one pays.',
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
    path: '/two-factor',
    summary: 'A user must confirm a sign-in by password with this code; null asks for none any more.',
    body: z.object({
      email: z.email(),
      code: z
        .string()
        .regex(/^\d{4,8}$/)
        .nullable(),
    }),
    example: { email: 'mieke@delinde.be', code: '123456' },
    run: ({ body }) => world.requireTwoFactor(body.email, body.code),
  });
  add({
    method: 'post',
    path: '/expire-access-tokens',
    summary: 'All bearer tokens expire now.',
    run: () => world.expireAccessTokens(),
  });
  return control.app;
}
