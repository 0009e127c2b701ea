import { sql } from 'drizzle-orm';
import { boolean, check, index, pgTable, text, unique } from 'drizzle-orm/pg-core';
import { moment } from './columns.ts';

/**
 * Users and their sessions, in the shape that better-auth expects. They belong to no company: membership does
 * (`company_member`), and only rows with a company are under row-level security.
 */

export const user = pgTable('user', {
  id: text('id').primaryKey(),
  name: text('name').notNull(),
  email: text('email').notNull().unique(),
  emailVerified: boolean('email_verified').notNull(),
  image: text('image'),
  language: text('language'),
  createdAt: moment('created_at').notNull(),
  updatedAt: moment('updated_at').notNull(),
});

export const session = pgTable(
  'session',
  {
    id: text('id').primaryKey(),
    token: text('token').notNull().unique(),
    userId: text('user_id')
      .notNull()
      .references(() => user.id, { onDelete: 'cascade' }),
    /** The company that this session works for. */
    companyId: text('active_company_id'),
    /** Of a support employee: such a session never works for a company. */
    isSupport: boolean('is_support').notNull().default(false),
    expiresAt: moment('expires_at').notNull(),
    ipAddress: text('ip_address'),
    userAgent: text('user_agent'),
    createdAt: moment('created_at').notNull(),
    updatedAt: moment('updated_at').notNull(),
  },
  (table) => [
    index('session_user_idx').on(table.userId),
    check('session_of_support_has_no_company', sql`not (${table.isSupport} and ${table.companyId} is not null)`),
  ],
);

/** A user's identity at onFact. Its tokens serve the sign-in alone, so the columns that the library asks for stay empty. */
export const account = pgTable(
  'account',
  {
    id: text('id').primaryKey(),
    accountId: text('account_id').notNull(),
    providerId: text('provider_id').notNull(),
    userId: text('user_id')
      .notNull()
      .references(() => user.id, { onDelete: 'cascade' }),
    accessToken: text('access_token'),
    refreshToken: text('refresh_token'),
    idToken: text('id_token'),
    accessTokenExpiresAt: moment('access_token_expires_at'),
    refreshTokenExpiresAt: moment('refresh_token_expires_at'),
    scope: text('scope'),
    password: text('password'),
    createdAt: moment('created_at').notNull(),
    updatedAt: moment('updated_at').notNull(),
  },
  (table) => [
    unique('account_provider_key').on(table.providerId, table.accountId),
    index('account_user_idx').on(table.userId),
    check(
      'account_keeps_no_secret',
      sql`coalesce(${table.accessToken}, ${table.refreshToken}, ${table.idToken}, ${table.password}) is null`,
    ),
  ],
);

export const verification = pgTable(
  'verification',
  {
    id: text('id').primaryKey(),
    identifier: text('identifier').notNull(),
    value: text('value').notNull(),
    expiresAt: moment('expires_at').notNull(),
    createdAt: moment('created_at'),
    updatedAt: moment('updated_at'),
  },
  (table) => [index('verification_identifier_idx').on(table.identifier)],
);
