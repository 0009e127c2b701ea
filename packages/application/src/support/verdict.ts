import type { Connection } from '@onfact-ponto/db';
import { meaningOfState } from '../connection/connection-state.ts';
import type { Working } from '../connection/connection-state.ts';
import type { Fault, FaultCode, FaultResponsible } from './fault.ts';
import type { LinkFacts } from './find-faults.ts';

/** Why a company has no new transactions, in one word; or that it should have them. */
export type VerdictCode =
  | FaultCode
  | 'not_activated'
  | 'deactivated'
  | 'not_linked'
  | 'at_ponto'
  | 'first_reading'
  | 'no_account'
  | 'waiting_for_bank'
  | 'working';

export type Verdict = Readonly<{
  code: VerdictCode;
  /** Nothing comes in, something comes in, it will come by itself, all is well. */
  severity: 'stopped' | 'partly' | 'waiting' | 'working';
  since: Date | null;
  /** Who must act. */
  responsible: FaultResponsible;
  working: readonly Working[];
  fault: Fault | null;
  /** Of how many shared accounts it is true. */
  affectedCount: number;
  accountCount: number;
}>;

/** What support must know besides the facts of the live connection. */
export type VerdictFacts = LinkFacts &
  Readonly<{
    /** Deactivated or not. */
    lastConnection: Connection | undefined;
    /** A user left for Ponto a short while ago. */
    isAtPonto: boolean;
  }>;

/** The one sentence about a company: the most urgent fault, or where its link stands. Pure. */
export function verdictOf(facts: VerdictFacts, found: readonly Fault[]): Verdict {
  const { connection, lastConnection, isAtPonto } = facts;
  if (!connection) {
    return lastConnection
      ? stopped('deactivated', lastConnection.deactivatedAt)
      : stopped('not_activated', null, 'administrator');
  }
  if (!connection.connectedAt) {
    return isAtPonto
      ? { ...stopped('at_ponto', connection.stateSince, 'administrator'), severity: 'waiting' }
      : stopped('not_linked', connection.stateSince, 'administrator');
  }
  const [worst] = found;
  return worst && worst.reach !== 'matching'
    ? verdictOfFault(facts, connection, worst, found)
    : ofWorking(facts, worst);
}

function verdictOfFault(
  { accounts }: VerdictFacts,
  connection: Connection,
  fault: Fault,
  found: readonly Fault[],
): Verdict {
  const accountCount = accounts.filter(({ isShared }) => isShared).length;
  const unread = new Set(found.flatMap(({ reach, bankAccountId }) => (reach === 'account' ? [bankAccountId] : [])));
  const affected = accounts.filter(({ bankAccountId, isShared }) => isShared && unread.has(bankAccountId)).length;
  const reachesAll = fault.reach === 'connection' || affected === accountCount;
  const { working } = meaningOfState[connection.state];
  return {
    code: fault.code,
    severity: reachesAll ? 'stopped' : 'partly',
    since: fault.since,
    responsible: fault.responsible,
    working: reachesAll ? working.filter((what) => what !== 'read_bank') : working,
    fault,
    affectedCount: fault.reach === 'connection' ? accountCount : affected,
    accountCount,
  };
}

/** Reading works. What hinders the matching is said then, for the lines do come in. */
function ofWorking({ connection, accounts }: VerdictFacts, fault: Fault | undefined): Verdict {
  const shared = accounts.filter(({ isShared }) => isShared);
  const verdict = {
    since: connection?.lastSuccessfulPullAt ?? null,
    responsible: 'nobody',
    working: meaningOfState.active.working,
    fault: null,
    affectedCount: 0,
    accountCount: shared.length,
  } as const;
  if (!connection?.lastSuccessfulPullAt) {
    return { ...verdict, code: 'first_reading', severity: 'waiting', since: connection?.connectedAt ?? null };
  }
  if (shared.length === 0) {
    return { ...stopped('no_account', connection.connectedAt, 'administrator'), working: verdict.working };
  }
  const waiting = shared.filter(({ bankSynchronizedAt }) => bankSynchronizedAt === null).length;
  if (waiting === shared.length) {
    return { ...verdict, code: 'waiting_for_bank', severity: 'waiting', responsible: 'bank', affectedCount: waiting };
  }
  if (!fault) return { ...verdict, code: 'working', severity: 'working' };
  const { code, since, responsible } = fault;
  return { ...verdict, code, severity: 'partly', since, responsible, fault };
}

function stopped(code: VerdictCode, since: Date | null, responsible: FaultResponsible = 'nobody'): Verdict {
  const { working } = meaningOfState.deactivated;
  return { code, severity: 'stopped', since, responsible, working, fault: null, affectedCount: 0, accountCount: 0 };
}
