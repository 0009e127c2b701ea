import {
  countOpenDocuments,
  countRunningPayments,
  findLatestSynchronizationRequest,
  findLiveConnection,
  hasOpenAttempt,
  inCompany,
  listAdministratorNames,
} from '@onfact-ponto/db';
import type { Connection, ConnectionState, Pull, SynchronizationRequest, Transaction } from '@onfact-ponto/db';
import { listAccountViews } from '../bank-account/account-view.ts';
import type { BankAccountView } from '../bank-account/account-view.ts';
import type { Context } from '../context.ts';
import { paymentPermission } from '../payment-initiation/payment-permission.ts';
import type { PaymentPermission } from '../payment-initiation/payment-permission.ts';
import { findFaults } from '../support/find-faults.ts';
import type { BooksState } from '../support/find-faults.ts';
import type { Fault } from '../support/fault.ts';
import { readLinkFacts } from '../support/read-link-facts.ts';
import { meaningOfState } from './connection-state.ts';
import type { StateMeaning } from './connection-state.ts';
import { synchronizationAllowedAt } from '../synchronization/request-synchronization.ts';

export type ConnectionView = {
  state: 'not_active' | Exclude<ConnectionState, 'deactivating' | 'deactivated'>;
  /** Since when, and why when the state alone does not say. */
  stateSince: Date | null;
  stateReason: string | null;
  /** Who must act, on what, and what works meanwhile. */
  meaning: StateMeaning;
  /** What a user quotes to support. */
  reference: string | null;
  mayManage: boolean;
  managers: string[];
  organizationName: string | null;
  connectedAt: Date | null;
  lastPull: Pull | null;
  lastSuccessfulPullAt: Date | null;
  nextPullAt: Date | null;
  synchronization: SynchronizationRequest | null;
  synchronizationAllowedAt: Date | null;
  invoices: {
    state: BooksState;
    readAt: Date | null;
    openCount: number;
  };
  /** False: Ponto deletes the organization, and the link with it, 72 hours after its creation. */
  onboardingComplete: boolean | null;
  payments: {
    permission: PaymentPermission;
    checkedAt: Date | null;
    /** At Ponto, and not over: after a deactivation nobody asks any more how they end. */
    runningCount: number;
  };
  bankAccounts: BankAccountView[];
  /** Everything that is the matter, the most urgent first. */
  faults: Fault[];
};

/** Everything that the card and the page Configureren show, from our own database alone. */
export async function getConnection(context: Context): Promise<ConnectionView> {
  const { companyId, actor } = context;
  return inCompany(context.db, companyId, async (tx) => {
    const connection = await findLiveConnection(tx, companyId);
    const state = connection ? await viewStateOf(tx, context, connection) : 'not_active';
    const [managers, facts, openCount, runningCount, bankAccounts, times] = await Promise.all([
      listAdministratorNames(tx, companyId),
      readLinkFacts(tx, companyId, connection),
      countOpenDocuments(tx, companyId),
      countRunningPayments(tx, companyId),
      listAccountViews(tx, companyId, context.clock.now()),
      connection ? readSynchronization(tx, context, connection) : noSynchronization,
    ]);
    return {
      state,
      stateSince: connection?.stateSince ?? null,
      stateReason: connection?.stateReason ?? null,
      meaning: meaningOfState[state === 'not_active' ? 'deactivated' : state],
      reference: connection ? referenceOf(connection) : null,
      mayManage: actor.type === 'user' && actor.isAdministrator,
      managers,
      organizationName: connection?.organizationName ?? null,
      connectedAt: connection?.connectedAt ?? null,
      lastSuccessfulPullAt: connection?.lastSuccessfulPullAt ?? null,
      nextPullAt: connection?.state === 'active' ? connection.dueAt : null,
      lastPull: facts.lastPull ?? null,
      invoices: { state: facts.invoices, readAt: facts.invoicesReadAt, openCount },
      onboardingComplete: connection?.onboardingComplete ?? null,
      payments: {
        permission: paymentPermission(connection, facts.accounts),
        checkedAt: connection?.organizationReadAt ?? null,
        runningCount,
      },
      bankAccounts,
      faults: findFaults(facts, context.clock.now()),
      ...times,
    };
  });
}

/** A user who stays away longer than a trip to Ponto lasts is not waited for, before the job says so. */
export async function viewStateOf(
  tx: Transaction,
  { clock }: Context,
  connection: Connection,
): Promise<ConnectionView['state']> {
  const { state } = connection;
  if (state === 'deactivating' || state === 'deactivated') return 'not_active';
  if (state !== 'authorizing') return state;
  return (await hasOpenAttempt(tx, { ...connection, now: clock.now() })) ? 'authorizing' : 'activated';
}

const noSynchronization = { synchronization: null, synchronizationAllowedAt: null };

async function readSynchronization(tx: Transaction, context: Context, connection: Connection) {
  const synchronization = await findLatestSynchronizationRequest(tx, connection);
  const { synchronizationIntervalMs } = context.settings;
  return {
    synchronization: synchronization ?? null,
    synchronizationAllowedAt:
      synchronizationAllowedAt(synchronization, context.clock.now(), synchronizationIntervalMs) ?? null,
  };
}

/** Short enough to read over the phone: the first and last four digits of the connection's id. */
export function referenceOf({ connectionId }: Connection): string {
  return `c-${connectionId.slice(0, 4)}-${connectionId.slice(-4)}`;
}
