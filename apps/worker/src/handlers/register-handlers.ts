import {
  auditMoney,
  contextOf,
  endAuthorization,
  endIntegration,
  followDuePayment,
  followSynchronization,
  handleEvents,
  importStatements,
  jobs,
  lookAtBlockedConnection,
  publishAllocation,
  reconcileCompany,
  refreshOpenDocuments,
  retractAllocation,
  revokeConnection,
  sendMail,
  settlePayments,
  watchConnection,
} from '@onfact-ponto/application';
import type { Context, JobDefinition, JobWorker, MailOffice, Services } from '@onfact-ponto/application';

type Handle<Payload> = (context: Context, payload: Payload) => Promise<unknown>;

/** Which use case each job runs, and how many of them at once. */
export async function registerHandlers(worker: JobWorker, services: Services, office: MailOffice): Promise<void> {
  async function register<Payload extends { companyId: string }>(
    job: JobDefinition<Payload>,
    concurrency: number,
    handle: Handle<Payload>,
  ): Promise<void> {
    await worker.work(job, concurrency, async (payload) => {
      await handle(contextOf(services, payload.companyId, { type: 'system', job: job.queue }), payload);
    });
  }

  await register(jobs.handleWebhookEvents, 2, handleEvents);
  await register(jobs.followSynchronization, 4, followSynchronization);
  await register(jobs.refreshOpenDocuments, 2, refreshOpenDocuments);
  await register(jobs.reconcileCompany, 2, async (context) => {
    await reconcileCompany(context);
    await settlePayments(context);
  });
  await register(jobs.auditMoney, 1, auditMoney);
  await register(jobs.importStatements, 2, importStatements);
  await register(jobs.publishAllocation, 4, publishAllocation);
  await register(jobs.retractAllocation, 2, retractAllocation);
  await register(jobs.followPayment, 2, followDuePayment);
  await register(jobs.revokeConnection, 1, revokeConnection);
  await register(jobs.lookAtBlockedConnection, 1, lookAtBlockedConnection);
  await register(jobs.endIntegration, 1, endIntegration);
  await register(jobs.endAuthorization, 1, endAuthorization);
  await register(jobs.watchConnection, 2, watchConnection);
  await register(jobs.sendMail, 2, (context, payload) => sendMail(context, office, payload));
}
