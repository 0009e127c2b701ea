import type { JobDefinition } from '@onfact-ponto/db';
import { z } from 'zod';

/** Every job of the product. Jobs carry ids, never data: the handler reads the present state itself. */

const companyJob = z.object({ companyId: z.uuid() });
const connectionJob = companyJob.extend({ connectionId: z.uuid() });
const synchronizationJob = companyJob.extend({ synchronizationRequestId: z.uuid() });
const statementImportJob = companyJob.extend({ statementImportId: z.uuid() });
const organizationJob = companyJob.extend({ organizationId: z.string() });
const authorizationJob = connectionJob.extend({ authorizationAttemptId: z.uuid() });
const mailJob = companyJob.extend({ mailId: z.uuid() });
const paymentJob = companyJob.extend({ paymentInitiationId: z.uuid() });
const publicationJob = companyJob.extend({ publicationId: z.uuid() });

function define<Payload extends object>(
  schema: z.ZodType<Payload>,
  job: Omit<JobDefinition<Payload>, 'parse'>,
): JobDefinition<Payload> {
  return { ...job, parse: (payload) => schema.parse(payload) };
}

/** Follows what a user asked Ponto to fetch at the bank, until every account is answered. */
export const followSynchronization = define(synchronizationJob, {
  queue: 'follow-synchronization',
  key: ({ synchronizationRequestId }) => synchronizationRequestId,
  policy: 'exclusive',
  retryLimit: 5,
  retryDelaySeconds: 2,
  expireInSeconds: 10 * 60,
});

/** A document that changes during a run must not be missed: one runs, one waits. */
export const refreshOpenDocuments = define(companyJob, {
  queue: 'refresh-open-documents',
  key: ({ companyId }) => companyId,
  policy: 'stately',
  retryLimit: 8,
  retryDelaySeconds: 5,
  expireInSeconds: 10 * 60,
});

export const reconcileCompany = define(companyJob, {
  queue: 'reconcile-company',
  key: ({ companyId }) => companyId,
  policy: 'stately',
  retryLimit: 5,
  retryDelaySeconds: 2,
  expireInSeconds: 10 * 60,
});

/** One waits for a company that books: the sums are worked out again a day after. */
export const auditMoney = define(companyJob, {
  queue: 'audit-money',
  key: ({ companyId }) => companyId,
  policy: 'exclusive',
  retryLimit: 3,
  retryDelaySeconds: 60,
  expireInSeconds: 10 * 60,
  startAfterSeconds: 24 * 60 * 60,
});

/** Statement by statement; a run that was broken off goes on with the first statement that is not there yet. */
export const importStatements = define(statementImportJob, {
  queue: 'import-statements',
  key: ({ statementImportId }) => statementImportId,
  /** Of one company one import at a time, so that a second one compares with what the first has brought. */
  group: ({ companyId }) => companyId,
  policy: 'exclusive',
  retryLimit: 10,
  retryDelaySeconds: 2,
  expireInSeconds: 30 * 60,
});

/** The outbox row knows when to try again, so the queue itself never repeats it. */
export const publishAllocation = define(publicationJob, {
  queue: 'publish-allocation',
  key: ({ publicationId }) => publicationId,
  group: ({ companyId }) => companyId,
  policy: 'exclusive',
  retryLimit: 0,
  retryDelaySeconds: 1,
  expireInSeconds: 5 * 60,
});

export const retractAllocation = define(publicationJob, {
  queue: 'retract-allocation',
  key: ({ publicationId }) => publicationId,
  group: ({ companyId }) => companyId,
  policy: 'exclusive',
  retryLimit: 0,
  retryDelaySeconds: 1,
  expireInSeconds: 5 * 60,
});

/** The payment's own row knows when the next step is due, so the queue itself never repeats it. */
export const followPayment = define(paymentJob, {
  queue: 'follow-payment',
  key: ({ paymentInitiationId }) => paymentInitiationId,
  group: ({ companyId }) => companyId,
  policy: 'exclusive',
  retryLimit: 0,
  retryDelaySeconds: 1,
  expireInSeconds: 5 * 60,
});

/** A burst of events becomes one run, and one more for what came during it. */
export const handleWebhookEvents = define(connectionJob, {
  queue: 'handle-webhook-events',
  key: ({ connectionId }) => connectionId,
  policy: 'stately',
  retryLimit: 10,
  retryDelaySeconds: 5,
  expireInSeconds: 2 * 60,
});

/** Finds out that a blocked organization may be read again, when nobody tells. It enqueues itself while it may not. */
export const lookAtBlockedConnection = define(connectionJob, {
  queue: 'look-at-blocked-connection',
  key: ({ connectionId }) => connectionId,
  policy: 'stately',
  retryLimit: 20,
  retryDelaySeconds: 30,
  expireInSeconds: 2 * 60,
  startAfterSeconds: 4 * 60 * 60,
});

/** Ends the integration at Ponto after a deactivation; our own copy of the tokens is gone already. */
export const revokeConnection = define(connectionJob, {
  queue: 'revoke-connection',
  key: ({ connectionId }) => connectionId,
  policy: 'exclusive',
  retryLimit: 20,
  retryDelaySeconds: 30,
  expireInSeconds: 2 * 60,
});

/** Ends the integration with an organization that a company has left for another. */
export const endIntegration = define(organizationJob, {
  queue: 'end-integration',
  key: ({ organizationId }) => organizationId,
  policy: 'exclusive',
  retryLimit: 20,
  retryDelaySeconds: 30,
  expireInSeconds: 2 * 60,
});

/** Looks after a trip to Ponto when its time is over: nobody came back, or nobody decided about the new link. */
export const endAuthorization = define(authorizationJob, {
  queue: 'end-authorization',
  key: ({ authorizationAttemptId }) => authorizationAttemptId,
  policy: 'exclusive',
  retryLimit: 10,
  retryDelaySeconds: 30,
  expireInSeconds: 2 * 60,
  startAfterSeconds: 21 * 60,
});

/** Looks at what the people of a connection must be told. What happens during a look is seen by the next. */
export const watchConnection = define(connectionJob, {
  queue: 'watch-connection',
  key: ({ connectionId }) => connectionId,
  policy: 'stately',
  retryLimit: 3,
  retryDelaySeconds: 5,
  expireInSeconds: 60,
});

/** The outbox row knows when to try again, so the queue itself never repeats it. */
export const sendMail = define(mailJob, {
  queue: 'send-mail',
  key: ({ mailId }) => mailId,
  group: ({ companyId }) => companyId,
  policy: 'exclusive',
  retryLimit: 0,
  retryDelaySeconds: 1,
  expireInSeconds: 5 * 60,
});

export const allJobs = [
  followSynchronization,
  refreshOpenDocuments,
  reconcileCompany,
  auditMoney,
  importStatements,
  publishAllocation,
  retractAllocation,
  followPayment,
  revokeConnection,
  endAuthorization,
  endIntegration,
  handleWebhookEvents,
  lookAtBlockedConnection,
  watchConnection,
  sendMail,
] as const;
