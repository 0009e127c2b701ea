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
  uuid,
} from 'drizzle-orm/pg-core';
import { companyIdColumn, moment } from './columns.ts';
import { company } from './company.ts';
import { companyPolicy } from './tenancy.ts';

export const documentKinds = [
  'sales_invoice',
  'sales_credit_note',
  'payment_request',
  'purchase_invoice',
  'purchase_credit_note',
] as const;

/** Snapshot of an onFact document that can be paid. onFact stays the owner of it. */
export const openDocument = pgTable(
  'open_document',
  {
    companyId: companyIdColumn(),
    documentId: uuid('document_id').notNull().defaultRandom(),
    /** Says which way money goes that pays it: see `money_direction` in the database. */
    kind: text('kind', { enum: documentKinds }).notNull(),
    onfactId: integer('onfact_id').notNull(),
    number: text('number').notNull(),
    structuredCommunication: text('structured_communication'),
    /** ISO 11649, upper case without blanks. */
    creditorReference: text('creditor_reference'),
    orderReference: text('order_reference'),
    onfactContactId: integer('onfact_contact_id'),
    contactName: text('contact_name'),
    /** Where a purchase must be paid to. */
    payeeIban: text('payee_iban'),
    payeeBic: text('payee_bic'),
    issueDate: date('issue_date'),
    dueDate: date('due_date'),
    totalMinor: bigint('total_minor', { mode: 'bigint' }).notNull(),
    /** What may be left off when it is paid on this day or before. */
    discountMinor: bigint('discount_minor', { mode: 'bigint' }),
    discountUntil: date('discount_until'),
    currency: text('currency').notNull(),
    /** onFact's word for the state, and our reading of it: may a payment still be booked on it. */
    status: text('status').notNull(),
    isOpen: boolean('is_open').notNull(),
    /** In the accountant's hands: onFact takes no payment for it any more. */
    isLocked: boolean('is_locked').notNull().default(false),
    isDeleted: boolean('is_deleted').notNull().default(false),
    /** Sum of our own active allocations, kept by trigger. Open is what the total leaves after the adjustments too. */
    allocatedMinor: bigint('allocated_minor', { mode: 'bigint' })
      .notNull()
      .default(sql`0`),
    /** Sum of the adjustments of our active allocations, kept by trigger. */
    adjustedMinor: bigint('adjusted_minor', { mode: 'bigint' })
      .notNull()
      .default(sql`0`),
    /**
     * Since when onFact says what our allocations do not fit in: a lower total or another currency. They stay, nothing
     * is added, and a person decides.
     */
    contradictedSince: moment('contradicted_since'),
    /** Another number whenever what a proposal rests on is different: what onFact says, or what is allocated. */
    version: integer('version').notNull().default(1),
    modifiedAt: text('modified_at'),
    readAt: moment('read_at').notNull(),
  },
  (table) => [
    primaryKey({ name: 'open_document_key', columns: [table.companyId, table.documentId] }),
    foreignKey({ name: 'open_document_company', columns: [table.companyId], foreignColumns: [company.companyId] }),
    unique('open_document_onfact_key').on(table.companyId, table.kind, table.onfactId),
    index('open_document_communication_idx')
      .on(table.companyId, table.structuredCommunication)
      .where(sql`${table.structuredCommunication} is not null`),
    index('open_document_contact_idx').on(table.companyId, table.onfactContactId),
    /** A run asks for what is open, and for what was not long ago. */
    index('open_document_issue_idx').on(table.companyId, table.isOpen, table.issueDate),
    check('open_document_allocated_not_negative', sql`${table.allocatedMinor} >= 0 and ${table.adjustedMinor} >= 0`),
    check(
      'open_document_not_over_allocated',
      sql`${table.allocatedMinor} + ${table.adjustedMinor} <= ${table.totalMinor} or ${table.contradictedSince} is not null`,
    ),
    check('open_document_discount_has_term', sql`(${table.discountMinor} is null) = (${table.discountUntil} is null)`),
    companyPolicy('open_document'),
  ],
);

/** A customer or supplier as onFact knows it. */
export const contact = pgTable(
  'contact',
  {
    companyId: companyIdColumn(),
    onfactContactId: integer('onfact_contact_id').notNull(),
    name: text('name').notNull(),
    vatNumber: text('vat_number'),
    isCustomer: boolean('is_customer').notNull(),
    isSupplier: boolean('is_supplier').notNull(),
    isDeleted: boolean('is_deleted').notNull().default(false),
    modifiedAt: text('modified_at'),
    readAt: moment('read_at').notNull(),
  },
  (table) => [
    primaryKey({ name: 'contact_key', columns: [table.companyId, table.onfactContactId] }),
    foreignKey({ name: 'contact_company', columns: [table.companyId], foreignColumns: [company.companyId] }),
    companyPolicy('contact'),
  ],
);

/** Since when an account stands on the purchases of a supplier, and on which it stood first. */
export const payeeAccount = pgTable(
  'payee_account',
  {
    companyId: companyIdColumn(),
    onfactContactId: integer('onfact_contact_id').notNull(),
    iban: text('iban').notNull(),
    firstReadAt: moment('first_read_at').notNull(),
    firstNumber: text('first_number').notNull(),
  },
  (table) => [
    primaryKey({ name: 'payee_account_key', columns: [table.companyId, table.onfactContactId, table.iban] }),
    foreignKey({ name: 'payee_account_company', columns: [table.companyId], foreignColumns: [company.companyId] }),
    companyPolicy('payee_account'),
  ],
);

/** How far the documents of a company, of one kind, or its contacts were read. */
export const documentReading = pgTable(
  'document_reading',
  {
    companyId: companyIdColumn(),
    kind: text('kind', { enum: [...documentKinds, 'contact'] }).notNull(),
    /** The last reading that succeeded. */
    readAt: moment('read_at'),
    /** Stable code when the last reading failed. */
    problem: text('problem'),
    /** Set until a reading ends well: one that was broken off may have left gaps, so the next reads everything. */
    startedAt: moment('started_at'),
  },
  (table) => [
    primaryKey({ name: 'document_reading_key', columns: [table.companyId, table.kind] }),
    foreignKey({ name: 'document_reading_company', columns: [table.companyId], foreignColumns: [company.companyId] }),
    companyPolicy('document_reading'),
  ],
);
