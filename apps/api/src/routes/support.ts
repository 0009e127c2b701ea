import * as application from '@onfact-ponto/application';
import type { DiagnosedAccount } from '@onfact-ponto/application';
import * as contract from '@onfact-ponto/api-contract';
import type { Diagnosis } from '@onfact-ponto/api-contract';
import type { Context } from 'hono';
import type { ApiDependencies, ApiEnvironment } from '../api-environment.ts';
import { createRouter } from '../router.ts';
import { faultOf } from './fault-shape.ts';
import { supportVisitOf, transitionOf } from './history-shape.ts';
import { momentOf, momentOrNull } from './wire-values.ts';

/** For support employees alone. Each look at a company and each action needs a reason, and stands in its trail. */
export function supportRoutes({ services, log }: ApiDependencies) {
  const all = { ...services, log };
  const opened = (c: Context<ApiEnvironment>, companyId: string) =>
    application.supportContext({ ...services, log: c.var.log }, c.var.employee, companyId);

  return createRouter()
    .openapi(contract.searchCompanies, async (c) => {
      const items = await application.searchCompanies(all, c.var.employee, c.req.valid('query').search);
      return c.json({ items, next: null }, 200);
    })
    .openapi(contract.openCompany, async (c) => {
      const input = { ...c.req.valid('param'), ...c.req.valid('json') };
      const { openUntil } = await application.openCompany(all, c.var.employee, input);
      return c.json({ openUntil: momentOf(openUntil) }, 200);
    })
    .openapi(contract.diagnoseCompany, async (c) => {
      const { context, openUntil } = await opened(c, c.req.valid('param').companyId);
      return c.json(diagnosisOf(await application.diagnoseCompany(context), openUntil), 200);
    })
    .openapi(contract.actOnConnection, async (c) => {
      const { action, reason } = c.req.valid('json');
      const { context, openUntil } = await opened(c, c.req.valid('param').companyId);
      /** The action has a reason of its own. */
      const acting = application.forReason(context, reason);
      await actions[action](acting);
      return c.json(diagnosisOf(await application.diagnoseCompany(acting), openUntil), 200);
    });
}

const actions = {
  pause: application.pauseReading,
  resume: application.resumeReading,
  fetch: application.fetchAgain,
} as const;

/** Field by field: what support may see is a choice, and nothing gets here by being there. */
function diagnosisOf(diagnosis: application.Diagnosis, openUntil: Date): Diagnosis {
  const { company, verdict, faults, managers, invoices, accounts, pulls, calls, transitions, webhooks, trail } =
    diagnosis;
  return {
    company,
    verdict: {
      ...verdict,
      since: momentOrNull(verdict.since),
      fault: verdict.fault && faultOf(verdict.fault),
    },
    faults: faults.map(faultOf),
    connection: connectionOf(diagnosis),
    managers: [...managers],
    invoices: { state: invoices.invoices, readAt: momentOrNull(invoices.invoicesReadAt) },
    accounts: accounts.map(accountOf),
    pulls: pulls.map((pull) => ({
      startedAt: momentOf(pull.startedAt),
      finishedAt: momentOrNull(pull.finishedAt),
      trigger: pull.trigger,
      outcome: pull.outcome,
      newTransactionCount: pull.newTransactionCount,
      problem: pull.problem,
      status: pull.providerStatus,
      providerCode: pull.providerCode,
      requestId: pull.providerRequestId,
    })),
    calls: calls.map(({ outgoingCallId: id, system, at, operation, status, durationMs, errorCode, requestId }) => ({
      id,
      system,
      at: momentOf(at),
      operation,
      status,
      durationMs,
      errorCode,
      requestId,
    })),
    transitions: transitions.map(transitionOf),
    webhooks: webhooks.map(({ kind, announcedAt, receivedAt, handledAt }) => ({
      kind,
      announcedAt: momentOf(announcedAt),
      receivedAt: momentOf(receivedAt),
      handledAt: momentOrNull(handledAt),
    })),
    trail: trail.map(supportVisitOf),
    openUntil: momentOf(openUntil),
  };
}

function connectionOf({ connection, reference }: application.Diagnosis): Diagnosis['connection'] {
  if (!connection || reference === null) return null;
  return {
    reference,
    state: connection.state,
    stateSince: momentOf(connection.stateSince),
    organizationId: connection.organizationId,
    organizationName: connection.organizationName,
    connectedAt: momentOrNull(connection.connectedAt),
    deactivatedAt: momentOrNull(connection.deactivatedAt),
    lastSuccessfulPullAt: momentOrNull(connection.lastSuccessfulPullAt),
    nextPullAt: connection.state === 'active' ? momentOrNull(connection.dueAt) : null,
  };
}

function accountOf(account: DiagnosedAccount): Diagnosis['accounts'][number] {
  return {
    ...account,
    authorizationExpiresAt: momentOrNull(account.authorizationExpiresAt),
    bankSynchronizedAt: momentOrNull(account.bankSynchronizedAt),
    fetchedAt: momentOrNull(account.fetchedAt),
    fault: account.fault && faultOf(account.fault),
  };
}
