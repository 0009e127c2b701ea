import { bankDayOf } from '@onfact-ponto/primitives';
import { backgroundMoments } from './brussels-time.ts';
import { amend, balanceAtTheBank, publish } from './ledger.ts';
import { availabilityOf } from './maintenance.ts';
import { accountById, timestamp, type PontoSimulation } from './simulation.ts';
import type { Account, Synchronization, SynchronizationError, SynchronizationSubtype } from './state.ts';

/** Finished synchronizations beyond this number are forgotten, oldest first. */
const remembered = 2_000;

/**
 * Lets the steps of running synchronizations happen that are due by now, and the ones that Ponto starts by itself four
 * times a day.
 */
export function settleSynchronizations(simulation: PontoSimulation): void {
  const { state } = simulation;
  const now = simulation.clock.now();

  for (const moment of backgroundMoments(new Date(state.settledUntil), now)) {
    for (const account of state.accounts) synchronizeAtOnce(simulation, account, moment.toISOString());
  }
  const moved = state.settledUntil < now.toISOString();
  if (moved) state.settledUntil = now.toISOString();

  for (const synchronization of Object.values(state.synchronizations)) progress(simulation, synchronization, now);
}

/** Starts a synchronization that takes its time. */
export function startSynchronization(
  simulation: PontoSimulation,
  account: Account,
  subtype: SynchronizationSubtype,
  customerOnline: boolean,
  createdAt = timestamp(simulation),
): Synchronization {
  const synchronization: Synchronization = {
    id: simulation.ids.uuid(),
    accountId: account.id,
    subtype,
    status: 'pending',
    customerOnline,
    errors: [],
    createdAt,
    updatedAt: createdAt,
    updatedTransactionIds: [],
    updatedPendingTransactionIds: [],
  };
  simulation.state.synchronizations[synchronization.id] = synchronization;
  simulation.changed();
  return synchronization;
}

/** Details and transactions in one go, as in the background and right after linking. */
export function synchronizeAtOnce(simulation: PontoSimulation, account: Account, at = timestamp(simulation)): void {
  const { backgroundReadsPending } = simulation.state.settings;
  const lines = backgroundReadsPending ? 'accountTransactionsWithUnsettled' : 'accountTransactions';
  for (const subtype of ['accountDetails', lines] as const) {
    finish(simulation, startSynchronization(simulation, account, subtype, false, at), at);
  }
  forgetOldest(simulation);
}

function progress(simulation: PontoSimulation, synchronization: Synchronization, now: Date): void {
  if (synchronization.status === 'success' || synchronization.status === 'error') return;
  const account = accountById(simulation, synchronization.accountId);
  const pace = account.synchronizationPace ?? simulation.state.settings.synchronizationMilliseconds;
  const milliseconds = pace === 'endless' ? Infinity : pace;
  const age = now.getTime() - Date.parse(synchronization.createdAt);

  if (age >= milliseconds) {
    finish(simulation, synchronization, new Date(Date.parse(synchronization.createdAt) + milliseconds).toISOString());
  } else if (synchronization.status === 'pending' && age >= simulation.state.settings.synchronizationMilliseconds / 3) {
    Object.assign(synchronization, { status: 'running', updatedAt: now.toISOString() });
    simulation.changed();
  }
}

function finish(simulation: PontoSimulation, synchronization: Synchronization, at: string): void {
  const account = accountById(simulation, synchronization.accountId);
  const error = failureOf(simulation, account, at);

  synchronization.updatedAt = at;
  account.latestSynchronizationId = synchronization.id;
  if (error) {
    synchronization.status = 'error';
    synchronization.errors = [error];
    tell(simulation, synchronization, 'synchronization.failed', subtypeOf(synchronization));
  } else {
    synchronization.status = 'success';
    account.synchronizedAt = at;
    if (synchronization.subtype === 'accountDetails') readDetails(simulation, account, synchronization, at);
    else readTransactions(simulation, account, synchronization, at);
  }
  simulation.changed();
}

/** Why the bank would refuse at this moment. */
function failureOf(simulation: PontoSimulation, account: Account, at: string): SynchronizationError | undefined {
  const ended = account.consentEndedAt ?? account.authorizationExpirationExpectedAt;
  if (ended !== null && ended <= at) return authorizationInvalid;
  if (availabilityOf(simulation, account, at) !== 'available') return institutionUnavailable;
  return account.failures.shift();
}

function readDetails(
  simulation: PontoSimulation,
  account: Account,
  synchronization: Synchronization,
  at: string,
): void {
  const balance = balanceAtTheBank(account, at);
  const changed = balance !== account.currentBalanceMinor;
  account.balanceReferenceDate = bankDayOf(at);
  if (changed) Object.assign(account, { currentBalanceMinor: balance, balanceChangedAt: at, balanceObservedAt: at });

  if (changed) tell(simulation, synchronization, 'account.detailsUpdated', {});
  else tell(simulation, synchronization, 'synchronization.succeededWithoutChange', subtypeOf(synchronization));
}

function readTransactions(
  simulation: PontoSimulation,
  account: Account,
  synchronization: Synchronization,
  at: string,
): void {
  const booked = account.bank.waiting.filter(({ bookedAt }) => bookedAt <= at);
  account.bank.waiting = account.bank.waiting.filter(({ bookedAt }) => bookedAt > at);
  // What is booked is no longer announced, whether or not announced lines are read this time.
  account.pending = account.pending.filter(({ id }) => !booked.some(({ settles }) => settles === id));
  const created = booked.map(
    ({ line, internalReference }) => publish(simulation, account, line, at, internalReference).id,
  );

  const changes = account.bank.changes;
  account.bank.changes = [];
  const updated = changes
    .filter(({ transactionId, change }) => amend(simulation, account, transactionId, change))
    .map(({ transactionId }) => transactionId);

  synchronization.updatedTransactionIds = [...new Set([...created, ...updated])];
  const pending =
    synchronization.subtype === 'accountTransactionsWithUnsettled'
      ? readPending(account, synchronization)
      : { created: 0, updated: 0 };

  const counts = {
    transactionsCreated: created.length,
    transactionsUpdated: updated.length,
    pendingTransactionsCreated: pending.created,
    pendingTransactionsUpdated: pending.updated,
  };
  for (const [event, count] of Object.entries(counts)) {
    if (count > 0) tell(simulation, synchronization, `account.${event}`, { count });
  }
  if (Object.values(counts).every((count) => count === 0)) {
    tell(simulation, synchronization, 'synchronization.succeededWithoutChange', subtypeOf(synchronization));
  }
}

/** Ponto shows what the bank announces now. What the bank announces no longer goes without a word. */
function readPending(account: Account, synchronization: Synchronization): { created: number; updated: number } {
  const shown = new Map(account.pending.map(({ id, updatedAt }) => [id, updatedAt]));
  const created = account.bank.pending.filter(({ id }) => !shown.has(id));
  const updated = account.bank.pending.filter(({ id, updatedAt }) => shown.has(id) && shown.get(id) !== updatedAt);

  account.pending = account.bank.pending.map((pending) => ({ ...pending }));
  synchronization.updatedPendingTransactionIds = [...created, ...updated].map(({ id }) => id);
  return { created: created.length, updated: updated.length };
}

/** Only what is shared with the application is told to it. */
function tell(
  simulation: PontoSimulation,
  synchronization: Synchronization,
  type: string,
  attributes: Record<string, unknown>,
): void {
  const { organizationId, id } = accountById(simulation, synchronization.accountId);
  const organization = simulation.state.organizations.find((candidate) => candidate.id === organizationId);
  if (!organization?.integration?.accounts.some(({ accountId }) => accountId === id)) return;
  simulation.emit({
    type: `pontoConnect.${type}`,
    attributes,
    relationships: { account: id, organization: organizationId, synchronization: synchronization.id },
  });
}

function subtypeOf({ subtype }: Synchronization): Record<string, unknown> {
  return { synchronizationSubtype: subtype };
}

function forgetOldest({ state }: PontoSimulation): void {
  const finished = Object.values(state.synchronizations);
  if (finished.length <= remembered) return;
  const kept = new Set(state.accounts.map(({ latestSynchronizationId }) => latestSynchronizationId));
  for (const { id } of finished.slice(0, finished.length - remembered)) {
    if (!kept.has(id)) Reflect.deleteProperty(state.synchronizations, id);
  }
}

const authorizationInvalid: SynchronizationError = {
  code: 'authorizationInvalid',
  detail: 'The authorization is invalid, you should ask the customer to reauthorize the account',
  meta: {},
};

const institutionUnavailable: SynchronizationError = {
  code: 'financialInstitutionUnavailable',
  detail: 'The financial institution cannot be reached at the moment',
  meta: {},
};
