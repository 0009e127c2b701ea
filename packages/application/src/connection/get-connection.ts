import {
  countOpenDocuments,
  findCompanyCredential,
  findDocumentReading,
  findLatestPull,
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
    state: 'working' | 'missing' | 'refused' | 'unavailable' | 'not_read_yet';
    readAt: Date | null;
    openCount: number;
  };
  bankAccounts: BankAccountView[];
};

/** Everything that the card and the page Configureren show, from our own database alone. */
export async function getConnection(context: Context): Promise<ConnectionView> {
  const { companyId, actor } = context;
  return inCompany(context.db, companyId, async (tx) => {
    const connection = await findLiveConnection(tx, companyId);
    const state = connection ? await viewStateOf(tx, context, connection) : 'not_active';
    const [managers, invoices, bankAccounts, times] = await Promise.all([
      listAdministratorNames(tx, companyId),
      readInvoicesState(tx, companyId),
      listAccountViews(tx, companyId, context.clock.now()),
      connection ? readTimes(tx, context, connection) : noTimes,
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
      invoices,
      bankAccounts,
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

const noTimes = { lastPull: null, synchronization: null, synchronizationAllowedAt: null };

async function readTimes(tx: Transaction, context: Context, connection: Connection) {
  const [lastPull, synchronization] = await Promise.all([
    findLatestPull(tx, connection),
    findLatestSynchronizationRequest(tx, connection),
  ]);
  const { synchronizationIntervalMs } = context.settings;
  return {
    lastPull: lastPull ?? null,
    synchronization: synchronization ?? null,
    synchronizationAllowedAt:
      synchronizationAllowedAt(synchronization, context.clock.now(), synchronizationIntervalMs) ?? null,
  };
}

async function readInvoicesState(tx: Transaction, companyId: string): Promise<ConnectionView['invoices']> {
  const [credential, reading, openCount] = await Promise.all([
    findCompanyCredential(tx, companyId),
    findDocumentReading(tx, companyId),
    countOpenDocuments(tx, companyId),
  ]);
  const state = !credential
    ? 'missing'
    : credential.refusedAt
      ? 'refused'
      : reading?.problem
        ? 'unavailable'
        : reading?.readAt
          ? 'working'
          : 'not_read_yet';
  return { state, readAt: reading?.readAt ?? null, openCount };
}

/** Short enough to read over the phone: the first and last four digits of the connection's id. */
function referenceOf({ connectionId }: Connection): string {
  return `c-${connectionId.slice(0, 4)}-${connectionId.slice(-4)}`;
}
