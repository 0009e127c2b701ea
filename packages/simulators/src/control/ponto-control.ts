import { z, type OpenAPIHono } from '@hono/zod-openapi';
import { isIsoDate } from '@onfact-ponto/primitives';
import type { PontoWorld } from '../ponto/world.ts';
import { createControlApp } from './control-app.ts';
import { defined } from './defined.ts';
import { addSharedOperations } from './shared-operations.ts';

const Amount = z.string().regex(/^-?\d+(\.\d+)?$/);
const Day = z.string().refine(isIsoDate, 'must be a day such as 2026-11-23');
const text = z.string().nullable().optional();

const lineTexts = {
  executionDate: Day.optional(),
  valueDate: Day.optional(),
  counterpartName: text,
  counterpartReference: text,
  remittanceInformation: text,
  remittanceInformationType: z.enum(['structured', 'unstructured']).nullable().optional(),
  description: text,
  bankTransactionCode: text,
  proprietaryBankTransactionCode: text,
  purposeCode: text,
  endToEndId: text,
  mandateId: text,
  creditorId: text,
  additionalInformation: text,
  cardReference: text,
  cardReferenceType: z.enum(['PAN', 'MASKEDPAN']).nullable().optional(),
  overrides: z.record(z.string(), z.unknown()).nullable().optional(),
};
const Line = z.object({ amount: Amount, ...lineTexts });
const LineChange = z.object({ amount: Amount.optional(), ...lineTexts });

const ofOrganization = z.object({ organizationId: z.uuid() });
const ofAccount = z.object({ accountId: z.uuid() });
const ofTransaction = z.object({ accountId: z.uuid(), transactionId: z.uuid() });

/** The operations of the simulated Ponto over HTTP. */
export function pontoControl(world: PontoWorld): OpenAPIHono {
  const control = createControlApp({
    title: 'Ponto simulator: control',
    description: 'Sets the stage for tests and demonstrations. Nothing of this exists in the real Ponto.',
  });
  addSharedOperations(control, world);
  addSettings(control, world);
  addOrganizations(control, world);
  addAccounts(control, world);
  addTransactions(control, world);
  return control.app;
}

type Control = ReturnType<typeof createControlApp>;

function addSettings({ add }: Control, world: PontoWorld): void {
  add({ method: 'get', path: '/settings', summary: 'How this Ponto behaves.', run: () => world.settings() });
  add({
    method: 'patch',
    path: '/settings',
    summary: 'Change how this Ponto behaves.',
    body: z
      .object({
        accessTokenSeconds: z.int().min(1),
        refreshGraceSeconds: z.int().min(0),
        synchronizationWindowSeconds: z.int().min(0),
        synchronizationsPerDay: z.int().min(0),
        synchronizationMilliseconds: z.int().min(0),
        signatureRequired: z.enum(['never', 'payments', 'post', 'always']),
        webhookUrl: z.url().nullable(),
        webhookDelivery: z.enum(['normal', 'duplicate', 'reorder', 'corrupt', 'drop']),
      })
      .partial(),
    example: { signatureRequired: 'always', webhookUrl: 'http://localhost:4801/webhooks/ponto' },
    run: ({ body }) => world.configure(defined(body)),
  });
  add({ method: 'get', path: '/webhooks', summary: 'Webhooks sent so far.', run: () => world.webhooks() });
  add({
    method: 'post',
    path: '/faults/lose-next-refresh-response',
    summary: 'The next refresh rotates the token and its answer is lost.',
    run: () => world.loseNextRefreshResponse(),
  });
}

function addOrganizations({ add }: Control, world: PontoWorld): void {
  add({ method: 'get', path: '/organizations', summary: 'All customers of Ponto.', run: () => world.organizations() });
  add({
    method: 'post',
    path: '/organizations',
    summary: 'Add a customer of Ponto.',
    body: z.object({ name: z.string().min(1), email: z.email() }),
    example: { name: 'Garage Moerbeke NV', email: 'info@moerbeke.example' },
    run: ({ body }) => world.addOrganization(body),
  });
  add({
    method: 'post',
    path: '/organizations/{organizationId}/block',
    summary: 'Block it: reading answers 403.',
    parameters: ofOrganization,
    run: ({ parameters }) => world.block(parameters.organizationId),
  });
  add({
    method: 'post',
    path: '/organizations/{organizationId}/unblock',
    summary: 'Lift the block.',
    parameters: ofOrganization,
    run: ({ parameters }) => world.unblock(parameters.organizationId),
  });
  add({
    method: 'post',
    path: '/organizations/{organizationId}/revoke-integration',
    summary: 'The customer ends the link with the application: all tokens die.',
    parameters: ofOrganization,
    run: ({ parameters }) => world.revokeIntegration(parameters.organizationId),
  });
  add({
    method: 'post',
    path: '/organizations/{organizationId}/accounts',
    summary: 'Open a bank account. It is shared only after the customer chose it.',
    parameters: ofOrganization,
    body: z.object({
      bank: z.string().optional(),
      reference: z.string(),
      currency: z.string().length(3).optional(),
      subtype: z.string().optional(),
      description: z.string().optional(),
      holderName: z.string().optional(),
      openingBalance: Amount.optional(),
    }),
    example: { reference: 'BE68539007547034', description: 'Zichtrekening', openingBalance: '1250.00' },
    run: ({ parameters, body }) => world.addAccount(parameters.organizationId, body),
  });
}

function addAccounts({ add }: Control, world: PontoWorld): void {
  add({ method: 'get', path: '/accounts', summary: 'All bank accounts.', run: () => world.accounts() });
  add({
    method: 'patch',
    path: '/accounts/{accountId}',
    summary: 'Change what the bank or Ponto says about an account.',
    description:
      '`readonly`: the bank cannot be reached. `local-midnight`: its days are sent as local midnight in UTC.',
    parameters: ofAccount,
    body: z
      .object({
        availability: z.enum(['available', 'readonly']),
        dateStyle: z.enum(['utc-midnight', 'local-midnight']),
        deprecated: z.boolean(),
        description: z.string().nullable(),
        holderName: z.string().nullable(),
      })
      .partial(),
    example: { availability: 'readonly' },
    run: ({ parameters, body }) => world.changeAccount(parameters.accountId, defined(body)),
  });
  for (const [action, summary, run] of [
    ['synchronize', 'Ponto visits the bank now.', world.synchronizeNow],
    ['end-consent', 'The authorization at the bank ends now.', world.endConsent],
    ['renew-consent', 'The authorization at the bank is given anew.', (id: string) => world.renewConsent(id)],
    ['share', 'The customer shares the account with the application.', world.share],
    ['revoke', 'The customer stops sharing the account.', world.revokeAccount],
    ['relink-with-new-ids', 'Removed from Ponto and added again: new ids.', world.relinkWithNewIds],
  ] as const) {
    add({
      method: 'post',
      path: `/accounts/{accountId}/${action}`,
      summary,
      parameters: ofAccount,
      run: ({ parameters }) => run(parameters.accountId),
    });
  }
  add({
    method: 'post',
    path: '/accounts/{accountId}/fail-next-synchronization',
    summary: 'The next synchronization ends with this error. Several wait in line.',
    parameters: ofAccount,
    body: z.object({
      code: z.string(),
      detail: z.string().optional(),
      meta: z.record(z.string(), z.unknown()).optional(),
    }),
    example: { code: 'authorizationInvalid' },
    run: ({ parameters, body }) => world.failNextSynchronization(parameters.accountId, defined(body)),
  });
}

function addTransactions({ add }: Control, world: PontoWorld): void {
  add({
    method: 'get',
    path: '/accounts/{accountId}/published-transactions',
    summary: 'The oracle: ids of everything that Ponto shows, newest first.',
    parameters: ofAccount,
    run: ({ parameters }) => world.publishedTransactions(parameters.accountId),
  });
  add({
    method: 'post',
    path: '/accounts/{accountId}/transactions',
    summary: 'Book one line or thousands at the bank.',
    description:
      'They wait for the next synchronization unless `published`. A past executionDate makes a late booking; `copies` the same line several times (equal digests); `overrides` puts wrong or unknown attributes, such as an amount with three decimals, into the answer.',
    parameters: ofAccount,
    body: z.object({
      transactions: z.array(Line).min(1),
      published: z.boolean().default(false),
      copies: z.int().min(1).max(100_000).default(1),
    }),
    example: {
      transactions: [
        {
          amount: '121.00',
          counterpartName: 'Garage Moerbeke NV',
          remittanceInformation: '+++202/6000/09791+++',
          remittanceInformationType: 'structured',
        },
      ],
      published: true,
    },
    run: ({ parameters, body: { transactions, published, copies } }) =>
      world.addTransactions(parameters.accountId, transactions.map(defined), { published, copies }),
  });
  add({
    method: 'post',
    path: '/accounts/{accountId}/pending-transactions',
    summary: 'Announce lines that are not booked yet.',
    parameters: ofAccount,
    body: z.object({ transactions: z.array(Line).min(1) }),
    example: { transactions: [{ amount: '-484.00', counterpartName: 'Fiduciaire Hoekstra' }] },
    run: ({ parameters, body }) => world.addPendingTransactions(parameters.accountId, body.transactions.map(defined)),
  });
  add({
    method: 'patch',
    path: '/accounts/{accountId}/transactions/{transactionId}',
    summary: 'The bank changes a line: visible after the next synchronization, or at once when `published`.',
    parameters: ofTransaction,
    body: z.object({ change: LineChange, published: z.boolean().default(false) }),
    example: { change: { remittanceInformation: 'factuur 2026-114' }, published: true },
    run: ({ parameters, body: { change, published } }) =>
      world.changeTransaction(parameters.accountId, parameters.transactionId, defined(change), { published }),
  });
  add({
    method: 'delete',
    path: '/accounts/{accountId}/transactions/{transactionId}',
    summary: 'The line is gone, as if it had never been there.',
    parameters: ofTransaction,
    run: ({ parameters }) => ({ removed: world.removeTransaction(parameters.accountId, parameters.transactionId) }),
  });
}
