import { sql } from 'drizzle-orm';
import {
  boolean,
  foreignKey,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  smallint,
  text,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core';
import { bankAccount } from './bank-account.ts';
import { companyIdColumn, moment } from './columns.ts';
import { company } from './company.ts';
import { companyPolicy, dispatcherPolicy } from './tenancy.ts';

/** What people are told. Each kind can be switched off by itself, in the app and by mail. */
export const notificationKinds = [
  'consent_ends',
  'connection_stopped',
  'no_data',
  'connection_restored',
  'account_not_shared',
  'payment_differs',
] as const;

/** Something that people of a company must know. Who is told stands in `notification_receipt` and `mail`. */
export const notification = pgTable(
  'notification',
  {
    companyId: companyIdColumn(),
    notificationId: uuid('notification_id').notNull().defaultRandom(),
    kind: text('kind', { enum: notificationKinds }).notNull(),
    /** What is the matter: while it lasts, nothing else is said about it. */
    cause: text('cause').notNull(),
    createdAt: moment('created_at').notNull(),
    /** When it was over: nobody has to act any more. */
    closedAt: moment('closed_at'),
    /** Codes and moments that its words need; never bank data. */
    facts: jsonb('facts').$type<Record<string, string>>().notNull(),
  },
  (table) => [
    primaryKey({ name: 'notification_key', columns: [table.companyId, table.notificationId] }),
    foreignKey({ name: 'notification_company', columns: [table.companyId], foreignColumns: [company.companyId] }),
    /** One alarm per cause, however often it is looked at and by how many. */
    uniqueIndex('notification_open_cause_idx')
      .on(table.companyId, table.cause)
      .where(sql`${table.closedAt} is null`),
    companyPolicy('notification'),
  ],
);

/** The accounts that a notification names. */
export const notificationAccount = pgTable(
  'notification_account',
  {
    companyId: companyIdColumn(),
    notificationId: uuid('notification_id').notNull(),
    bankAccountId: uuid('bank_account_id').notNull(),
  },
  (table) => [
    primaryKey({
      name: 'notification_account_key',
      columns: [table.companyId, table.notificationId, table.bankAccountId],
    }),
    foreignKey({
      name: 'notification_account_notification',
      columns: [table.companyId, table.notificationId],
      foreignColumns: [notification.companyId, notification.notificationId],
    }),
    foreignKey({
      name: 'notification_account_bank_account',
      columns: [table.companyId, table.bankAccountId],
      foreignColumns: [bankAccount.companyId, bankAccount.bankAccountId],
    }),
    companyPolicy('notification_account'),
  ],
);

/** How near the end of a consent people were last reminded: the days only go down, a new consent is a new row. */
export const consentReminder = pgTable(
  'consent_reminder',
  {
    companyId: companyIdColumn(),
    bankAccountId: uuid('bank_account_id').notNull(),
    /** Which consent: the day on which it was to end, or the moment at which it was given when no end is told. */
    consent: text('consent').notNull(),
    daysBefore: smallint('days_before').notNull(),
    /** The last one: it lasts until the consent is renewed or a more urgent one takes its place. */
    notificationId: uuid('notification_id').notNull(),
    remindedAt: moment('reminded_at').notNull(),
  },
  (table) => [
    primaryKey({ name: 'consent_reminder_key', columns: [table.companyId, table.bankAccountId, table.consent] }),
    foreignKey({
      name: 'consent_reminder_bank_account',
      columns: [table.companyId, table.bankAccountId],
      foreignColumns: [bankAccount.companyId, bankAccount.bankAccountId],
    }),
    foreignKey({
      name: 'consent_reminder_notification',
      columns: [table.companyId, table.notificationId],
      foreignColumns: [notification.companyId, notification.notificationId],
    }),
    companyPolicy('consent_reminder'),
  ],
);

/** A notification in the bell of one user. */
export const notificationReceipt = pgTable(
  'notification_receipt',
  {
    companyId: companyIdColumn(),
    notificationId: uuid('notification_id').notNull(),
    userId: text('user_id').notNull(),
    readAt: moment('read_at'),
    /** Its banner stays away until then. */
    dismissedUntil: moment('dismissed_until'),
  },
  (table) => [
    primaryKey({ name: 'notification_receipt_key', columns: [table.companyId, table.userId, table.notificationId] }),
    foreignKey({
      name: 'notification_receipt_notification',
      columns: [table.companyId, table.notificationId],
      foreignColumns: [notification.companyId, notification.notificationId],
    }),
    companyPolicy('notification_receipt'),
  ],
);

/** The outbox of mails: one row per notification and receiver. The words are made when it is sent. */
export const mail = pgTable(
  'mail',
  {
    companyId: companyIdColumn(),
    /** Also its Message-ID, so that a mail that is sent again after a crash is recognised as the same one. */
    mailId: uuid('mail_id').notNull().defaultRandom(),
    notificationId: uuid('notification_id').notNull(),
    userId: text('user_id').notNull(),
    /** Who can act, or somebody who gets a copy as administrator. */
    role: text('role', { enum: ['actor', 'copy'] }).notNull(),
    /** `obsolete`: what it would tell was over, or its reader gone, before it could be sent. */
    state: text('state', { enum: ['pending', 'sent', 'failed', 'obsolete'] }).notNull(),
    attemptCount: integer('attempt_count').notNull().default(0),
    createdAt: moment('created_at').notNull(),
    /** When to try (again); null when there is nothing left to do. */
    dueAt: moment('due_at'),
    sentAt: moment('sent_at'),
    /** Stable code of why the last try failed. */
    problem: text('problem'),
  },
  (table) => [
    primaryKey({ name: 'mail_key', columns: [table.companyId, table.mailId] }),
    foreignKey({
      name: 'mail_notification',
      columns: [table.companyId, table.notificationId],
      foreignColumns: [notification.companyId, notification.notificationId],
    }),
    uniqueIndex('mail_receiver_key').on(table.companyId, table.notificationId, table.userId),
    index('mail_due_idx')
      .on(table.dueAt)
      .where(sql`${table.dueAt} is not null`),
    companyPolicy('mail'),
    dispatcherPolicy('mail', 'select'),
  ],
);

/** What a user wants to hear of, per company. Without a row: everything, in both ways. */
export const notificationSetting = pgTable(
  'notification_setting',
  {
    companyId: companyIdColumn(),
    userId: text('user_id').notNull(),
    kind: text('kind', { enum: notificationKinds }).notNull(),
    inApp: boolean('in_app').notNull(),
    byMail: boolean('by_mail').notNull(),
  },
  (table) => [
    primaryKey({ name: 'notification_setting_key', columns: [table.companyId, table.userId, table.kind] }),
    foreignKey({
      name: 'notification_setting_company',
      columns: [table.companyId],
      foreignColumns: [company.companyId],
    }),
    companyPolicy('notification_setting'),
  ],
);

/** One trip of a user to the bank to renew the consent of an account: bound to the session, short-lived, used once. */
export const reauthorizationAttempt = pgTable(
  'reauthorization_attempt',
  {
    companyId: companyIdColumn(),
    reauthorizationAttemptId: uuid('reauthorization_attempt_id').notNull().defaultRandom(),
    bankAccountId: uuid('bank_account_id').notNull(),
    stateHash: text('state_hash').notNull(),
    sessionHash: text('session_hash').notNull(),
    createdAt: moment('created_at').notNull(),
    expiresAt: moment('expires_at').notNull(),
    usedAt: moment('used_at'),
    outcome: text('outcome'),
    /** What the account said before the trip: the return of the browser itself says nothing. */
    authorizedBefore: moment('authorized_before'),
    expiryBefore: moment('expiry_before'),
  },
  (table) => [
    primaryKey({
      name: 'reauthorization_attempt_key',
      columns: [table.companyId, table.reauthorizationAttemptId],
    }),
    foreignKey({
      name: 'reauthorization_attempt_bank_account',
      columns: [table.companyId, table.bankAccountId],
      foreignColumns: [bankAccount.companyId, bankAccount.bankAccountId],
    }),
    uniqueIndex('reauthorization_attempt_state_key').on(table.companyId, table.stateHash),
    companyPolicy('reauthorization_attempt'),
  ],
);
