import * as application from '@onfact-ponto/application';
import type { ConnectionView, Context } from '@onfact-ponto/application';
import * as contract from '@onfact-ponto/api-contract';
import type { Connection } from '@onfact-ponto/api-contract';
import { once } from '../middleware/idempotency.ts';
import { ProblemException } from '../problems.ts';
import { createRouter } from '../router.ts';
import { bankAccountOf } from './bank-accounts.ts';
import { faultOf } from './fault-shape.ts';
import { supportVisitOf, transitionOf } from './history-shape.ts';
import { momentOf, momentOrNull } from './wire-values.ts';

/** Activate, link, pull and deactivate. Each change answers with the connection as it is then. */
export function connectionRoutes() {
  return createRouter()
    .openapi(contract.getConnection, async (c) => c.json(await readConnection(c.var.context), 200))
    .openapi(contract.listConnectionHistory, async (c) => {
      const transitions = await application.listConnectionHistory(c.var.context);
      return c.json({ items: transitions.map(transitionOf), next: null }, 200);
    })
    .openapi(contract.listSupportVisits, async (c) => {
      const entries = await application.listSupportVisits(c.var.context);
      return c.json({ items: entries.map(supportVisitOf), next: null }, 200);
    })
    .openapi({ ...contract.activateConnection, middleware: once }, async (c) => {
      await application.activateConnection(c.var.context);
      return c.json(await readConnection(c.var.context), 200);
    })
    .openapi({ ...contract.deactivateConnection, middleware: once }, async (c) => {
      await application.deactivateConnection(c.var.context);
      return c.json(await readConnection(c.var.context), 200);
    })
    .openapi(contract.startAuthorization, async (c) => {
      const { redirectUrl, expiresAt } = await application.startAuthorization(c.var.context, c.req.valid('json'));
      return c.json({ redirectUrl, expiresAt: momentOf(expiresAt) }, 201);
    })
    .openapi(contract.completeAuthorization, async (c) =>
      c.json(await application.completeAuthorization(c.var.context, c.req.valid('json')), 200),
    )
    .openapi({ ...contract.decideAuthorization, middleware: once }, async (c) => {
      const { authorizationAttemptId } = c.req.valid('param');
      await application.decideAuthorization(c.var.context, { authorizationAttemptId, ...c.req.valid('json') });
      return c.json(await readConnection(c.var.context), 200);
    })
    .openapi({ ...contract.activatePayments, middleware: once }, async (c) => {
      const { redirectUrl } = await application.activatePayments(c.var.context);
      return c.json({ redirectUrl: redirectUrl ?? null }, 201);
    })
    .openapi(contract.checkPayments, async (c) => {
      await application.checkPayments(c.var.context);
      return c.json(await readConnection(c.var.context), 200);
    })
    .openapi({ ...contract.requestSynchronization, middleware: once }, async (c) => {
      const customerIpAddress = c.var.clientAddress;
      /** Ponto forbids to feign that a user is present, so there is nothing to send in its place. */
      if (customerIpAddress === undefined) throw new ProblemException('user_required');
      await application.requestSynchronization(c.var.context, { customerIpAddress });
      return c.json(await readConnection(c.var.context), 202);
    });
}

async function readConnection(context: Context): Promise<Connection> {
  return connectionOf(await application.getConnection(context));
}

function connectionOf(view: ConnectionView): Connection {
  return {
    ...view,
    payments: { ...view.payments, checkedAt: momentOrNull(view.payments.checkedAt) },
    stateSince: momentOrNull(view.stateSince),
    connectedAt: momentOrNull(view.connectedAt),
    lastPull: view.lastPull && pullOf(view.lastPull),
    lastSuccessfulPullAt: momentOrNull(view.lastSuccessfulPullAt),
    nextPullAt: momentOrNull(view.nextPullAt),
    synchronization: view.synchronization && synchronizationOf(view.synchronization),
    synchronizationAllowedAt: momentOrNull(view.synchronizationAllowedAt),
    invoices: { ...view.invoices, readAt: momentOrNull(view.invoices.readAt) },
    bankAccounts: view.bankAccounts.map(bankAccountOf),
    faults: view.faults.map(faultOf),
  };
}

function pullOf(pull: NonNullable<ConnectionView['lastPull']>): NonNullable<Connection['lastPull']> {
  return {
    startedAt: momentOf(pull.startedAt),
    finishedAt: momentOrNull(pull.finishedAt),
    trigger: pull.trigger,
    /** For a reader a pull that lost its lease is one that failed. */
    outcome: pull.outcome === 'abandoned' ? 'failed' : pull.outcome,
    newTransactionCount: pull.newTransactionCount,
    changedTransactionCount: pull.changedTransactionCount,
    problem: pull.problem,
  };
}

function synchronizationOf(
  request: NonNullable<ConnectionView['synchronization']>,
): NonNullable<Connection['synchronization']> {
  return {
    requestedAt: momentOf(request.requestedAt),
    state: request.state,
    newTransactionCount: request.newTransactionCount,
    finishedAt: momentOrNull(request.finishedAt),
  };
}
