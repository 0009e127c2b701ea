import { UnknownInSimulationError } from '../control/unknown-in-simulation.ts';
import type { PontoSimulation } from './simulation.ts';
import type { FinancialInstitution } from './state.ts';

/** What a tester does with banks. */
export function institutionOperations(simulation: PontoSimulation) {
  const { state } = simulation;

  return {
    financialInstitutions: (): readonly FinancialInstitution[] => state.financialInstitutions,
    /** Its maintenance lets Ponto read and not synchronize, or not even read. Null ends it. */
    setMaintenance: (institutionId: string, maintenance: FinancialInstitution['maintenance']): FinancialInstitution => {
      const institution = state.financialInstitutions.find(({ id }) => id === institutionId);
      if (!institution) throw new UnknownInSimulationError('financial institution', institutionId);
      institution.maintenance = maintenance;
      simulation.changed();
      return institution;
    },
  };
}
