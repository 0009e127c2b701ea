import { sql } from 'drizzle-orm';
import {
  bigint,
  boolean,
  check,
  date,
  foreignKey,
  index,
  integer,
  pgTable,
  primaryKey,
  text,
  unique,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core';
import { bankAccount } from './bank-account.ts';
import { bankTransaction } from './bank-transaction.ts';
import { companyIdColumn, moment } from './columns.ts';
import { company } from './company.ts';
import { openDocument } from './document.ts';
import { companyPolicy, dispatcherPolicy } from './tenancy.ts';

/** How one follows another stands with the use cases (`payment-initiation-state.ts`). */
export const paymentInitiationStates = [
  'awaiting_approval',
  'prepared',
  'sending',
  'unknown',
  'awaiting_signature',
  'signed',
  'accepted',
  'handed_out',
  'executed',
  'refused',
  'expired',
  'cancelled',
] as const;

/**
 * What a user approved to be paid: one payment, or many under one signature or in one file. Written, with the key under
 * which Ponto does it at most once, before anything is sent.
 */
export const paymentInitiation = pgTable(
  'payment_initiation',
  {
    companyId: companyIdColumn(),
    paymentInitiationId: uuid('payment_initiation_id').notNull(),
    method: text('method', { enum: ['ponto', 'qr', 'sepa_file'] }).notNull(),
    /** The account that pays. */
    bankAccountId: uuid('bank_account_id').notNull(),
    state: text('state', { enum: paymentInitiationStates }).notNull(),
    stateSince: moment('state_since').notNull(),
    /** Stable code of why, when the state alone does not say. */
    stateReason: text('state_reason'),
    /** Counts the steps: the last one in `payment_initiation_step` has this number. */
    revision: integer('revision').notNull().default(1),
    /** Shown in Ponto; the message id of a file. */
    reference: text('reference').notNull(),
    /** Null: as soon as possible. */
    executionDate: date('execution_date'),
    /** Many transfers under one signature; at Ponto that is another resource. */
    isBulk: boolean('is_bulk').notNull(),
    batchBookingPreferred: boolean('batch_booking_preferred').notNull(),
    totalMinor: bigint('total_minor', { mode: 'bigint' }).notNull(),
    currency: text('currency').notNull(),
    /** Made with the form, before the click: a second click finds the first one's payment. */
    requestKey: text('request_key').notNull(),
    /** Of all that was approved: the same key with another content is refused. */
    requestHash: text('request_hash').notNull(),
    /** Ponto's idempotency key, and since when it is known there. */
    providerKey: uuid('provider_key').notNull(),
    firstSentAt: moment('first_sent_at'),
    /** Where it was sent first: it is asked for there again, whatever the account is called at Ponto by then. */
    pontoAccountId: text('ponto_account_id'),
    attemptCount: integer('attempt_count').notNull().default(0),
    pontoPaymentId: text('ponto_payment_id'),
    /** Ponto's page to sign on. */
    signingUrl: text('signing_url'),
    /** As Ponto last said it. */
    pontoStatus: text('ponto_status'),
    lookedAt: moment('looked_at'),
    /** When the next step is due; null when nothing is left to do, or a person must act. */
    dueAt: moment('due_at'),
    preparedAt: moment('prepared_at').notNull(),
    preparedById: text('prepared_by_id').notNull(),
    preparedByName: text('prepared_by_name'),
    approvedAt: moment('approved_at'),
    approvedById: text('approved_by_id'),
    approvedByName: text('approved_by_name'),
  },
  (table) => [
    primaryKey({ name: 'payment_initiation_key', columns: [table.companyId, table.paymentInitiationId] }),
    foreignKey({ name: 'payment_initiation_company', columns: [table.companyId], foreignColumns: [company.companyId] }),
    foreignKey({
      name: 'payment_initiation_account',
      columns: [table.companyId, table.bankAccountId],
      foreignColumns: [bankAccount.companyId, bankAccount.bankAccountId],
    }),
    unique('payment_initiation_request_key').on(table.companyId, table.requestKey),
    unique('payment_initiation_provider_key').on(table.companyId, table.providerKey),
    unique('payment_initiation_at_ponto').on(table.companyId, table.pontoPaymentId),
    index('payment_initiation_list_idx').on(table.companyId, table.preparedAt, table.paymentInitiationId),
    index('payment_initiation_due_idx')
      .on(table.dueAt)
      .where(sql`${table.dueAt} is not null`),
    check('payment_initiation_in_euro', sql`${table.currency} = 'EUR' and ${table.totalMinor} > 0`),
    /** Who prepares may not approve. */
    check('payment_initiation_four_eyes', sql`${table.approvedById} is distinct from ${table.preparedById}`),
    companyPolicy('payment_initiation'),
    dispatcherPolicy('payment_initiation', 'select'),
  ],
);

/**
 * One transfer: the very amount, account, name and communication that the user approved. Never changed. It pays a
 * document, or pays back what came in too much on a line.
 */
export const paymentInitiationItem = pgTable(
  'payment_initiation_item',
  {
    companyId: companyIdColumn(),
    paymentInitiationId: uuid('payment_initiation_id').notNull(),
    position: integer('position').notNull(),
    /** What it pays: a purchase, or a sales credit note that is refunded. Null when it pays back a line. */
    documentId: uuid('document_id'),
    /** The line of which too much came in, when that is paid back. */
    refundedTransactionId: uuid('refunded_transaction_id'),
    /**
     * What it takes of that line, kept by trigger: its amount while it lives and once the bank showed it, no more than
     * the line has left; nothing after it was released, or after the bank returned it.
     */
    takesMinor: bigint('takes_minor', { mode: 'bigint' })
      .notNull()
      .default(sql`0`),
    amountMinor: bigint('amount_minor', { mode: 'bigint' }).notNull(),
    creditorName: text('creditor_name').notNull(),
    creditorIban: text('creditor_iban').notNull(),
    creditorBic: text('creditor_bic'),
    remittanceInformation: text('remittance_information'),
    remittanceInformationType: text('remittance_information_type', { enum: ['structured', 'unstructured'] }),
    /** Ours: brings the line of the bank back already matched. */
    endToEndId: text('end_to_end_id').notNull(),
    /**
     * While the payment lives. At most one live transfer pays a document, or pays back a line, whoever prepares it and
     * by whatever way.
     */
    isLive: boolean('is_live').notNull().default(true),
    /** The line of the bank that proves it. */
    bankTransactionId: uuid('bank_transaction_id'),
    seenAt: moment('seen_at'),
    /** The line by which the bank gave the money back: the payee's account was closed, or refused it. */
    returnedTransactionId: uuid('returned_transaction_id'),
  },
  (table) => [
    primaryKey({
      name: 'payment_initiation_item_key',
      columns: [table.companyId, table.paymentInitiationId, table.position],
    }),
    foreignKey({
      name: 'payment_initiation_item_initiation',
      columns: [table.companyId, table.paymentInitiationId],
      foreignColumns: [paymentInitiation.companyId, paymentInitiation.paymentInitiationId],
    }),
    foreignKey({
      name: 'payment_initiation_item_document',
      columns: [table.companyId, table.documentId],
      foreignColumns: [openDocument.companyId, openDocument.documentId],
    }),
    foreignKey({
      name: 'payment_initiation_item_refunded',
      columns: [table.companyId, table.refundedTransactionId],
      foreignColumns: [bankTransaction.companyId, bankTransaction.bankTransactionId],
    }),
    foreignKey({
      name: 'payment_initiation_item_transaction',
      columns: [table.companyId, table.bankTransactionId],
      foreignColumns: [bankTransaction.companyId, bankTransaction.bankTransactionId],
    }),
    foreignKey({
      name: 'payment_initiation_item_returned',
      columns: [table.companyId, table.returnedTransactionId],
      foreignColumns: [bankTransaction.companyId, bankTransaction.bankTransactionId],
    }),
    uniqueIndex('payment_initiation_item_returned_idx')
      .on(table.companyId, table.returnedTransactionId)
      .where(sql`${table.returnedTransactionId} is not null`),
    uniqueIndex('payment_initiation_item_one_live_idx')
      .on(table.companyId, table.documentId)
      .where(sql`${table.isLive}`),
    uniqueIndex('payment_initiation_item_one_live_refund_idx')
      .on(table.companyId, table.refundedTransactionId)
      .where(sql`${table.isLive} and ${table.refundedTransactionId} is not null`),
    index('payment_initiation_item_refunded_idx')
      .on(table.companyId, table.refundedTransactionId)
      .where(sql`${table.refundedTransactionId} is not null`),
    unique('payment_initiation_item_end_to_end').on(table.companyId, table.endToEndId),
    index('payment_initiation_item_document_idx').on(table.companyId, table.documentId),
    check('payment_initiation_item_positive', sql`${table.amountMinor} > 0`),
    /** Only what left the account can come back. */
    check(
      'payment_initiation_item_returned_after_seen',
      sql`${table.returnedTransactionId} is null or ${table.bankTransactionId} is not null`,
    ),
    check(
      'payment_initiation_item_one_subject',
      sql`num_nonnulls(${table.documentId}, ${table.refundedTransactionId}) = 1`,
    ),
    companyPolicy('payment_initiation_item'),
  ],
);

/** Every step of a payment, also those that were not obeyed, without gaps. Append-only. */
export const paymentInitiationStep = pgTable(
  'payment_initiation_step',
  {
    companyId: companyIdColumn(),
    paymentInitiationId: uuid('payment_initiation_id').notNull(),
    revision: integer('revision').notNull(),
    at: moment('at').notNull(),
    event: text('event').notNull(),
    /** Null for the first one. */
    fromState: text('from_state', { enum: paymentInitiationStates }),
    /** The same as before when the event was not obeyed. */
    toState: text('to_state', { enum: paymentInitiationStates }).notNull(),
    reason: text('reason'),
    actorType: text('actor_type', { enum: ['user', 'api-client', 'support', 'system'] }).notNull(),
    actorId: text('actor_id').notNull(),
    actorName: text('actor_name'),
    providerRequestId: text('provider_request_id'),
  },
  (table) => [
    primaryKey({
      name: 'payment_initiation_step_key',
      columns: [table.companyId, table.paymentInitiationId, table.revision],
    }),
    foreignKey({
      name: 'payment_initiation_step_initiation',
      columns: [table.companyId, table.paymentInitiationId],
      foreignColumns: [paymentInitiation.companyId, paymentInitiation.paymentInitiationId],
    }),
    companyPolicy('payment_initiation_step'),
  ],
);
