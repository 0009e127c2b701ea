import { claimDueMails, claimDueWatches } from '../notification/claim-due.ts';
import { sendMail } from '../notification/send-mail.ts';
import type { MailOffice } from '../notification/send-mail.ts';
import { watchConnection } from '../notification/watch-connection.ts';
import { endAuthorization } from '../connection/end-authorization.ts';
import { endIntegration } from '../connection/end-integration.ts';
import { lookAtBlockedConnection } from '../connection/look-at-blocked-connection.ts';
import { revokeConnection } from '../connection/revoke-connection.ts';
import { contextOf } from '../context.ts';
import type { Context } from '../context.ts';
import { claimDuePayments } from '../payment-initiation/claim-due-payments.ts';
import { followDuePayment } from '../payment-initiation/follow-payment.ts';
import { settlePayments } from '../payment-initiation/settle-payments.ts';
import { probePonto } from '../ponto/probe-ponto.ts';
import { auditMoney } from '../reconciliation/audit-money.ts';
import { claimDuePublications } from '../reconciliation/claim-due-publications.ts';
import { publishAllocation } from '../reconciliation/publish-allocation.ts';
import { reconcileCompany } from '../reconciliation/reconcile-company.ts';
import { refreshOpenDocuments } from '../reconciliation/refresh-open-documents.ts';
import { retractAllocation } from '../reconciliation/retract-allocation.ts';
import { claimDueConnections } from '../synchronization/claim-due-connections.ts';
import { followSynchronization } from '../synchronization/follow-synchronization.ts';
import { handleEvents } from '../webhook/handle-events.ts';
import { pull } from './world.ts';
import type { TestWorld } from './world.ts';

type Job = TestWorld['enqueued'][number];
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- payloads differ per queue, as in the queue itself
type Handle = (context: Context, payload: any) => Promise<unknown>;

/** How often a job that fails is tried again, at the next step. */
const maximumTries = 30;

/** Does what the worker does, step by step and on the test's clock: the dispatcher's rounds and the jobs. */
export class RunningProduct {
  private readonly world: TestWorld;
  private readonly handlers: Readonly<Record<string, Handle>>;
  private readonly tries = new Map<Job, number>();
  /** Jobs that failed for ever; a test expects none. */
  readonly givenUp: { job: Job; error: unknown }[] = [];
  pullCount = 0;

  constructor(world: TestWorld, office: MailOffice) {
    this.world = world;
    this.handlers = {
      'handle-webhook-events': handleEvents,
      'follow-synchronization': followSynchronization,
      'refresh-open-documents': refreshOpenDocuments,
      'reconcile-company': async (context) => {
        await reconcileCompany(context);
        await settlePayments(context);
      },
      'audit-money': auditMoney,
      'follow-payment': followDuePayment,
      'publish-allocation': publishAllocation,
      'retract-allocation': retractAllocation,
      'revoke-connection': revokeConnection,
      'look-at-blocked-connection': lookAtBlockedConnection,
      'end-integration': endIntegration,
      'end-authorization': endAuthorization,
      'watch-connection': watchConnection,
      'send-mail': (context, payload) => sendMail(context, office, payload as { mailId: string }),
    };
  }

  /** Time passes in our own clock and in both simulations; then everything that is due is done. */
  async letPass(milliseconds: number): Promise<void> {
    this.world.clock.offsetMs += milliseconds;
    await advanceClock(this.world.ponto.endpoints.controlUrl, milliseconds);
    await this.round();
  }

  async round(): Promise<void> {
    const { services } = this.world;
    for (;;) {
      const claims = await claimDueConnections(services, services.settings.maximumPullsAtOnce);
      for (const claim of claims) await pull(this.world, claim);
      this.pullCount += claims.length;
      await claimDuePublications(services);
      await claimDuePayments(services);
      await claimDueWatches(services);
      await claimDueMails(services);
      await probePonto(services);
      if ((await this.runJobs()) + claims.length === 0) return;
    }
  }

  /** @returns how many jobs ran; those that failed wait for the next step */
  private async runJobs(): Promise<number> {
    const now = this.world.services.clock.now();
    const isLater = ({ notBefore }: Job) => notBefore !== undefined && notBefore > now;
    const all = this.world.enqueued.splice(0);
    const waiting = all.filter((job) => !isLater(job));
    this.world.enqueued.push(...all.filter(isLater));
    const failed: Job[] = [];
    for (const job of onePerKey(waiting)) {
      const handle = this.handlers[job.queue];
      if (!handle) throw new Error(`Nobody does "${job.queue}"`);
      const { companyId } = job.payload as { companyId: string };
      try {
        await handle(contextOf(this.world.services, companyId, { type: 'system', job: job.queue }), job.payload);
      } catch (error) {
        const tries = (this.tries.get(job) ?? 0) + 1;
        this.tries.set(job, tries);
        if (tries < maximumTries) failed.push(job);
        else this.givenUp.push({ job, error });
      }
    }
    const done = waiting.length - failed.length;
    this.world.enqueued.push(...failed);
    return failed.length === 0 ? done : 0;
  }
}

/** The queue keeps one job with a key. */
function onePerKey(jobs: readonly Job[]): Job[] {
  return [...new Map(jobs.map((job) => [JSON.stringify([job.queue, job.payload]), job])).values()];
}

/** By the control API, as somebody outside would. */
async function advanceClock(controlUrl: string, milliseconds: number): Promise<void> {
  const answer = await fetch(`${controlUrl}/clock/advance`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ seconds: milliseconds / 1_000 }),
  });
  if (!answer.ok) throw new Error(`The clock of the simulated world answered ${answer.status}`);
}
