import { sql } from 'drizzle-orm';
import {
  bigint,
  boolean,
  date,
  foreignKey,
  integer,
  pgPolicy,
  pgTable,
  primaryKey,
  text,
  unique,
  uuid,
} from 'drizzle-orm/pg-core';
import { companyIdColumn, moment } from './columns.ts';
import { company } from './company.ts';
import { applicationRole, companyPolicy } from './tenancy.ts';

/** An account that was shared with us, known by number and currency over all relinkings. */
export const bankAccount = pgTable(
  'bank_account',
  {
    companyId: companyIdColumn(),
    bankAccountId: uuid('bank_account_id').notNull().defaultRandom(),
    reference: text('reference').notNull(),
    referenceType: text('reference_type').notNull(),
    currency: text('currency').notNull(),
    subtype: text('subtype'),
    description: text('description'),
    product: text('product'),
    holderName: text('holder_name'),
    bankName: text('bank_name'),
    financialInstitutionId: text('financial_institution_id'),
    /** Whether its bank takes payments that Ponto prepares; null while that is not known. */
    paymentsSupported: boolean('payments_supported'),
    /** Whether it takes a payment for a later day. */
    futureDatedPaymentsSupported: boolean('future_dated_payments_supported'),
    /** Ponto's id of the account now; relinking may change it. Null while only CODA statements tell of it. */
    pontoAccountId: text('ponto_account_id'),
    isShared: boolean('is_shared').notNull(),
    availability: text('availability'),
    currentBalanceMinor: bigint('current_balance_minor', { mode: 'bigint' }),
    availableBalanceMinor: bigint('available_balance_minor', { mode: 'bigint' }),
    balanceReferenceDate: date('balance_reference_date'),
    /** When Ponto last had data of this account from the bank. */
    bankSynchronizedAt: moment('bank_synchronized_at'),
    authorizedAt: moment('authorized_at'),
    authorizationExpiresAt: moment('authorization_expires_at'),
    /** When we last read the account at Ponto. */
    fetchedAt: moment('fetched_at'),
    /** Stable code of what went wrong with this account in the last pull. */
    problem: text('problem'),
    problemSince: moment('problem_since'),
    /** Ponto's own code for it, such as that of a failed synchronization. */
    problemProviderCode: text('problem_provider_code'),
    problemRequestId: text('problem_request_id'),
    /** What is booked without a person: nothing, exact references with exact amounts, or also what was learned. */
    automaticMatching: text('automatic_matching', { enum: ['off', 'exact', 'learned'] }).notNull(),
    /** onFact's payment account with this IBAN. */
    onfactPaymentAccountId: integer('onfact_payment_account_id'),

    /** CODA statements were imported: lines of Ponto may be there already. */
    hasStatements: boolean('has_statements').notNull().default(false),

    firstPullAt: moment('first_pull_at'),
    firstPullCount: integer('first_pull_count'),
    /** The oldest line of the first page: nothing beyond it is read. Null when there was nothing older. */
    boundaryTransactionId: text('boundary_transaction_id'),
    boundaryCreatedAt: moment('boundary_created_at'),
    boundaryDate: date('boundary_date'),
    /** Linked again under another Ponto id: the walk that goes on meets known lines under new ids. */
    isRelinked: boolean('is_relinked').notNull().default(false),

    /** Number of the walk that is going on or comes next. A line carries the number of the walk that brought it. */
    walk: integer('walk').notNull().default(1),
    /** Where an unfinished walk goes on: the last id of the last committed page. */
    walkCursor: text('walk_cursor'),
    /** `bank_synchronized_at` as it was when the announced lines were last read: until it changes they cannot have. */
    pendingReadFor: moment('pending_read_for'),
    /** When a walk last compared, beyond what is new, the lines of some weeks with what is stored. */
    deepWalkedAt: moment('deep_walked_at'),
  },
  (table) => [
    primaryKey({ name: 'bank_account_key', columns: [table.companyId, table.bankAccountId] }),
    foreignKey({ name: 'bank_account_company', columns: [table.companyId], foreignColumns: [company.companyId] }),
    unique('bank_account_number_key').on(table.companyId, table.reference, table.currency),
    companyPolicy('bank_account'),
    /** Whoever was given access to an account at the bank may learn that another company links it too. */
    pgPolicy('bank_account_of_holder', {
      as: 'permissive',
      for: 'select',
      to: applicationRole,
      using: sql`reference = any(string_to_array(current_setting('app.account_references', true), ','))`,
    }),
  ],
);
