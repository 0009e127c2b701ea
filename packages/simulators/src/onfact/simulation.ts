import type { CallLog } from '../control/call-log.ts';
import type { FaultScript } from '../control/fault-script.ts';
import type { Ids } from '../control/ids.ts';
import type { Clock, SimulatedClock } from '../control/simulated-clock.ts';
import { UnknownInSimulationError } from '../control/unknown-in-simulation.ts';
import type { Company, Document, OnfactState } from './state.ts';

/** A running simulated onFact: its state and what it needs to change it. */
export type OnfactSimulation = Readonly<{
  state: OnfactState;
  clock: SimulatedClock;
  /** The time of the machine: identity tokens go by it, because those who verify them live outside. */
  machineClock: Clock;
  ids: Ids;
  faults: FaultScript;
  calls: CallLog;
  /** Scheme, host and port, without a trailing slash. Also the issuer of identity tokens. */
  origin(): string;
  changed(): void;
}>;

/** As the API writes moments. */
export function moment(date: Date): string {
  return date.toISOString().replace(/\.\d+Z$/, '+00:00');
}

export function nextRecordId({ state }: OnfactSimulation): number {
  state.lastRecordId += 1;
  return state.lastRecordId;
}

/** @throws UnknownInSimulationError */
export function companyByUuid({ state }: OnfactSimulation, uuid: string): Company {
  const company = state.companies.find((candidate) => candidate.uuid === uuid);
  if (!company) throw new UnknownInSimulationError('company', uuid);
  return company;
}

/** @throws UnknownInSimulationError */
export function documentById(company: Company, id: number): Document {
  const document = company.documents.find((candidate) => candidate.id === id);
  if (!document) throw new UnknownInSimulationError('document', String(id));
  return document;
}
