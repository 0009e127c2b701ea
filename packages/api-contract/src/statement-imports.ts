import { createRoute, z } from '@hono/zod-openapi';
import { BankTransaction } from './bank-transactions.ts';
import { problems, underAnotherKey, withoutCompany } from './problems.ts';
import { Amount, Day, Id, Moment, idempotencyHeader, pageOf, pageQuery } from './values.ts';

/** CODA files: looked at first, imported after, undone if need be. Nothing reaches the ledger before `start`. */

/** Of one upload, all its files together; what a zip unpacks to has limits of its own. */
export const statementUploadLimits = { bytes: 64 * 1024 * 1024, files: 200 } as const;

export const StatementImportState = z
  .enum([
    /** Read and compared with what is there; waits for a person. */
    'previewed',
    /** Started; the worker has yet to take it. */
    'waiting',
    'importing',
    'done',
    /** Stopped half-way: the statements that were finished stay, whole. */
    'cancelled',
    'failed',
    'undone',
  ])
  .openapi('StatementImportState');
export type StatementImportState = z.infer<typeof StatementImportState>;

/** What was found in a line of a file and what was expected there. */
export const StatementIssue = z
  .object({
    severity: z.enum(['error', 'warning']),
    /** Stable code, such as `BALANCE_MISMATCH`. */
    code: z.string(),
    line: z.int().nullable(),
    /** Columns from 1, inclusive. */
    columns: z.object({ from: z.int(), to: z.int() }).nullable(),
    record: z.string().nullable(),
    messages: z.object({ nl: z.string(), fr: z.string(), en: z.string() }),
    /** The line itself, for whoever looks for it in the file. */
    quotedLine: z.string().nullable(),
  })
  .openapi('StatementIssue');
export type StatementIssue = z.infer<typeof StatementIssue>;

export const StatementPreview = z
  .object({
    /** Place in the import, from 1. */
    position: z.int(),
    state: z.enum([
      'ready',
      /** No account of the company has this number: choose one, or skip. */
      'unknown_account',
      'skipped',
      'already_imported',
      /** A file with errors is not imported, nor is any statement of it. */
      'refused',
      'imported',
      'undone',
    ]),
    account: z.object({
      /** IBAN in electronic form, or the number that the bank wrote. */
      reference: z.string(),
      currency: z.string(),
      bankAccountId: Id.nullable(),
      name: z.string().nullable(),
    }),
    bankName: z.string().nullable(),
    bic: z.string().nullable(),
    holderName: z.string().nullable(),
    /** As the bank counts: on paper, and in CODA. */
    paperNumber: z.string().nullable(),
    sequenceNumber: z.string().nullable(),
    /** Days of the old and the new balance. */
    from: Day.nullable(),
    to: Day.nullable(),
    oldBalance: Amount.nullable(),
    movementsTotal: Amount.nullable(),
    newBalance: Amount.nullable(),
    /** What is between old balance plus movements and new balance: zero when the statement adds up. */
    difference: Amount.nullable(),
    /** The statement is one that the bank repeats. */
    isDuplicate: z.boolean(),
    movementCount: z.int(),
    newCount: z.int(),
    knownCount: z.int(),
    doubtfulCount: z.int(),
    /** When another import brought this statement. */
    importedAt: Moment.nullable(),
    /** What lies between the statement before it, in this import or imported earlier, and this one. */
    gapBefore: z.object({ from: Day, to: Day, amount: Amount }).nullable(),
  })
  .openapi('StatementPreview');
export type StatementPreview = z.infer<typeof StatementPreview>;

export const StatementFile = z
  .object({
    id: Id,
    name: z.string(),
    byteCount: z.int(),
    /** SHA-256 over the content with line ends made equal, hexadecimal. */
    hash: z.string(),
    state: z.enum(['ready', 'already_imported', 'refused', 'imported', 'undone']),
    /** Why the file as a whole is refused; the issues say where. */
    refusal: z.string().nullable(),
    /** When another import brought the same file. */
    importedAt: Moment.nullable(),
    encoding: z.enum(['windows-1252', 'utf-8']).nullable(),
    statements: z.array(StatementPreview),
    errorCount: z.int(),
    warningCount: z.int(),
    /** The first hundred, errors first. */
    issues: z.array(StatementIssue),
  })
  .openapi('StatementFile');
export type StatementFile = z.infer<typeof StatementFile>;

/** Enough to recognise a file by. */
export const StatementFileName = StatementFile.pick({ name: true, hash: true }).openapi('StatementFileName');
export type StatementFileName = z.infer<typeof StatementFileName>;

export const StatementImportSummary = z
  .object({
    id: Id,
    state: StatementImportState,
    createdAt: Moment,
    createdBy: z.string(),
    startedAt: Moment.nullable(),
    finishedAt: Moment.nullable(),
    undoneAt: Moment.nullable(),
    undoneBy: z.string().nullable(),
    files: z.array(StatementFileName),
    counts: z.object({
      statements: z.int(),
      movements: z.int(),
      new: z.int(),
      known: z.int(),
      /** Still to decide. */
      doubtful: z.int(),
      matchedAutomatically: z.int(),
    }),
  })
  .openapi('StatementImportSummary');
export type StatementImportSummary = z.infer<typeof StatementImportSummary>;

/** An account that a statement of unknown number may belong to. */
export const AccountChoice = z.object({
  type: z.enum(['bank_account', 'payment_account']),
  id: z.string(),
  name: z.string(),
  reference: z.string().nullable(),
  currency: z.string().nullable(),
});

export const StatementImport = StatementImportSummary.extend({
  files: z.array(StatementFile),
  unknownAccounts: z.array(
    z.object({
      reference: z.string(),
      currency: z.string(),
      statementCount: z.int(),
      movementCount: z.int(),
      /** Null until somebody chose. */
      choice: AccountChoice.or(z.object({ type: z.literal('skip') })).nullable(),
      candidates: z.array(AccountChoice),
    }),
  ),
  /** While importing; counted in movements. */
  progress: z
    .object({
      doneCount: z.int(),
      totalCount: z.int(),
      perSecond: z.number().nullable(),
      remainingSeconds: z.int().nullable(),
      /** Somebody asked to stop: the statement that is being written is the last. */
      isStopping: z.boolean(),
    })
    .nullable(),
  undo: z.object({
    isPossible: z.boolean(),
    /** Why not. */
    reason: z.enum(['not_started', 'still_running', 'matched_by_hand', 'already_undone']).nullable(),
  }),
  /** Stable code of what stopped it. */
  problem: z.string().nullable(),
}).openapi('StatementImport');
export type StatementImport = z.infer<typeof StatementImport>;

export const MovementOutcome = z.enum(['new', 'known', 'doubtful']).openapi('MovementOutcome', {
  description: 'known: the same booking was there, from Ponto or from another statement',
});
export type MovementOutcome = z.infer<typeof MovementOutcome>;

export const ImportedMovement = z
  .object({
    id: Id,
    fileName: z.string(),
    sequenceNumber: z.string().nullable(),
    /** Line of the file. */
    line: z.int(),
    executionDate: Day,
    valueDate: Day,
    amount: Amount,
    counterpartName: z.string().nullable(),
    counterpartReference: z.string().nullable(),
    remittanceInformation: z.string().nullable(),
    outcome: MovementOutcome,
    /** Why it is taken for the same, or may be: a stable code such as `alike`, and words for it. */
    reason: z
      .object({ code: z.string(), texts: z.object({ nl: z.string(), fr: z.string(), en: z.string() }) })
      .nullable(),
    /** A doubt that somebody settled. */
    decision: z.enum(['same', 'both']).nullable(),
    /** The line of the ledger that it became or belongs to. */
    bankTransactionId: Id.nullable(),
    /** What it equals, or may equal, as it was known before. */
    other: BankTransaction.nullable(),
  })
  .openapi('ImportedMovement');
export type ImportedMovement = z.infer<typeof ImportedMovement>;

const tags = ['Statement imports'];
const params = z.object({ statementImportId: Id });
const read = { description: 'The import as it is now.', content: { 'application/json': { schema: StatementImport } } };

export const uploadStatements = createRoute({
  operationId: 'uploadStatements',
  summary: 'Upload CODA files and look at them',
  description:
    'Form data with one or more parts named `files`: CODA files, or zips of them, 64 MiB and 200 files at most. Nothing is ' +
    'imported: the answer says what `start` would do.',
  tags,
  method: 'post',
  path: '/v1/statement-imports',
  request: {
    body: {
      required: true,
      content: {
        'multipart/form-data': {
          schema: z.object({
            files: z.any().openapi({ type: 'array', items: { type: 'string', format: 'binary' } }),
          }),
        },
      },
    },
  },
  responses: {
    201: read,
    ...problems(
      ...withoutCompany,
      'forbidden',
      'invalid_request',
      'payload_too_large',
      'too_many_files',
      'too_many_requests',
    ),
  },
});

export const listStatementImports = createRoute({
  operationId: 'listStatementImports',
  summary: 'List the imports',
  tags,
  method: 'get',
  path: '/v1/statement-imports',
  request: { query: z.object(pageQuery) },
  responses: {
    200: {
      description: 'Newest first; those that were only looked at are left out.',
      content: { 'application/json': { schema: pageOf(StatementImportSummary) } },
    },
    ...problems(...withoutCompany, 'invalid_request'),
  },
});

export const getStatementImport = createRoute({
  operationId: 'getStatementImport',
  summary: 'Read an import: preview, progress or result',
  tags,
  method: 'get',
  path: '/v1/statement-imports/{statementImportId}',
  request: { params },
  responses: { 200: read, ...problems(...withoutCompany, 'statement_import_not_found', 'invalid_request') },
});

export const chooseStatementAccount = createRoute({
  operationId: 'chooseStatementAccount',
  summary: 'Say which account a number of a statement is',
  tags,
  method: 'post',
  path: '/v1/statement-imports/{statementImportId}/accounts',
  request: {
    params,
    headers: idempotencyHeader,
    body: {
      required: true,
      content: {
        'application/json': {
          schema: z.object({
            reference: z.string().max(40),
            currency: z.string().length(3),
            choice: z.object({
              type: z.enum(['bank_account', 'payment_account', 'skip']),
              id: z.string().max(40).optional(),
            }),
          }),
        },
      },
    },
  },
  responses: {
    200: read,
    ...problems(
      ...withoutCompany,
      ...underAnotherKey,
      'forbidden',
      'statement_import_not_found',
      'statement_import_started',
      'account_choice_not_possible',
      'invalid_request',
    ),
  },
});

export const startStatementImport = createRoute({
  operationId: 'startStatementImport',
  summary: 'Import what was looked at',
  tags,
  method: 'post',
  path: '/v1/statement-imports/{statementImportId}/start',
  request: { params, headers: idempotencyHeader },
  responses: {
    202: read,
    ...problems(
      ...withoutCompany,
      ...underAnotherKey,
      'forbidden',
      'statement_import_not_found',
      'statement_import_started',
      'statement_import_without_content',
      'invalid_request',
    ),
  },
});

export const cancelStatementImport = createRoute({
  operationId: 'cancelStatementImport',
  summary: 'Stop an import; finished statements stay whole',
  tags,
  method: 'post',
  path: '/v1/statement-imports/{statementImportId}/cancel',
  request: { params, headers: idempotencyHeader },
  responses: {
    200: read,
    ...problems(
      ...withoutCompany,
      ...underAnotherKey,
      'forbidden',
      'statement_import_not_found',
      'statement_import_not_running',
      'invalid_request',
    ),
  },
});

export const undoStatementImport = createRoute({
  operationId: 'undoStatementImport',
  summary: 'Take an import back',
  tags,
  method: 'post',
  path: '/v1/statement-imports/{statementImportId}/undo',
  request: { params, headers: idempotencyHeader },
  responses: {
    200: read,
    ...problems(
      ...withoutCompany,
      ...underAnotherKey,
      'forbidden',
      'statement_import_not_found',
      'statement_import_not_undoable',
      'invalid_request',
    ),
  },
});

export const listImportedMovements = createRoute({
  operationId: 'listImportedMovements',
  summary: 'List what became of each movement',
  tags,
  method: 'get',
  path: '/v1/statement-imports/{statementImportId}/movements',
  request: { params, query: z.object({ ...pageQuery, outcome: MovementOutcome.optional() }) },
  responses: {
    200: {
      description: 'In the order of the files.',
      content: { 'application/json': { schema: pageOf(ImportedMovement) } },
    },
    ...problems(...withoutCompany, 'statement_import_not_found', 'invalid_request'),
  },
});

export const getStatementImportReport = createRoute({
  operationId: 'getStatementImportReport',
  summary: 'Download the result as CSV',
  tags,
  method: 'get',
  path: '/v1/statement-imports/{statementImportId}/report.csv',
  request: {
    params,
    query: z.object({
      language: z.enum(['nl', 'fr', 'en']).default('nl').openapi({ description: 'Of the column names' }),
      format: z.enum(['local', 'iso']).default('local').openapi({
        description: 'local: `;`, byte order mark, comma as decimal sign. iso: `,` and a point.',
      }),
    }),
  },
  responses: {
    200: {
      description: 'One row per movement and per rejected line. Text that a spreadsheet would run is made inert.',
      content: { 'text/csv': { schema: z.string() } },
    },
    ...problems(...withoutCompany, 'statement_import_not_found', 'invalid_request'),
  },
});

export const decideDuplicate = createRoute({
  operationId: 'decideDuplicate',
  summary: 'Settle a doubtful transaction: the same as the other, or a booking of its own',
  tags: ['Bank transactions'],
  method: 'post',
  path: '/v1/bank-transactions/{bankTransactionId}/duplicate',
  request: {
    params: z.object({ bankTransactionId: Id }),
    headers: idempotencyHeader,
    body: {
      required: true,
      content: { 'application/json': { schema: z.object({ decision: z.enum(['same', 'both']) }) } },
    },
  },
  responses: {
    200: {
      description: 'The transaction that stands now.',
      content: { 'application/json': { schema: z.object({ bankTransactionId: Id }) } },
    },
    ...problems(
      ...withoutCompany,
      ...underAnotherKey,
      'forbidden',
      'bank_transaction_not_found',
      'duplicate_already_decided',
      'invalid_request',
    ),
  },
});
