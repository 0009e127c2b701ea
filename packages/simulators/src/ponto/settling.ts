import { settleActivations } from './activation.ts';
import { settlePayments } from './paying.ts';
import { removeUnfinishedOrganizations } from './removing.ts';
import type { PontoSimulation } from './simulation.ts';
import { settleSynchronizations } from './synchronizing.ts';

/** Lets everything happen that is due by now. Called before every answer, so that the world is always up to date. */
export function settle(simulation: PontoSimulation): void {
  removeUnfinishedOrganizations(simulation);
  settleActivations(simulation);
  settlePayments(simulation);
  settleSynchronizations(simulation);
}
