import {
  closeReauthorizationAttempt,
  findBankAccount,
  findLiveConnection,
  findReauthorizationAttempt,
  inCompany,
  lockLiveConnection,
  makeConnectionDue,
  updateBankAccount,
  updateConnection,
  useReauthorizationAttempt,
} from '@onfact-ponto/db';
import type { ReauthorizationAttempt } from '@onfact-ponto/db';
import { PontoError } from '@onfact-ponto/ponto-client';
import type { PontoAccount } from '@onfact-ponto/ponto-client';
import { recordAudit } from '../audit.ts';
import { GrantLostError, withAccessToken } from '../connection/access-token.ts';
import { assertMayManage } from '../connection/assert-may-manage.ts';
import { hashOfSession } from '../connection/start-authorization.ts';
import type { Context } from '../context.ts';
import { problemColumns } from './account-problem.ts';
import { problemAtBank } from './refresh-bank-accounts.ts';
import { hashOfReauthorizationState } from './start-reauthorization.ts';

/** How the return from the bank ended. Everything but `renewed` leaves the consent as it was. */
export type ReauthorizationOutcome =
  | { outcome: 'renewed' | 'cancelled' | 'unchanged' | 'ponto_unavailable'; bankAccountId: string }
  | { outcome: 'expired_or_used' | 'foreign'; bankAccountId: null };

/**
 * Ends a trip to the bank: checks that it is ours, uses it up, and reads the account at Ponto, for the return of the
 * browser says nothing. The account shows its new date at once, and a pull reads what was missed.
 */
export async function completeReauthorization(
  context: Context,
  input: { state: string | null; error: string | null },
): Promise<ReauthorizationOutcome> {
  assertMayManage(context.actor);
  const attempt = await findOwnAttempt(context, input.state);
  if (!attempt) return { outcome: 'foreign', bankAccountId: null };
  if (!(await useUp(context, attempt))) return { outcome: 'expired_or_used', bankAccountId: null };

  const { bankAccountId } = attempt;
  const outcome = input.error === 'access_denied' ? 'cancelled' : await readAgain(context, attempt);
  await inCompany(context.db, context.companyId, async (tx) => {
    await closeReauthorizationAttempt(tx, attempt, outcome);
    await recordAudit(tx, context, {
      action: 'bank-account.reauthorization-end',
      subject: { type: 'bank-account', id: bankAccountId },
      facts: { outcome },
    });
  });
  return { outcome, bankAccountId };
}

/** An attempt of another company, user or session looks the same as none at all. */
async function findOwnAttempt(context: Context, state: string | null): Promise<ReauthorizationAttempt | undefined> {
  if (state === null) return undefined;
  const { companyId } = context;
  const attempt = await inCompany(context.db, companyId, (tx) =>
    findReauthorizationAttempt(tx, { companyId, stateHash: hashOfReauthorizationState(state) }),
  );
  return attempt?.sessionHash === hashOfSession(context.actor) ? attempt : undefined;
}

async function useUp(context: Context, attempt: ReauthorizationAttempt): Promise<boolean> {
  const now = context.clock.now();
  const isFresh = await inCompany(context.db, context.companyId, (tx) =>
    useReauthorizationAttempt(tx, { ...attempt, at: now }),
  );
  return isFresh && attempt.expiresAt > now;
}

async function readAgain(
  context: Context,
  attempt: ReauthorizationAttempt,
): Promise<'renewed' | 'unchanged' | 'ponto_unavailable'> {
  const { companyId } = context;
  const { connection, account } = await inCompany(context.db, companyId, async (tx) => ({
    connection: await findLiveConnection(tx, companyId),
    account: await findBankAccount(tx, companyId, attempt.bankAccountId),
  }));
  if (!connection || !account?.pontoAccountId) return 'unchanged';
  const { pontoAccountId } = account;
  try {
    const atPonto = await withAccessToken(context, connection.connectionId, (token) =>
      context.ponto.accounts.get(token, pontoAccountId),
    );
    await store(context, attempt.bankAccountId, atPonto);
    return isRenewed(attempt, atPonto) ? 'renewed' : 'unchanged';
  } catch (error) {
    if (!(error instanceof PontoError || error instanceof GrantLostError)) throw error;
    context.log.warn('the account could not be read after a renewal', { message: error.message });
    return 'ponto_unavailable';
  }
}

/** Only what the consent changes; balances and lines are the pull's, which is due now: the bank's gap fills in. */
async function store(context: Context, bankAccountId: string, atPonto: PontoAccount): Promise<void> {
  const { companyId, clock } = context;
  await inCompany(context.db, companyId, async (tx) => {
    const connection = await lockLiveConnection(tx, companyId);
    if (!connection) return;
    const before = await findBankAccount(tx, companyId, bankAccountId);
    const change = {
      authorizedAt: atPonto.authorizedAt ?? null,
      authorizationExpiresAt: atPonto.authorizationExpirationExpectedAt ?? null,
      ...problemColumns(problemAtBank(atPonto), before, clock.now()),
    };
    await updateBankAccount(tx, { companyId, bankAccountId }, change);
    await makeConnectionDue(tx, connection, clock.now());
    await updateConnection(tx, connection, { watchDueAt: clock.now() });
  });
}

function isRenewed({ authorizedBefore, expiryBefore }: ReauthorizationAttempt, atPonto: PontoAccount): boolean {
  const isLater = (now: Date | undefined, then: Date | null) => now !== undefined && (then === null || now > then);
  return (
    isLater(atPonto.authorizedAt, authorizedBefore) || isLater(atPonto.authorizationExpirationExpectedAt, expiryBefore)
  );
}
