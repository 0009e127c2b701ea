import {
  abandonPulls,
  closePull,
  closeSynchronizationRequest,
  deleteReceivedPages,
  findConnection,
  inCompany,
  listAnsweredRequests,
  listBankAccounts,
  lockConnection,
  openPull,
  releaseLease,
  updateBankAccount,
  updateConnection,
} from '@onfact-ponto/db';
import type {
  BankAccount,
  ClaimedConnection,
  Connection,
  Pull,
  SynchronizationOfAccount,
  SynchronizationRequest,
  Transaction,
} from '@onfact-ponto/db';
import { PontoApiError, PontoHeldBackError } from '@onfact-ponto/ponto-client';
import { problemColumns } from '../bank-account/account-problem.ts';
import { readAccountsAtPonto, saveAccountsOfPonto } from '../bank-account/refresh-bank-accounts.ts';
import { GrantLostError } from '../connection/access-token.ts';
import { blockConnection } from '../connection/block-connection.ts';
import { readOrganizationDaily } from '../connection/read-organization.ts';
import type { Context } from '../context.ts';
import { refreshOpenDocuments } from '../jobs/definitions.ts';
import { forWaitingUser } from '../ponto/request-budget.ts';
import { LeaseLostError, whileHeld } from './lease.ts';
import type { HeldPull } from './lease.ts';
import { hintIntervalMs, nextRetry, nextSlot } from './next-due.ts';
import { mayTryAgain, parkWhenStuck } from './park-connection.ts';
import { problemOf } from './problem.ts';
import type { Problem } from './problem.ts';
import { pullBankAccount } from './pull-bank-account.ts';

type PullEnd = { outcome: 'succeeded' | 'partly_failed' | 'failed'; problem: Problem | undefined; isWaiting: boolean };

/** Soon again when a bank has not answered Ponto yet: right after linking, and ever less often after that. */
const waitForBankMs = 15_000;
/** Longer than a request of a user is followed, with all repetitions: an older one is followed by nobody. */
const followedForMs = 60 * 60_000;

/**
 * Reads everything that Ponto holds for a connection: accounts with balances, then the new lines of each account.
 * Stops quietly when the claim is no longer ours, and hands it back when nobody may ask Ponto now. A failure of one
 * account is a fact about that account; the others go on.
 */
export async function pullConnection(context: Context, claim: ClaimedConnection): Promise<void> {
  await context.crashPoint('pull.claimed');
  try {
    const held = await whileHeld(context, claim, (tx) => open(tx, context, claim));
    if (!held) return;
    const end = await (held.isUrgent ? forWaitingUser(() => read(context, held)) : read(context, held));
    await whileHeld(context, claim, (tx) => finish(tx, context, held, end));
    await context.crashPoint('pull.finished');
  } catch (error) {
    if (error instanceof LeaseLostError) return;
    if (error instanceof PontoHeldBackError) return handBack(context, claim);
    if (error instanceof GrantLostError) return closeWithoutLease(context, claim);
    throw error;
  }
}

/** @returns undefined when the same claim was pulled already, or must not be tried now */
async function open(tx: Transaction, context: Context, claim: ClaimedConnection): Promise<HeldPull | undefined> {
  if (!(await mayTryAgain(tx, context, claim))) return undefined;
  const connection = await findConnection(tx, claim.companyId, claim.connectionId);
  const answered = await listAnsweredRequests(tx, claim, givenUp(context));
  const pull = await openPull(tx, {
    ...claim,
    trigger: !connection?.lastSuccessfulPullAt ? 'first' : answered.length > 0 ? 'user' : 'schedule',
    startedAt: context.clock.now(),
    outcome: 'running',
  });
  if (pull.finishedAt) return undefined;
  return {
    ...claim,
    pullId: pull.pullId,
    dueAt: connection?.dueAt ?? null,
    isUrgent: connection?.isUrgent ?? false,
    answeredRequestIds: answered.map(({ request }) => request.synchronizationRequestId),
  };
}

function givenUp({ clock }: Context): { givenUpBefore: Date } {
  return { givenUpBefore: new Date(clock.now().getTime() - followedForMs) };
}

async function read(context: Context, held: HeldPull): Promise<PullEnd> {
  let known: BankAccount[] = [];
  let accounts: BankAccount[];
  try {
    known = await inCompany(context.db, context.companyId, (tx) => listBankAccounts(tx, context.companyId));
    const atPonto = await readAccountsAtPonto(context, held.connectionId, known);
    await context.crashPoint('pull.accounts-read');
    accounts = await whileHeld(context, held, (tx) => saveAccountsOfPonto(tx, context, atPonto));
  } catch (error) {
    return { outcome: 'failed', problem: problemOf(error, context.log), isWaiting: false };
  }
  await readOrganizationDaily(context, held.connectionId);
  return readAccounts(context, held, accounts, known);
}

async function readAccounts(
  context: Context,
  held: HeldPull,
  accounts: readonly BankAccount[],
  before: readonly BankAccount[],
): Promise<PullEnd> {
  let firstProblem: Problem | undefined;
  let failedCount = 0;
  for (const account of accounts) {
    if (account.bankSynchronizedAt === null) continue;
    try {
      await pullBankAccount(context, held, account);
    } catch (error) {
      if (isGoneAtPonto(error)) {
        await whileHeld(context, held, (tx) => updateBankAccount(tx, account, { isShared: false }));
        continue;
      }
      const problem = problemOf(error, context.log);
      firstProblem ??= problem;
      failedCount += 1;
      await whileHeld(context, held, (tx) =>
        updateBankAccount(tx, account, problemColumns(problem, sameAccount(before, account), context.clock.now())),
      );
    }
  }
  const outcome = failedCount === 0 ? 'succeeded' : failedCount < accounts.length ? 'partly_failed' : 'failed';
  return { outcome, problem: firstProblem, isWaiting: accounts.some(isWaitingForBank) };
}

/** Listed a moment ago and not there when asked: it was taken away meanwhile. It is closed, and the others go on. */
function isGoneAtPonto(error: unknown): boolean {
  return error instanceof PontoApiError && error.status === 404;
}

/** Nothing public says how a blocked organization is refused: this is what the simulated Ponto says. */
function isBlockedAtPonto(problem: Problem | undefined): boolean {
  return problem?.status === 403 && /blocked/i.test(problem.providerCode ?? '');
}

/** What Ponto sent is kept word for word this long, for support; the lines made of it stay. */
const receivedPagesKeptMs = 30 * 24 * 60 * 60_000;

/** One transaction: the pull is closed, the next one has its time, and the documents are looked at again. */
async function finish(tx: Transaction, context: Context, held: HeldPull, end: PullEnd): Promise<void> {
  const { companyId, connectionId } = held;
  const { pullIntervalMs } = context.settings;
  const now = context.clock.now();
  const connection = await findConnection(tx, companyId, connectionId);
  const failedPullCount = end.outcome === 'succeeded' ? 0 : (connection?.failedPullCount ?? 0) + 1;
  const pull = await closePull(tx, held, {
    finishedAt: now,
    outcome: end.outcome,
    problem: end.problem?.code ?? null,
    ...evidenceColumns(end.problem),
  });
  const isWantedAgain = connection?.dueAt?.getTime() !== held.dueAt?.getTime();
  const dueAt =
    failedPullCount > 0
      ? nextRetry(connectionId, now, pullIntervalMs, failedPullCount)
      : end.isWaiting
        ? nextLookAtBank(connectionId, now, pullIntervalMs, connection?.connectedAt ?? now)
        : nextSlot(connectionId, now, pullIntervalMs);
  await updateConnection(tx, held, {
    ...(isWantedAgain ? wantedAgain(connection, pull) : { dueAt, isUrgent: false }),
    leaseUntil: null,
    failedPullCount,
    watchDueAt: now,
    ...(end.outcome === 'succeeded' ? { lastSuccessfulPullAt: now } : {}),
  });
  await closeAnsweredRequests(tx, context, held, pull);
  await deleteReceivedPages(tx, companyId, new Date(now.getTime() - receivedPagesKeptMs));
  await context.jobs.enqueue(tx, refreshOpenDocuments, { companyId });
  if (isBlockedAtPonto(end.problem)) {
    const locked = await lockConnection(tx, held);
    const evidence = { reason: 'refused_when_read', providerRequestId: end.problem?.requestId };
    if (locked) await blockConnection(tx, context, locked, evidence);
  }
  if (end.problem?.code === 'internal') await parkWhenStuck(tx, context, held);
  context.log.info('pull finished', { connectionId, outcome: end.outcome, newCount: pull.newTransactionCount });
}

/**
 * Somebody wanted a later reading while this one ran: a user has it at once. A hint had to name the end of the lease, for
 * the case that this worker died; as it lived, there is a pause between the two.
 */
function wantedAgain(connection: Connection | undefined, { startedAt }: Pull): Partial<Pick<Connection, 'dueAt'>> {
  if (!connection?.dueAt || connection.isUrgent) return {};
  return { dueAt: new Date(Math.max(connection.dueAt.getTime(), startedAt.getTime() + hintIntervalMs)) };
}

/** "Nu ophalen" ends with the pull that read its result. What was answered during this pull waits for the next. */
async function closeAnsweredRequests(tx: Transaction, context: Context, held: HeldPull, pull: Pull): Promise<void> {
  for (const { request, parts } of await listAnsweredRequests(tx, held, givenUp(context))) {
    if (!held.answeredRequestIds.includes(request.synchronizationRequestId)) continue;
    await closeSynchronizationRequest(tx, request, {
      finishedAt: pull.finishedAt,
      newTransactionCount: pull.newTransactionCount,
      state: pull.outcome === 'failed' ? 'failed' : stateOf(parts),
    });
  }
}

/** The transactions decide; an account that nobody could ask about counts as failed. */
function stateOf(parts: readonly SynchronizationOfAccount[]): SynchronizationRequest['state'] {
  const states = parts.filter(({ subtype }) => subtype !== 'accountDetails').map(({ state }) => state);
  const answered = states.filter((state) => state === 'succeeded' || state === 'too_recent');
  if (answered.length < states.length) return answered.length > 0 ? 'partly_failed' : 'failed';
  return answered.includes('succeeded') ? 'succeeded' : 'too_recent';
}

/** Due as before, for whoever claims it when Ponto may be asked again. What was read is stored, with where to go on. */
async function handBack(context: Context, claim: ClaimedConnection): Promise<void> {
  await inCompany(context.db, context.companyId, async (tx) => {
    if (!(await releaseLease(tx, claim))) return;
    await abandonPulls(tx, claim, { at: context.clock.now(), problem: 'held_back' });
  });
}

/** The connection was taken out of service while the pull ran, so there is no lease to write under. */
async function closeWithoutLease(context: Context, claim: ClaimedConnection): Promise<void> {
  await inCompany(context.db, context.companyId, async (tx) => {
    const pull = await openPull(tx, {
      ...claim,
      trigger: 'schedule',
      startedAt: context.clock.now(),
      outcome: 'running',
    });
    if (pull.finishedAt) return;
    await closePull(tx, pull, {
      finishedAt: context.clock.now(),
      outcome: 'failed',
      problem: 'needs_reconnect',
      ...evidenceColumns(undefined),
    });
  });
}

function evidenceColumns(problem: Problem | undefined) {
  return {
    providerRequestId: problem?.requestId ?? null,
    providerStatus: problem?.status ?? null,
    providerCode: problem?.providerCode ?? null,
  };
}

function sameAccount(accounts: readonly BankAccount[], { bankAccountId }: BankAccount): BankAccount | undefined {
  return accounts.find((account) => account.bankAccountId === bankAccountId);
}

/** A quarter of the time that passed since the linking, so that a bank that never answers costs little. */
function nextLookAtBank(connectionId: string, now: Date, intervalMs: number, connectedAt: Date): Date {
  const waitMs = Math.max(waitForBankMs, (now.getTime() - connectedAt.getTime()) / 4);
  return new Date(Math.min(now.getTime() + waitMs, nextSlot(connectionId, now, intervalMs).getTime()));
}

function isWaitingForBank({ bankSynchronizedAt }: BankAccount): boolean {
  return bankSynchronizedAt === null;
}
