import { createRoute, z } from '@hono/zod-openapi';
import { BankAccount } from './bank-accounts.ts';
import { problems, underAnotherKey, withoutCompany } from './problems.ts';
import { Moment, idempotencyHeader } from './values.ts';

/** The company's use of Ponto: activate, link, pull, deactivate. */

export const ConnectionState = z.enum([
  /** Never activated, or deactivated since. */
  'not_active',
  /** Activated (green button), not linked to Ponto yet. */
  'activated',
  /** Linked and pulling. */
  'active',
  /** Ponto no longer accepts our access: somebody must link again. */
  'needs_reconnect',
]);
export type ConnectionState = z.infer<typeof ConnectionState>;

const PullSummary = z.object({
  startedAt: Moment,
  finishedAt: Moment.nullable(),
  trigger: z.enum(['first', 'schedule', 'user']),
  outcome: z.enum(['running', 'succeeded', 'partly_failed', 'failed']),
  newTransactionCount: z.int(),
  changedTransactionCount: z.int(),
  /** Stable code when the outcome is not `succeeded`. */
  problem: z.string().nullable(),
});

const SynchronizationSummary = z.object({
  requestedAt: Moment,
  state: z.enum(['running', 'succeeded', 'partly_failed', 'failed', 'too_recent']),
  newTransactionCount: z.int(),
  finishedAt: Moment.nullable(),
});

export const Connection = z
  .object({
    state: ConnectionState,
    /** Quote this to support. */
    reference: z.string().nullable(),
    /** Whether the reader may activate, link and deactivate; if not, `managers` can. */
    mayManage: z.boolean(),
    managers: z.array(z.string()),
    organizationName: z.string().nullable(),
    connectedAt: Moment.nullable(),
    lastPull: PullSummary.nullable(),
    /** The last pull that ended well. */
    lastSuccessfulPullAt: Moment.nullable(),
    nextPullAt: Moment.nullable(),
    /** The last "Nu ophalen" and what came of it. */
    synchronization: SynchronizationSummary.nullable(),
    /** When "Nu ophalen" is accepted again; null when it is now. */
    synchronizationAllowedAt: Moment.nullable(),
    /** Our link to the invoices: `missing` = no key yet, `refused` = the key no longer works. */
    invoices: z.object({
      state: z.enum(['working', 'missing', 'refused', 'unavailable', 'not_read_yet']),
      readAt: Moment.nullable(),
      openCount: z.int(),
    }),
    bankAccounts: z.array(BankAccount),
  })
  .openapi('Connection');
export type Connection = z.infer<typeof Connection>;

const connectionAnswer = (description: string) => ({
  description,
  content: { 'application/json': { schema: Connection } },
});

export const getConnection = createRoute({
  operationId: 'getConnection',
  summary: 'Read the connection',
  tags: ['Connection'],
  method: 'get',
  path: '/v1/connection',
  responses: { 200: connectionAnswer('State, times and accounts.'), ...problems(...withoutCompany) },
});

export const activateConnection = createRoute({
  operationId: 'activateConnection',
  summary: 'Activate Ponto',
  tags: ['Connection'],
  method: 'post',
  path: '/v1/connection/activate',
  request: { headers: idempotencyHeader },
  responses: {
    200: connectionAnswer('Activated; activating twice changes nothing.'),
    ...problems(...withoutCompany, ...underAnotherKey, 'forbidden', 'user_required', 'invalid_request'),
  },
});

export const deactivateConnection = createRoute({
  operationId: 'deactivateConnection',
  summary: 'Deactivate Ponto',
  tags: ['Connection'],
  method: 'post',
  path: '/v1/connection/deactivate',
  request: { headers: idempotencyHeader },
  responses: {
    200: connectionAnswer('Pulling stops at once; transactions and allocations stay.'),
    ...problems(
      ...withoutCompany,
      ...underAnotherKey,
      'forbidden',
      'user_required',
      'connection_not_found',
      'invalid_request',
    ),
  },
});

export const startAuthorization = createRoute({
  operationId: 'startAuthorization',
  summary: 'Begin linking',
  tags: ['Connection'],
  method: 'post',
  path: '/v1/connection/authorizations',
  request: {
    body: {
      required: true,
      content: { 'application/json': { schema: z.object({ language: z.enum(['nl', 'fr', 'en']) }) } },
    },
  },
  responses: {
    201: {
      description: 'Send the browser to `redirectUrl`. The attempt belongs to this session and lives ten minutes.',
      content: { 'application/json': { schema: z.object({ redirectUrl: z.url(), expiresAt: Moment }) } },
    },
    ...problems(...withoutCompany, 'forbidden', 'user_required', 'connection_not_found', 'invalid_request'),
  },
});

/** How the return from Ponto ended. Each has its own page. */
export const AuthorizationOutcome = z
  .discriminatedUnion('outcome', [
    z.object({ outcome: z.literal('connected') }),
    /** The user said no at Ponto; nothing changed. */
    z.object({ outcome: z.literal('cancelled') }),
    /** Older than ten minutes, or opened twice. */
    z.object({ outcome: z.literal('expired_or_used') }),
    /** Started in another session or by another user, or not by us at all. */
    z.object({ outcome: z.literal('foreign') }),
    /** Another Ponto organization than before; the new link was not taken. */
    z.object({
      outcome: z.literal('other_organization'),
      currentOrganizationName: z.string().nullable(),
      newOrganizationName: z.string().nullable(),
      accountsThatWouldStop: z.array(z.string()),
    }),
    z.object({ outcome: z.literal('no_account_shared') }),
    z.object({ outcome: z.literal('ponto_unavailable') }),
    /** Ponto refused the code or answered something unexpected. */
    z.object({ outcome: z.literal('refused') }),
  ])
  .openapi('AuthorizationOutcome');
export type AuthorizationOutcome = z.infer<typeof AuthorizationOutcome>;

export const completeAuthorization = createRoute({
  operationId: 'completeAuthorization',
  summary: 'End linking, on the return from Ponto',
  tags: ['Connection'],
  method: 'post',
  path: '/v1/connection/authorizations/complete',
  request: {
    body: {
      required: true,
      content: {
        'application/json': {
          schema: z.object({
            state: z.string().max(500).nullable(),
            code: z.string().max(2000).nullable(),
            error: z.string().max(200).nullable(),
          }),
        },
      },
    },
  },
  responses: {
    200: {
      description: 'What the return means; safe to repeat.',
      content: { 'application/json': { schema: AuthorizationOutcome } },
    },
    ...problems(...withoutCompany, 'forbidden', 'user_required', 'invalid_request'),
  },
});

export const requestSynchronization = createRoute({
  operationId: 'requestSynchronization',
  summary: 'Ask Ponto to fetch at the bank now',
  tags: ['Connection'],
  method: 'post',
  path: '/v1/connection/synchronize',
  request: { headers: idempotencyHeader },
  responses: {
    202: connectionAnswer('Ponto was asked to fetch at the bank; `synchronization` follows it.'),
    ...problems(
      ...withoutCompany,
      ...underAnotherKey,
      'user_required',
      'connection_not_linked',
      'connection_needs_reconnect',
      'synchronization_too_soon',
      'invalid_request',
    ),
  },
});
