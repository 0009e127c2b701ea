import type { BankAccount, Connection, Pull } from '@onfact-ponto/db';
import { stateOf } from '../bank-account/account-view.ts';
import { revokedAtPonto } from '../webhook/revocation.ts';
import { isSilent } from '../notification/what-to-tell.ts';
import { attributeFault, byUrgency } from './fault.ts';
import type { Fault } from './fault.ts';

/** Whether the books can be read. `closed`: the key has no right to them, or this onFact does not have them. */
export type BooksState = 'working' | 'missing' | 'refused' | 'closed' | 'unavailable' | 'not_read_yet';

/** What is known of a company's link, from our own database alone. */
export type LinkFacts = Readonly<{
  /** The live connection, if there is one. */
  connection: Connection | undefined;
  accounts: readonly BankAccount[];
  /** Lines of each account that we could not read. */
  unreadableCounts: ReadonlyMap<string, number>;
  lastPull: Pull | undefined;
  /** The first pull that failed after the last good one. */
  failingSince: Date | null;
  invoices: BooksState;
  /** Since when not. */
  invoicesSince: Date | null;
  invoicesReadAt: Date | null;
  failedPublications: Readonly<{ count: number; since: Date | null }>;
}>;

/** A pull that nobody begins: longer than a deployment or a restart of the database takes. */
const overdueAfterMs = 15 * 60_000;

/** Everything that is the matter with a company's link, the most urgent first. Pure: the same facts, the same answer. */
export function findFaults(facts: LinkFacts, now: Date): Fault[] {
  const { connection } = facts;
  if (!connection?.connectedAt) return [];
  const stopped = faultOfState(connection);
  const found = stopped ? [stopped] : [...faultsOfReading(connection, facts, now), ...faultsOfAccounts(facts, now)];
  return [...found, ...faultsOfMatching(facts)].toSorted(byUrgency);
}

function faultOfState({ state, stateReason, stateSince: since }: Connection): Fault | undefined {
  if (state === 'needs_reconnect') {
    const code = stateReason === revokedAtPonto ? 'integration_revoked' : 'grant_lost';
    return attributeFault(code, { since, state, providerCode: stateReason });
  }
  if (state === 'blocked') return attributeFault('organization_blocked', { since, state, providerCode: stateReason });
  if (state === 'paused') return attributeFault('reading_paused', { since, state, providerCode: stateReason });
  return undefined;
}

/** A pull that failed as a whole. What failed for single accounts stands with them. */
function faultsOfReading(connection: Connection, { lastPull, failingSince, accounts }: LinkFacts, now: Date): Fault[] {
  const { dueAt, leaseUntil, state } = connection;
  const isOverdue = dueAt !== null && now.getTime() - dueAt.getTime() > overdueAfterMs;
  if (state === 'active' && isOverdue && (leaseUntil === null || leaseUntil < now)) {
    return [attributeFault('reading_overdue', { since: dueAt, state })];
  }
  if (lastPull?.outcome !== 'failed' || lastPull.problem === null) return [];
  if (accounts.some(({ isShared, problem }) => isShared && problem === lastPull.problem)) return [];
  const { problem, providerStatus: status, providerCode, providerRequestId: requestId } = lastPull;
  return [attributeFault(problem, { since: failingSince, status, providerCode, requestId, state })];
}

function faultsOfAccounts({ accounts, unreadableCounts }: LinkFacts, now: Date): Fault[] {
  return accounts.flatMap((account) => {
    const { bankAccountId } = account;
    const found = faultOfAccount(account, now);
    const unreadable = (unreadableCounts.get(bankAccountId) ?? 0) > 0;
    return [
      ...(found ? [found] : []),
      ...(unreadable ? [{ ...attributeFault('lines_unreadable', { bankAccountId }), reach: 'matching' as const }] : []),
    ];
  });
}

function faultOfAccount(account: BankAccount, now: Date): Fault | undefined {
  const { bankAccountId, problem, availability: state, bankSynchronizedAt, authorizationExpiresAt } = account;
  const evidence = {
    bankAccountId,
    state,
    since: account.problemSince,
    providerCode: account.problemProviderCode,
    requestId: account.problemRequestId,
  };
  /** That the whole link was withdrawn is a fault of its own, of the connection. */
  switch (stateOf(account, undefined, now)) {
    case 'revoked':
    case 'statements_only':
    case 'waiting_for_bank':
      return undefined;
    case 'not_shared':
      return attributeFault('account_not_shared', { bankAccountId, since: account.fetchedAt });
    case 'expired': {
      const isPast = authorizationExpiresAt !== null && authorizationExpiresAt <= now;
      return attributeFault('authorization_expired', {
        ...evidence,
        since: isPast ? authorizationExpiresAt : account.problemSince,
      });
    }
    default: {
      if (problem !== null) return attributeFault(problem, evidence);
      if (state === 'readonly') return attributeFault('bank_error', { ...evidence, since: bankSynchronizedAt });
      return isSilent(account, now)
        ? attributeFault('bank_silent', { ...evidence, since: bankSynchronizedAt })
        : undefined;
    }
  }
}

function faultsOfMatching({ invoices, invoicesSince: since, failedPublications }: LinkFacts): Fault[] {
  const found: Fault[] = [];
  if (invoices === 'missing') found.push(attributeFault('onfact_key_missing'));
  if (invoices === 'refused') found.push(attributeFault('onfact_key_refused', { since }));
  if (invoices === 'closed') found.push(attributeFault('onfact_key_limited', { since }));
  if (invoices === 'unavailable') found.push(attributeFault('onfact_unavailable', { since }));
  if (failedPublications.count > 0) {
    found.push(attributeFault('onfact_refused_payment', { since: failedPublications.since }));
  }
  return found;
}
