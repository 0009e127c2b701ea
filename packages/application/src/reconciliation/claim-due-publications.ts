import { asDispatcher, listDuePublications } from '@onfact-ponto/db';
import type { Services } from '../context.ts';
import { publishAllocation, retractAllocation } from '../jobs/definitions.ts';

const limit = 100;
const limitPerCompany = 10;

/**
 * Enqueues the outbox rows whose time has come: new ones whose job was lost, failed ones whose wait is over. A job
 * that is there already is not added again.
 */
export async function claimDuePublications(services: Services): Promise<number> {
  return asDispatcher(services.db, async (tx) => {
    const due = await listDuePublications(tx, { now: services.clock.now(), limit, limitPerCompany });
    for (const { companyId, publicationId, operation } of due) {
      const job = operation === 'create' ? publishAllocation : retractAllocation;
      await services.jobs.enqueue(tx, job, { companyId, publicationId });
    }
    return due.length;
  });
}
