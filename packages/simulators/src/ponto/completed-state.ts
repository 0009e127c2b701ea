import { newOrganization, unspoiled } from './scenario.ts';
import type { PontoState } from './state.ts';

/**
 * A state file of an earlier version may lack what this one knows. The world goes on with what a new world begins with.
 * @param beginning a world of today
 */
export function completed(stored: PontoState, beginning: PontoState): PontoState {
  return {
    ...beginning,
    ...stored,
    settings: { ...beginning.settings, ...stored.settings },
    financialInstitutions: stored.financialInstitutions.map((institution) => ({
      ...{ maintenance: null },
      ...institution,
    })),
    organizations: stored.organizations.map((organization) =>
      newOrganization({ ...{ createdAt: stored.settledUntil }, ...organization }),
    ),
    accounts: stored.accounts.map((account) => ({ ...unspoiled(), ...account })),
    synchronizations: Object.fromEntries(
      Object.entries(stored.synchronizations).map(([id, synchronization]) => [
        id,
        { ...{ updatedPendingTransactionIds: [] }, ...synchronization },
      ]),
    ),
  };
}
