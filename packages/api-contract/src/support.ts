import { createRoute, z } from '@hono/zod-openapi';
import { BankAccountState } from './bank-accounts.ts';
import { InvoicesState } from './connection.ts';
import { Fault } from './faults.ts';
import { problems, withoutCompany } from './problems.ts';
import { Id, Moment } from './values.ts';

/** What support may see and do, and what a company may know of it. Support has no amounts, names or full numbers. */

const actorType = z.enum(['user', 'api-client', 'support', 'system']);

export const ConnectionTransition = z
  .object({
    at: Moment,
    /** Stable code of what happened. */
    event: z.string(),
    /** Null for the first one. */
    fromState: z.string().nullable(),
    toState: z.string(),
    reason: z.string().nullable(),
    actorType,
    actorName: z.string().nullable(),
    /** Ponto's own name for the call that showed it. */
    requestId: z.string().nullable(),
  })
  .openapi('ConnectionTransition');
export type ConnectionTransition = z.infer<typeof ConnectionTransition>;

export const SupportVisit = z
  .object({
    at: Moment,
    /** `support.open`, `support.look`, `support.pause`, `support.resume`, `support.fetch-again`. */
    action: z.string(),
    employee: z.string().nullable(),
    reason: z.string().nullable(),
  })
  .openapi('SupportVisit');
export type SupportVisit = z.infer<typeof SupportVisit>;

export const listConnectionHistory = createRoute({
  operationId: 'listConnectionHistory',
  summary: 'List how the connection came to be as it is',
  tags: ['Connection'],
  method: 'get',
  path: '/v1/connection/history',
  responses: {
    200: {
      description: 'Every change of state of the connection, or of the last one, newest first; at most 100.',
      content: { 'application/json': { schema: z.object({ items: z.array(ConnectionTransition), next: z.null() }) } },
    },
    ...problems(...withoutCompany),
  },
});

export const listSupportVisits = createRoute({
  operationId: 'listSupportVisits',
  summary: 'List what support looked at and did',
  tags: ['Connection'],
  method: 'get',
  path: '/v1/support-visits',
  responses: {
    200: {
      description: 'Each look and action of a support employee, newest first; at most 100. For administrators.',
      content: { 'application/json': { schema: z.object({ items: z.array(SupportVisit), next: z.null() }) } },
    },
    ...problems(...withoutCompany, 'forbidden', 'user_required'),
  },
});

const FoundCompany = z.object({
  id: Id,
  name: z.string(),
  vatNumber: z.string().nullable(),
  onfactCompanyId: z.string(),
  /** Of the live connection; null when there is none. */
  state: z.string().nullable(),
});

const Verdict = z.object({
  /** The code of a fault, or where the link stands. Stable. */
  code: z.string(),
  severity: z.enum(['stopped', 'partly', 'waiting', 'working']),
  since: Moment.nullable(),
  responsible: Fault.shape.responsible,
  working: z.array(z.enum(['read_bank', 'import_statements', 'match', 'prepare_payments'])).readonly(),
  fault: Fault.nullable(),
  affectedCount: z.int(),
  accountCount: z.int(),
});

const DiagnosedAccount = z.object({
  id: Id,
  /** "BE08 **** **** 9013" */
  maskedReference: z.string(),
  currency: z.string(),
  bankName: z.string().nullable(),
  state: BankAccountState,
  availability: z.string().nullable(),
  authorizationExpiresAt: Moment.nullable(),
  bankSynchronizedAt: Moment.nullable(),
  fetchedAt: Moment.nullable(),
  fault: Fault.nullable(),
});

const DiagnosedPull = z.object({
  startedAt: Moment,
  finishedAt: Moment.nullable(),
  trigger: z.enum(['first', 'schedule', 'user']),
  /** `abandoned`: its worker died, and a later pull took over. */
  outcome: z.enum(['running', 'succeeded', 'partly_failed', 'failed', 'abandoned']),
  newTransactionCount: z.int(),
  problem: z.string().nullable(),
  status: z.int().nullable(),
  providerCode: z.string().nullable(),
  requestId: z.string().nullable(),
});

const OutgoingCall = z.object({
  id: Id,
  system: z.enum(['ponto', 'onfact']),
  at: Moment,
  operation: z.string(),
  status: z.int().nullable(),
  durationMs: z.int(),
  errorCode: z.string().nullable(),
  requestId: z.string().nullable(),
});

export const Diagnosis = z
  .object({
    company: z.object({
      id: Id,
      name: z.string(),
      vatNumber: z.string().nullable(),
      onfactCompanyId: z.string(),
    }),
    verdict: Verdict,
    /** Everything that is the matter, the most urgent first. */
    faults: z.array(Fault),
    /** The live connection, or the last one. */
    connection: z
      .object({
        reference: z.string(),
        state: z.string(),
        stateSince: Moment,
        organizationId: z.string().nullable(),
        organizationName: z.string().nullable(),
        connectedAt: Moment.nullable(),
        deactivatedAt: Moment.nullable(),
        lastSuccessfulPullAt: Moment.nullable(),
        nextPullAt: Moment.nullable(),
      })
      .nullable(),
    /** Who may link again in the company. */
    managers: z.array(z.string()),
    invoices: z.object({
      state: InvoicesState,
      readAt: Moment.nullable(),
    }),
    accounts: z.array(DiagnosedAccount),
    pulls: z.array(DiagnosedPull),
    calls: z.array(OutgoingCall),
    transitions: z.array(ConnectionTransition),
    /** What Ponto announced; each makes the next reading come sooner. */
    webhooks: z.array(
      z.object({ kind: z.string(), announcedAt: Moment, receivedAt: Moment, handledAt: Moment.nullable() }),
    ),
    trail: z.array(SupportVisit),
    /** The company is open to this employee until then. */
    openUntil: Moment,
  })
  .openapi('Diagnosis');
export type Diagnosis = z.infer<typeof Diagnosis>;

const Reason = z.string().trim().min(5).max(300);
const reasonBody = { required: true, content: { 'application/json': { schema: z.object({ reason: Reason }) } } };
const companyParameter = z.object({ companyId: Id });
const ofSupport = ['unauthenticated', 'forbidden', 'invalid_request'] as const;
const ofOneCompany = [...ofSupport, 'support_reason_required', 'company_not_found'] as const;

export const searchCompanies = createRoute({
  operationId: 'searchCompanies',
  summary: 'Find a company',
  tags: ['Support'],
  method: 'get',
  path: '/v1/support/companies',
  request: { query: z.object({ search: z.string().trim().min(2).max(100) }) },
  responses: {
    200: {
      description: 'By part of the name, VAT number, id at onFact, or reference of the connection; at most 20.',
      content: { 'application/json': { schema: z.object({ items: z.array(FoundCompany), next: z.null() }) } },
    },
    ...problems(...ofSupport),
  },
});

export const openCompany = createRoute({
  operationId: 'openCompany',
  summary: 'Open a company, with a reason',
  tags: ['Support'],
  method: 'post',
  path: '/v1/support/companies/{companyId}/open',
  request: { params: companyParameter, body: reasonBody },
  responses: {
    200: {
      description: 'The reason stands in the trail of the company, and opens it for an hour.',
      content: { 'application/json': { schema: z.object({ openUntil: Moment }) } },
    },
    ...problems(...ofSupport, 'company_not_found'),
  },
});

const diagnosisAnswer = {
  description: 'The company as it is now.',
  content: { 'application/json': { schema: Diagnosis } },
};

export const diagnoseCompany = createRoute({
  operationId: 'diagnoseCompany',
  summary: 'Say what is wrong with the link of a company',
  tags: ['Support'],
  method: 'get',
  path: '/v1/support/companies/{companyId}',
  request: { params: companyParameter },
  responses: { 200: diagnosisAnswer, ...problems(...ofOneCompany) },
});

export const actOnConnection = createRoute({
  operationId: 'actOnConnection',
  summary: 'Pause or resume the reading, or read again now',
  tags: ['Support'],
  method: 'post',
  path: '/v1/support/companies/{companyId}/actions',
  request: {
    params: companyParameter,
    body: {
      required: true,
      content: {
        'application/json': { schema: z.object({ action: z.enum(['pause', 'resume', 'fetch']), reason: Reason }) },
      },
    },
  },
  responses: { 200: diagnosisAnswer, ...problems(...ofOneCompany, 'support_action_not_possible') },
});
