import { createRoute, z } from '@hono/zod-openapi';
import { problems, underAnotherKey, withoutCompany } from './problems.ts';
import { Amount, Day, Id, Moment, idempotencyHeader } from './values.ts';

export const BankAccountState = z.enum([
  /** Linked, and the last pull succeeded or has yet to come. */
  'linked',
  /** The bank has not answered Ponto for the first time yet, so there is nothing to read. */
  'waiting_for_bank',
  /** The bank authorization ends within 30 days. */
  'expires_soon',
  'expired',
  /** Ponto could not reach the bank at its last synchronization. */
  'bank_error',
  /** No longer shared with us; what was read stays. */
  'not_shared',
  /** Never shared with us: only CODA statements tell of it. */
  'statements_only',
]);

export const AutomaticMatching = z.enum(['off', 'exact']).openapi({
  description: 'exact: books a line by itself only when structured communication and open amount are equal',
});

export const BankAccount = z
  .object({
    id: Id,
    /** IBAN in electronic form; another kind of number when `referenceType` says so. */
    reference: z.string(),
    referenceType: z.string(),
    currency: z.string(),
    description: z.string().nullable(),
    holderName: z.string().nullable(),
    bankName: z.string().nullable(),
    state: BankAccountState,
    balance: z
      .object({
        current: Amount,
        available: Amount.nullable(),
        /** The day or moment that the bank itself gives for the balance. */
        referenceDate: Day.nullable(),
      })
      .nullable(),
    /** When Ponto last had data of this account from the bank: "bank data of 14:02". */
    bankSynchronizedAt: Moment.nullable(),
    /** When we last read the account at Ponto: "fetched 14:05". */
    fetchedAt: Moment.nullable(),
    authorizationExpiresAt: Moment.nullable(),
    history: z.object({
      transactionCount: z.int(),
      oldestDate: Day.nullable(),
      /** True once the first pull read its page. */
      firstPullIsDone: z.boolean(),
      /** How many transactions the first pull read: at most 100. */
      firstPullCount: z.int().nullable(),
      /** True when there was nothing older than the first pull. */
      isComplete: z.boolean(),
    }),
    /** Lines that could not be read and are kept as they came. */
    unreadableCount: z.int(),
    automaticMatching: AutomaticMatching,
    /** Stable code of the last problem of this account, null when the last pull was fine. */
    problem: z.string().nullable(),
  })
  .openapi('BankAccount');
export type BankAccount = z.infer<typeof BankAccount>;

export const updateBankAccount = createRoute({
  operationId: 'updateBankAccount',
  summary: 'Change an account',
  tags: ['Bank accounts'],
  method: 'patch',
  path: '/v1/bank-accounts/{bankAccountId}',
  request: {
    params: z.object({ bankAccountId: Id }),
    headers: idempotencyHeader,
    body: {
      required: true,
      content: { 'application/json': { schema: z.object({ automaticMatching: AutomaticMatching }) } },
    },
  },
  responses: {
    200: { description: 'The changed account.', content: { 'application/json': { schema: BankAccount } } },
    ...problems(...withoutCompany, ...underAnotherKey, 'forbidden', 'bank_account_not_found', 'invalid_request'),
  },
});

export const listBankAccounts = createRoute({
  operationId: 'listBankAccounts',
  summary: 'List the accounts',
  tags: ['Bank accounts'],
  method: 'get',
  path: '/v1/bank-accounts',
  responses: {
    200: {
      description: 'All accounts ever linked; those no longer shared come last.',
      content: { 'application/json': { schema: z.object({ items: z.array(BankAccount), next: z.null() }) } },
    },
    ...problems(...withoutCompany),
  },
});
