import { PontoApiError } from './api-error.ts';
import type { PontoSimulation } from './simulation.ts';
import type { Account, FinancialInstitution } from './state.ts';

/** What a bank's maintenance does to its accounts at a moment. */
export function availabilityOf(
  { state }: PontoSimulation,
  account: Account,
  at: string,
): 'available' | 'readonly' | 'unreachable' {
  const institution = state.financialInstitutions.find(({ id }) => id === account.financialInstitutionId);
  const type = institution && maintenanceAt(institution, at);
  if (type === 'internal') return 'unreachable';
  return type === 'financialInstitution' ? 'readonly' : account.availability;
}

/** @throws PontoApiError 503 during a maintenance in which nothing can be read */
export function assertReadable(simulation: PontoSimulation, account: Account, at: string): void {
  if (availabilityOf(simulation, account, at) !== 'unreachable') return;
  throw new PontoApiError(503, 'financialInstitutionInMaintenance', 'The data cannot be read during the maintenance.');
}

function maintenanceAt({ maintenance }: FinancialInstitution, at: string): 'internal' | 'financialInstitution' | null {
  if (!maintenance || at < maintenance.from || at >= maintenance.to) return null;
  return maintenance.type;
}
