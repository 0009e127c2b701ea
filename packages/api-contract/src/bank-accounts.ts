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
  /** The whole link was withdrawn at Ponto: link again. */
  'revoked',
  /** Ponto could not reach the bank at its last synchronization. */
  'bank_error',
  /** No longer shared with us; what was read stays. */
  'not_shared',
  /** Never shared with us: only CODA statements tell of it. */
  'statements_only',
]);

export const AutomaticMatching = z.enum(['off', 'exact', 'learned']).openapi({
  description:
    'What is booked without a person. exact: one document whose reference and open amount are equal. learned: also what is certain from what was confirmed before.',
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
    /** Whether its bank takes payments that Ponto prepares; null while that is not known. */
    paymentsSupported: z.boolean().nullable(),
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

export const startReauthorization = createRoute({
  operationId: 'startReauthorization',
  summary: 'Begin renewing the consent of an account',
  tags: ['Bank accounts'],
  method: 'post',
  path: '/v1/bank-accounts/{bankAccountId}/reauthorizations',
  request: { params: z.object({ bankAccountId: Id }) },
  responses: {
    201: {
      description:
        'Send the browser of the Ponto account holder to `redirectUrl`. The present consent stays until the new one works. The attempt belongs to this session and lives half an hour.',
      content: { 'application/json': { schema: z.object({ redirectUrl: z.url(), expiresAt: Moment }) } },
    },
    ...problems(
      ...withoutCompany,
      'forbidden',
      'user_required',
      'bank_account_not_found',
      'connection_not_linked',
      'connection_needs_reconnect',
      'connection_stopped',
      'ponto_unavailable',
      'invalid_request',
    ),
  },
});

/** How the return from the bank ended. */
export const ReauthorizationOutcome = z
  .discriminatedUnion('outcome', [
    z.object({ outcome: z.literal('renewed'), bankAccountId: Id }),
    /** The user said no at the bank. */
    z.object({ outcome: z.literal('cancelled'), bankAccountId: Id }),
    /** Ponto shows the consent of before: not confirmed, or not known there yet. */
    z.object({ outcome: z.literal('unchanged'), bankAccountId: Id }),
    z.object({ outcome: z.literal('ponto_unavailable'), bankAccountId: Id }),
    /** Older than half an hour, or opened twice. */
    z.object({ outcome: z.literal('expired_or_used'), bankAccountId: z.null() }),
    /** Started in another session or by another user, or not by us at all. */
    z.object({ outcome: z.literal('foreign'), bankAccountId: z.null() }),
  ])
  .openapi('ReauthorizationOutcome');
export type ReauthorizationOutcome = z.infer<typeof ReauthorizationOutcome>;

export const completeReauthorization = createRoute({
  operationId: 'completeReauthorization',
  summary: 'End renewing, on the return from the bank',
  tags: ['Bank accounts'],
  method: 'post',
  path: '/v1/reauthorizations/complete',
  request: {
    body: {
      required: true,
      content: {
        'application/json': {
          schema: z.object({ state: z.string().max(500).nullable(), error: z.string().max(200).nullable() }),
        },
      },
    },
  },
  responses: {
    200: {
      description: 'What the return means; safe to repeat.',
      content: { 'application/json': { schema: ReauthorizationOutcome } },
    },
    ...problems(...withoutCompany, 'forbidden', 'user_required', 'invalid_request'),
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
