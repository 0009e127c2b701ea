import { sql } from 'drizzle-orm';
import {
  bigint,
  foreignKey,
  index,
  integer,
  jsonb,
  pgPolicy,
  pgTable,
  primaryKey,
  text,
  unique,
  uuid,
} from 'drizzle-orm/pg-core';
import { companyIdColumn, moment } from './columns.ts';
import { applicationRole, companyPolicy, supportPolicy } from './tenancy.ts';

/** A tenant: one company in onFact. */
export const company = pgTable(
  'company',
  {
    companyId: companyIdColumn().primaryKey().defaultRandom(),
    /** onFact's own id of the company, sent as X-COMPANY-UUID. */
    onfactCompanyUuid: text('onfact_company_uuid').notNull(),
    name: text('name').notNull(),
    vatNumber: text('vat_number'),
    /** From this amount on a second person must agree to a payment; null: never. */
    paymentApprovalFromMinor: bigint('payment_approval_from_minor', { mode: 'bigint' }),
    createdAt: moment('created_at').notNull(),
  },
  (table) => [
    unique('company_onfact_key').on(table.onfactCompanyUuid),
    companyPolicy('company'),
    supportPolicy('company'),
    /** Sign-in meets a company by the id that onFact names. */
    pgPolicy('company_by_onfact_uuid', {
      as: 'permissive',
      for: 'select',
      to: applicationRole,
      using: sql`onfact_company_uuid = current_setting('app.onfact_company_uuid', true)`,
    }),
    /** The company chooser lists the companies of one user. */
    pgPolicy('company_of_user', {
      as: 'permissive',
      for: 'select',
      to: applicationRole,
      using: sql`exists (select from company_member member where member.company_id = company.company_id and member.user_id = current_setting('app.user_id', true))`,
    }),
  ],
);

export const companyMember = pgTable(
  'company_member',
  {
    companyId: companyIdColumn(),
    userId: text('user_id').notNull(),
    userName: text('user_name').notNull(),
    role: text('role', { enum: ['administrator', 'user'] }).notNull(),
    lastUsedAt: moment('last_used_at'),
  },
  (table) => [
    primaryKey({ name: 'company_member_key', columns: [table.companyId, table.userId] }),
    foreignKey({ name: 'company_member_company', columns: [table.companyId], foreignColumns: [company.companyId] }),
    index('company_member_user_idx').on(table.userId),
    companyPolicy('company_member'),
    pgPolicy('company_member_of_user', {
      as: 'permissive',
      for: 'select',
      to: applicationRole,
      using: sql`user_id = current_setting('app.user_id', true)`,
    }),
  ],
);

/** The key with which we read and write this company's books in onFact. */
export const onfactCredential = pgTable(
  'onfact_credential',
  {
    companyId: companyIdColumn().primaryKey(),
    sessionKeyEnvelope: text('session_key_envelope').notNull(),
    /** Set when onFact refused the key; reading and writing wait until it is replaced. */
    refusedAt: moment('refused_at'),
    /** onFact asked us to slow down: the whole company waits until then, longer each time in a row. */
    pausedUntil: moment('paused_until'),
    pauseCount: integer('pause_count').notNull().default(0),
    updatedAt: moment('updated_at').notNull(),
  },
  (table) => [
    foreignKey({ name: 'onfact_credential_company', columns: [table.companyId], foreignColumns: [company.companyId] }),
    companyPolicy('onfact_credential'),
  ],
);

/** Access of an API consumer. Only the hash is stored. */
export const apiKey = pgTable(
  'api_key',
  {
    companyId: companyIdColumn(),
    apiKeyId: uuid('api_key_id').notNull().defaultRandom(),
    name: text('name').notNull(),
    keyHash: text('key_hash').notNull(),
    createdAt: moment('created_at').notNull(),
    revokedAt: moment('revoked_at'),
  },
  (table) => [
    primaryKey({ name: 'api_key_key', columns: [table.companyId, table.apiKeyId] }),
    foreignKey({ name: 'api_key_company', columns: [table.companyId], foreignColumns: [company.companyId] }),
    unique('api_key_hash_key').on(table.companyId, table.keyHash),
    index('api_key_hash_idx').on(table.keyHash),
    companyPolicy('api_key'),
    /** Whoever holds the key may find its row; the company follows from it. */
    pgPolicy('api_key_by_hash', {
      as: 'permissive',
      for: 'select',
      to: applicationRole,
      using: sql`key_hash = current_setting('app.api_key_hash', true)`,
    }),
  ],
);

/** The answer to a write that named an idempotency key, so that a repeat gets the same one. */
export const idempotencyRecord = pgTable(
  'idempotency_record',
  {
    companyId: companyIdColumn(),
    idempotencyKey: text('idempotency_key').notNull(),
    /** Of method, path and body: the same key with another request is refused. */
    requestHash: text('request_hash').notNull(),
    status: text('status'),
    responseBody: jsonb('response_body'),
    createdAt: moment('created_at').notNull(),
  },
  (table) => [
    primaryKey({ name: 'idempotency_record_key', columns: [table.companyId, table.idempotencyKey] }),
    foreignKey({ name: 'idempotency_record_company', columns: [table.companyId], foreignColumns: [company.companyId] }),
    companyPolicy('idempotency_record'),
  ],
);

/** Who did what, when and why. Append-only: the application role may only insert and read. */
export const auditEntry = pgTable(
  'audit_entry',
  {
    companyId: companyIdColumn(),
    auditEntryId: uuid('audit_entry_id').notNull().defaultRandom(),
    at: moment('at').notNull(),
    actorType: text('actor_type', { enum: ['user', 'api-client', 'support', 'system'] }).notNull(),
    actorId: text('actor_id').notNull(),
    actorName: text('actor_name'),
    action: text('action').notNull(),
    subjectType: text('subject_type').notNull(),
    subjectId: text('subject_id').notNull(),
    reason: text('reason'),
    /** Ids, counts and codes; never secrets or bank data. */
    facts: jsonb('facts').$type<Record<string, string>>().notNull(),
  },
  (table) => [
    primaryKey({ name: 'audit_entry_key', columns: [table.companyId, table.auditEntryId] }),
    foreignKey({ name: 'audit_entry_company', columns: [table.companyId], foreignColumns: [company.companyId] }),
    index('audit_entry_subject_idx').on(table.companyId, table.subjectType, table.subjectId, table.at),
    companyPolicy('audit_entry'),
  ],
);
