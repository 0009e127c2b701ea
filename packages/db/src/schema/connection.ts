import { sql } from 'drizzle-orm';
import {
  bigint,
  boolean,
  foreignKey,
  index,
  integer,
  pgPolicy,
  pgTable,
  primaryKey,
  text,
  unique,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core';
import { companyIdColumn, moment } from './columns.ts';
import { company } from './company.ts';
import { applicationRole, companyPolicy, dispatcherPolicy, supportPolicy } from './tenancy.ts';

/** What each state means, and how one follows another, stands with the use cases (`connection-state.ts`). */
export const connectionStates = [
  'activated',
  'authorizing',
  'active',
  'needs_reconnect',
  'blocked',
  'paused',
  'deactivating',
  'deactivated',
] as const;

/**
 * A company's use of Ponto. The row is also the schedule: when it is due, who holds the lease, and the fence that
 * makes late commits of an earlier holder fail.
 */
export const connection = pgTable(
  'connection',
  {
    companyId: companyIdColumn(),
    connectionId: uuid('connection_id').notNull().defaultRandom(),
    state: text('state', { enum: connectionStates }).notNull(),
    stateSince: moment('state_since').notNull().defaultNow(),
    /** Stable code of why it is in this state, when the event alone does not say. */
    stateReason: text('state_reason'),
    /** Counts the transitions: the last one in `connection_transition` has this number. */
    revision: integer('revision').notNull().default(1),
    /** Ponto's organization (`sub` of /userinfo): needed to end the integration when the token is lost. */
    organizationId: text('organization_id'),
    organizationName: text('organization_name'),
    scope: text('scope'),
    /** What /userinfo last said of the organization; null while it never did. */
    onboardingComplete: boolean('onboarding_complete'),
    paymentsActivated: boolean('payments_activated'),
    paymentsActivationRequested: boolean('payments_activation_requested'),
    organizationReadAt: moment('organization_read_at'),
    activatedAt: moment('activated_at').notNull(),
    connectedAt: moment('connected_at'),
    deactivatedAt: moment('deactivated_at'),
    /** Next pull; null while there is nothing to pull. */
    dueAt: moment('due_at'),
    /** A user waits for the next pull: it goes before the backlog. */
    isUrgent: boolean('is_urgent').notNull().default(false),
    leaseUntil: moment('lease_until'),
    /** Grows with each claim. A commit that names an older fence is refused. */
    fence: bigint('fence', { mode: 'number' }).notNull().default(0),
    /** Pulls that failed one after the other; sets the delay of the next try. */
    failedPullCount: integer('failed_pull_count').notNull().default(0),
    lastSuccessfulPullAt: moment('last_successful_pull_at'),
    /** When to look next at what its people must be told: reminders, alarms, and their end. */
    watchDueAt: moment('watch_due_at'),
  },
  (table) => [
    primaryKey({ name: 'connection_key', columns: [table.companyId, table.connectionId] }),
    foreignKey({ name: 'connection_company', columns: [table.companyId], foreignColumns: [company.companyId] }),
    /** One live connection per company; deactivated ones stay as history. */
    uniqueIndex('connection_one_live_idx')
      .on(table.companyId)
      .where(sql`${table.deactivatedAt} is null`),
    /** The dispatcher asks "who is due and held by nobody" over all companies, oldest first. */
    index('connection_due_idx')
      .on(sql`greatest(${table.dueAt}, ${table.leaseUntil})`)
      .where(sql`${table.state} = 'active' and ${table.dueAt} is not null`),
    index('connection_urgent_idx')
      .on(sql`greatest(${table.dueAt}, ${table.leaseUntil})`)
      .where(sql`${table.state} = 'active' and ${table.dueAt} is not null and ${table.isUrgent}`),
    index('connection_watch_due_idx')
      .on(table.watchDueAt)
      .where(sql`${table.watchDueAt} is not null`),
    companyPolicy('connection'),
    supportPolicy('connection'),
    dispatcherPolicy('connection', 'select'),
    dispatcherPolicy('connection', 'update'),
    /** Ponto names an organization only: in a webhook, and when an integration is to be ended that others may use. */
    pgPolicy('connection_of_organization', {
      as: 'permissive',
      for: 'select',
      to: applicationRole,
      using: sql`organization_id = current_setting('app.organization_id', true)`,
    }),
  ],
);

/** Every change of state of a connection, without gaps: it explains the present one. Append-only. */
export const connectionTransition = pgTable(
  'connection_transition',
  {
    companyId: companyIdColumn(),
    connectionId: uuid('connection_id').notNull(),
    revision: integer('revision').notNull(),
    at: moment('at').notNull(),
    event: text('event').notNull(),
    /** Null for the first one. */
    fromState: text('from_state', { enum: connectionStates }),
    toState: text('to_state', { enum: connectionStates }).notNull(),
    reason: text('reason'),
    actorType: text('actor_type', { enum: ['user', 'api-client', 'support', 'system'] }).notNull(),
    actorId: text('actor_id').notNull(),
    actorName: text('actor_name'),
    /** Ponto's request id of the call that showed it. */
    providerRequestId: text('provider_request_id'),
  },
  (table) => [
    primaryKey({
      name: 'connection_transition_key',
      columns: [table.companyId, table.connectionId, table.revision],
    }),
    foreignKey({
      name: 'connection_transition_connection',
      columns: [table.companyId, table.connectionId],
      foreignColumns: [connection.companyId, connection.connectionId],
    }),
    companyPolicy('connection_transition'),
  ],
);

/** The newest token pair of a connection, encrypted. One row, replaced under the connection's row lock. */
export const connectionToken = pgTable(
  'connection_token',
  {
    companyId: companyIdColumn(),
    connectionId: uuid('connection_id').notNull(),
    accessTokenEnvelope: text('access_token_envelope').notNull(),
    refreshTokenEnvelope: text('refresh_token_envelope').notNull(),
    accessExpiresAt: moment('access_expires_at').notNull(),
    updatedAt: moment('updated_at').notNull(),
  },
  (table) => [
    primaryKey({ name: 'connection_token_key', columns: [table.companyId, table.connectionId] }),
    foreignKey({
      name: 'connection_token_connection',
      columns: [table.companyId, table.connectionId],
      foreignColumns: [connection.companyId, connection.connectionId],
    }),
    companyPolicy('connection_token'),
  ],
);

/** One trip of a user to Ponto: state and verifier, bound to session and company, short-lived, used once. */
export const authorizationAttempt = pgTable(
  'authorization_attempt',
  {
    companyId: companyIdColumn(),
    authorizationAttemptId: uuid('authorization_attempt_id').notNull().defaultRandom(),
    connectionId: uuid('connection_id').notNull(),
    stateHash: text('state_hash').notNull(),
    sessionHash: text('session_hash').notNull(),
    codeVerifierEnvelope: text('code_verifier_envelope').notNull(),
    createdAt: moment('created_at').notNull(),
    expiresAt: moment('expires_at').notNull(),
    usedAt: moment('used_at'),
    outcome: text('outcome'),
    /** A grant that a person must decide about, sealed: kept for a few minutes, then given back to Ponto. */
    heldGrantEnvelope: text('held_grant_envelope'),
    heldUntil: moment('held_until'),
  },
  (table) => [
    primaryKey({ name: 'authorization_attempt_key', columns: [table.companyId, table.authorizationAttemptId] }),
    foreignKey({
      name: 'authorization_attempt_connection',
      columns: [table.companyId, table.connectionId],
      foreignColumns: [connection.companyId, connection.connectionId],
    }),
    unique('authorization_attempt_state_key').on(table.companyId, table.stateHash),
    index('authorization_attempt_state_idx').on(table.stateHash),
    companyPolicy('authorization_attempt'),
    /** The return from Ponto names only the state; the company follows from it. */
    pgPolicy('authorization_attempt_by_state', {
      as: 'permissive',
      for: 'select',
      to: applicationRole,
      using: sql`state_hash = current_setting('app.authorization_state_hash', true)`,
    }),
  ],
);

/** One reading of everything that Ponto holds for a connection. */
export const pull = pgTable(
  'pull',
  {
    companyId: companyIdColumn(),
    pullId: uuid('pull_id').notNull().defaultRandom(),
    connectionId: uuid('connection_id').notNull(),
    fence: bigint('fence', { mode: 'number' }).notNull(),
    trigger: text('trigger', { enum: ['first', 'schedule', 'user'] }).notNull(),
    startedAt: moment('started_at').notNull(),
    finishedAt: moment('finished_at'),
    /** `abandoned`: a later pull goes on, because its lease ran out or it was handed back. */
    outcome: text('outcome', { enum: ['running', 'succeeded', 'partly_failed', 'failed', 'abandoned'] }).notNull(),
    newTransactionCount: integer('new_transaction_count').notNull().default(0),
    changedTransactionCount: integer('changed_transaction_count').notNull().default(0),
    problem: text('problem'),
    /** Ponto's request id of the call that failed; its support asks for it. */
    providerRequestId: text('provider_request_id'),
    /** What Ponto answered to it; empty when no answer came, or when the fault was ours. */
    providerStatus: integer('provider_status'),
    providerCode: text('provider_code'),
  },
  (table) => [
    primaryKey({ name: 'pull_key', columns: [table.companyId, table.pullId] }),
    foreignKey({
      name: 'pull_connection',
      columns: [table.companyId, table.connectionId],
      foreignColumns: [connection.companyId, connection.connectionId],
    }),
    unique('pull_fence_key').on(table.companyId, table.connectionId, table.fence),
    index('pull_recent_idx').on(table.companyId, table.connectionId, table.startedAt),
    companyPolicy('pull'),
  ],
);

/** "Nu ophalen": a user asked Ponto to fetch at the bank. One row per click, followed until it ends. */
export const synchronizationRequest = pgTable(
  'synchronization_request',
  {
    companyId: companyIdColumn(),
    synchronizationRequestId: uuid('synchronization_request_id').notNull().defaultRandom(),
    connectionId: uuid('connection_id').notNull(),
    requestedAt: moment('requested_at').notNull(),
    finishedAt: moment('finished_at'),
    state: text('state', { enum: ['running', 'succeeded', 'partly_failed', 'failed', 'too_recent'] }).notNull(),
    newTransactionCount: integer('new_transaction_count').notNull().default(0),
    /** Ponto demands the address of the user who asks. Erased when the request has ended. */
    customerIpAddress: text('customer_ip_address'),
  },
  (table) => [
    primaryKey({ name: 'synchronization_request_key', columns: [table.companyId, table.synchronizationRequestId] }),
    foreignKey({
      name: 'synchronization_request_connection',
      columns: [table.companyId, table.connectionId],
      foreignColumns: [connection.companyId, connection.connectionId],
    }),
    index('synchronization_request_recent_idx').on(table.companyId, table.connectionId, table.requestedAt),
    companyPolicy('synchronization_request'),
  ],
);

/** The synchronization of one account within a request; `pontoSynchronizationId` is known once Ponto took it. */
export const synchronizationOfAccount = pgTable(
  'synchronization_of_account',
  {
    companyId: companyIdColumn(),
    synchronizationRequestId: uuid('synchronization_request_id').notNull(),
    bankAccountId: uuid('bank_account_id').notNull(),
    /**
     * Transactions come first, with what is announced, balances after them: Ponto refuses both at once. Requests of
     * earlier releases asked for booked transactions alone.
     */
    subtype: text('subtype', {
      enum: ['accountTransactionsWithUnsettled', 'accountTransactions', 'accountDetails'],
    }).notNull(),
    /** Sent to Ponto with the request, so that a repeat after a lost answer is the same request. */
    idempotencyKey: uuid('idempotency_key').notNull().defaultRandom(),
    pontoSynchronizationId: text('ponto_synchronization_id'),
    state: text('state', { enum: ['intended', 'running', 'succeeded', 'failed', 'too_recent'] }).notNull(),
    problem: text('problem'),
  },
  (table) => [
    primaryKey({
      name: 'synchronization_of_account_key',
      columns: [table.companyId, table.synchronizationRequestId, table.bankAccountId, table.subtype],
    }),
    foreignKey({
      name: 'synchronization_of_account_request',
      columns: [table.companyId, table.synchronizationRequestId],
      foreignColumns: [synchronizationRequest.companyId, synchronizationRequest.synchronizationRequestId],
    }),
    companyPolicy('synchronization_of_account'),
  ],
);
