import {
  findBankAccount,
  findSynchronizationRequest,
  inCompany,
  listSynchronizationsOfAccounts,
  makeConnectionDue,
  updateSynchronizationOfAccount,
} from '@onfact-ponto/db';
import type { SynchronizationOfAccount, SynchronizationRequest } from '@onfact-ponto/db';
import { PontoApiError, PontoError } from '@onfact-ponto/ponto-client';
import type { PontoSynchronization } from '@onfact-ponto/ponto-client';
import { GrantLostError, withAccessToken } from '../connection/access-token.ts';
import type { Context } from '../context.ts';
import { forWaitingUser } from '../ponto/request-budget.ts';

/** Ponto allows a synchronization only while the user is there: a request that waited longer is not sent. */
const presenceMs = 2 * 60_000;
const pollMs = 2_000;
/** Of one company, however many accounts it has, not more than a question a second about how far Ponto is. */
const pollPerAccountMs = 1_000;
const patienceMs = 3 * 60_000;

/**
 * Brings what a user asked to its end: for each account the transactions, then the balances, one after the other as
 * Ponto demands; the accounts do not wait for each other, for the user does not stay. Of one company one call is made
 * at a time: with its pull that makes two. Then the connection is due, and its pull reads the result. Runs again after
 * a crash where it was.
 */
export async function followSynchronization(
  context: Context,
  input: { synchronizationRequestId: string },
): Promise<void> {
  const { companyId } = context;
  const { request, parts } = await inCompany(context.db, companyId, async (tx) => ({
    request: await findSynchronizationRequest(tx, companyId, input.synchronizationRequestId),
    parts: await listSynchronizationsOfAccounts(tx, companyId, input.synchronizationRequestId),
  }));
  if (request?.state !== 'running') return;

  const accounts = [...Map.groupBy(parts, ({ bankAccountId }) => bankAccountId).values()];
  const following = {
    ...context,
    inTurn: createTurns(),
    pollMs: Math.max(pollMs, accounts.length * pollPerAccountMs),
  };
  const ends = await forWaitingUser(() =>
    Promise.allSettled(accounts.map((ofAccount) => bringAccountToEnd(following, request, ofAccount))),
  );
  for (const end of ends) if (end.status === 'rejected') throw end.reason;
  await inCompany(context.db, companyId, (tx) =>
    makeConnectionDue(tx, request, context.clock.now(), { forUser: true }),
  );
}

type Following = Context & Readonly<{ inTurn: ReturnType<typeof createTurns>; pollMs: number }>;

/** Makes one call after the other, in the order in which they were asked for. */
function createTurns() {
  let last: Promise<unknown> = Promise.resolve();
  return <Result>(call: () => Promise<Result>): Promise<Result> => {
    const turn = last.then(call);
    last = turn.catch(() => undefined);
    return turn;
  };
}

async function bringAccountToEnd(
  context: Following,
  request: SynchronizationRequest,
  parts: readonly SynchronizationOfAccount[],
): Promise<void> {
  for (const part of parts.toSorted(byTransactionsFirst)) await bringToEnd(context, request, part);
}

async function bringToEnd(
  context: Following,
  request: SynchronizationRequest,
  part: SynchronizationOfAccount,
): Promise<void> {
  if (part.state !== 'intended' && part.state !== 'running') return;
  try {
    const started = part.pontoSynchronizationId ?? (await start(context, request, part));
    if (started === undefined) return;
    await save(context, part, resultOf(await awaitEnd(context, request, started)));
  } catch (error) {
    if (!(error instanceof PontoError || error instanceof GrantLostError)) throw error;
    await save(context, part, refusalOf(error));
  }
}

/** @returns Ponto's id of the synchronization, or undefined when nothing may be asked */
async function start(
  context: Following,
  request: SynchronizationRequest,
  part: SynchronizationOfAccount,
): Promise<string | undefined> {
  const { customerIpAddress, requestedAt, connectionId } = request;
  const userIsPresent = context.clock.now().getTime() - requestedAt.getTime() < presenceMs;
  const account = await inCompany(context.db, context.companyId, (tx) =>
    findBankAccount(tx, context.companyId, part.bankAccountId),
  );
  const accountId = account?.isShared ? account.pontoAccountId : null;
  if (accountId === null) return refuse('account_not_shared');
  if (!userIsPresent || customerIpAddress === null) return refuse('user_left');
  const synchronization = await context.inTurn(() =>
    withAccessToken(context, connectionId, (token) =>
      context.ponto.synchronizations.create(
        token,
        { accountId, subtype: part.subtype, customerIpAddress },
        { idempotencyKey: part.idempotencyKey },
      ),
    ),
  );
  await save(context, part, { state: 'running', pontoSynchronizationId: synchronization.id });
  return synchronization.id;

  async function refuse(problem: string): Promise<undefined> {
    await save(context, part, { state: 'failed', problem });
  }
}

/** @returns undefined when Ponto was too slow. A question that Ponto cannot answer now is asked again. */
async function awaitEnd(
  context: Following,
  { connectionId }: SynchronizationRequest,
  id: string,
): Promise<PontoSynchronization | undefined> {
  const giveUpAt = context.clock.now().getTime() + patienceMs;
  while (context.clock.now().getTime() < giveUpAt) {
    const synchronization = await context
      .inTurn(() => withAccessToken(context, connectionId, (token) => context.ponto.synchronizations.get(token, id)))
      .catch(toleratesTrouble);
    if (synchronization?.status === 'success' || synchronization?.status === 'error') return synchronization;
    await context.clock.sleep(context.pollMs);
  }
  return undefined;
}

function toleratesTrouble(error: unknown): undefined {
  const advice = error instanceof PontoError ? error.retryAdvice : 'never';
  if (advice !== 'back-off' && typeof advice !== 'object') throw error;
}

type PartResult = Parameters<typeof updateSynchronizationOfAccount>[2];

function resultOf(synchronization: PontoSynchronization | undefined): PartResult {
  if (!synchronization) return { state: 'failed', problem: 'ponto_slow' };
  if (synchronization.status === 'success') return { state: 'succeeded', problem: null };
  const needsPerson = synchronization.errors.some(({ needsReauthorization }) => needsReauthorization);
  return { state: 'failed', problem: needsPerson ? 'authorization_expired' : 'bank_error' };
}

/** A refusal because it was done a moment ago is no failure: what is there is read. */
function refusalOf(error: PontoError | GrantLostError): PartResult {
  if (error instanceof PontoApiError && error.hasCode('accountRecentlySynchronized')) {
    return { state: 'too_recent', problem: null };
  }
  return { state: 'failed', problem: error instanceof PontoError ? 'ponto_refused' : 'needs_reconnect' };
}

async function save(context: Context, part: SynchronizationOfAccount, result: PartResult): Promise<void> {
  await inCompany(context.db, context.companyId, (tx) => updateSynchronizationOfAccount(tx, part, result));
}

function byTransactionsFirst(left: SynchronizationOfAccount, right: SynchronizationOfAccount): number {
  return right.subtype.localeCompare(left.subtype);
}
