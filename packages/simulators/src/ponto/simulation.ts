import type { CallLog } from '../control/call-log.ts';
import type { FaultScript } from '../control/fault-script.ts';
import type { Ids } from '../control/ids.ts';
import type { Clock, SimulatedClock } from '../control/simulated-clock.ts';
import { UnknownInSimulationError } from '../control/unknown-in-simulation.ts';
import type { Account, Organization, PontoState } from './state.ts';

/** A running simulated Ponto: its state and what it needs to change it. Every part takes it as first parameter. */
export type PontoSimulation = Readonly<{
  state: PontoState;
  /** The time in the simulated world: tokens, bookings and consents go by it. */
  clock: SimulatedClock;
  /** The time of the machine: signatures go by it, because those who verify them live outside the simulated world. */
  machineClock: Clock;
  ids: Ids;
  faults: FaultScript;
  calls: CallLog;
  /** Scheme, host and port of the API, without a trailing slash. */
  apiOrigin(): string;
  /** The same of the pages that customers see in their browser. */
  pagesOrigin(): string;
  /** Notes that the state changed. */
  changed(): void;
  emit(event: PontoEvent): void;
}>;

/** Something that Ponto tells by webhook. Relationships are given as type and id. */
export type PontoEvent = Readonly<{
  type: `pontoConnect.${string}`;
  attributes?: Record<string, unknown>;
  relationships: Record<string, string>;
}>;

export function timestamp(simulation: PontoSimulation): string {
  return simulation.clock.now().toISOString();
}

export function accountById(simulation: PontoSimulation, accountId: string): Account {
  const account = simulation.state.accounts.find(({ id }) => id === accountId);
  if (!account) throw new UnknownInSimulationError('account', accountId);
  return account;
}

export function organizationById(simulation: PontoSimulation, organizationId: string): Organization {
  const organization = simulation.state.organizations.find(({ id }) => id === organizationId);
  if (!organization) throw new UnknownInSimulationError('organization', organizationId);
  return organization;
}
