import { createRoute, z } from '@hono/zod-openapi';
import { BankAccount } from './bank-accounts.ts';
import { Fault } from './faults.ts';
import { problems, underAnotherKey, withoutCompany } from './problems.ts';
import { Moment, idempotencyHeader } from './values.ts';

/** The company's use of Ponto: activate, link, pull, deactivate. */

export const ConnectionState = z.enum([
  /** Never activated, or deactivated since. */
  'not_active',
  /** Activated (green button), not linked to Ponto yet. */
  'activated',
  /** Somebody is at Ponto to link, for the first time. */
  'authorizing',
  /** Linked and pulling. */
  'active',
  /** Ponto no longer accepts our access: somebody must link again. */
  'needs_reconnect',
  /** Ponto blocked the organization. */
  'blocked',
  /** Support stopped the reading. */
  'paused',
]);
export type ConnectionState = z.infer<typeof ConnectionState>;

export const PaymentPermission = z.enum([
  'not_linked',
  /** Ponto did not give the right: the plan "Betalingsinitiëring" is missing, or was added after linking. */
  'not_granted',
  'not_activated',
  /** Requested at Ponto, which reviews it for some days. */
  'requested',
  /** Activated, but no linked account is at a bank that takes such payments. */
  'bank_not_supported',
  'ready',
]);
export type PaymentPermission = z.infer<typeof PaymentPermission>;

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

/** What a state means to people. */
const StateMeaning = z.object({
  /** Who must act before bank lines come in again. */
  responsible: z.enum(['administrator', 'ponto', 'support', 'nobody']),
  nextStep: z
    .enum(['activate', 'connect', 'finish_at_ponto', 'reconnect', 'contact_ponto', 'wait_for_support'])
    .nullable(),
  /** What can still be done. Lines that are stored can always be read. */
  working: z.array(z.enum(['read_bank', 'import_statements', 'match', 'prepare_payments'])).readonly(),
});

/**
 * Whether the books of onFact can be read: `missing` = no key yet, `refused` = the key no longer works, `closed` = the
 * key has no right to them, or this onFact does not have them.
 */
export const InvoicesState = z.enum(['working', 'missing', 'refused', 'closed', 'unavailable', 'not_read_yet']);
export type InvoicesState = z.infer<typeof InvoicesState>;

export const Connection = z
  .object({
    state: ConnectionState,
    stateSince: Moment.nullable(),
    /** Stable code of why, when the state alone does not say. */
    stateReason: z.string().nullable(),
    meaning: StateMeaning,
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
    invoices: z.object({
      state: InvoicesState,
      readAt: Moment.nullable(),
      openCount: z.int(),
    }),
    /** False: Ponto deletes the organization, and the link with it, 72 hours after its creation. */
    onboardingComplete: z.boolean().nullable(),
    /** Whether purchases can be paid through Ponto, and when that was last asked of Ponto. */
    payments: z.object({
      permission: PaymentPermission,
      checkedAt: Moment.nullable(),
      /** Payments at Ponto that are not over. After a deactivation nobody asks any more how they end. */
      runningCount: z.int(),
    }),
    bankAccounts: z.array(BankAccount),
    /** Everything that is the matter, the most urgent first. */
    faults: z.array(Fault),
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
    /** Another Ponto organization than before: the new link waits ten minutes for a decision. */
    z.object({
      outcome: z.literal('other_organization'),
      authorizationAttemptId: z.uuid(),
      currentOrganizationName: z.string().nullable(),
      newOrganizationName: z.string().nullable(),
      accountsThatWouldStop: z.array(z.string()),
    }),
    /** Another company reads these accounts too: the new link waits ten minutes for a decision. */
    z.object({
      outcome: z.literal('linked_elsewhere'),
      authorizationAttemptId: z.uuid(),
      /** The other company's name only for a user who works there as well. */
      accounts: z.array(z.object({ reference: z.string(), companyName: z.string().nullable() })).readonly(),
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

export const decideAuthorization = createRoute({
  operationId: 'decideAuthorization',
  summary: 'Decide about a new link that waits',
  tags: ['Connection'],
  method: 'post',
  path: '/v1/connection/authorizations/{authorizationAttemptId}/decision',
  request: {
    headers: idempotencyHeader,
    params: z.object({ authorizationAttemptId: z.uuid() }),
    body: {
      required: true,
      content: { 'application/json': { schema: z.object({ decision: z.enum(['keep', 'replace']) }) } },
    },
  },
  responses: {
    200: connectionAnswer('`replace` takes the new link, `keep` leaves everything as it was.'),
    ...problems(
      ...withoutCompany,
      ...underAnotherKey,
      'forbidden',
      'user_required',
      'authorization_not_waiting',
      'invalid_request',
    ),
  },
});

const aboutPayments = [
  ...withoutCompany,
  'forbidden',
  'user_required',
  'connection_not_linked',
  'connection_needs_reconnect',
  'connection_stopped',
  'ponto_unavailable',
  'invalid_request',
] as const;

export const activatePayments = createRoute({
  operationId: 'activatePayments',
  summary: 'Request payments at Ponto',
  tags: ['Connection'],
  method: 'post',
  path: '/v1/connection/payments/activate',
  request: { headers: idempotencyHeader },
  responses: {
    201: {
      description: 'Send the browser to `redirectUrl`; without one the Ponto dashboard is the place.',
      content: { 'application/json': { schema: z.object({ redirectUrl: z.url().nullable() }) } },
    },
    ...problems(...aboutPayments, ...underAnotherKey),
  },
});

export const checkPayments = createRoute({
  operationId: 'checkPayments',
  summary: 'Ask Ponto whether payments are activated',
  tags: ['Connection'],
  method: 'post',
  path: '/v1/connection/payments/check',
  responses: { 200: connectionAnswer('With the answer in `payments`.'), ...problems(...aboutPayments) },
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
      'connection_stopped',
      'synchronization_too_soon',
      'invalid_request',
    ),
  },
});
