import { minorOf } from './amounts.ts';
import { revokeIntegration } from './integrations.ts';
import { openAccount } from './scenario.ts';
import { organizationById, type PontoSimulation } from './simulation.ts';
import type { Account, Organization } from './state.ts';

export type NewAccount = Readonly<{
  /** Name of a bank of the scenario; the first one otherwise. */
  bank?: string;
  reference: string;
  currency?: string;
  subtype?: string;
  description?: string;
  holderName?: string;
  openingBalance?: string;
}>;

/** What a tester does with the customers of Ponto. */
export function organizationOperations(simulation: PontoSimulation) {
  const { state, clock, ids } = simulation;
  const setBlocked = (organizationId: string, blocked: boolean): void => {
    organizationById(simulation, organizationId).blocked = blocked;
    const type = blocked ? 'pontoConnect.organization.blocked' : 'pontoConnect.organization.unblocked';
    simulation.emit({ type, relationships: { organization: organizationId } });
    simulation.changed();
  };

  return {
    organizations: (): readonly Organization[] => state.organizations,
    addOrganization: (organization: { name: string; email: string }): Organization => {
      const added = { id: ids.uuid(), ...organization, blocked: false, integration: null };
      state.organizations.push(added);
      simulation.changed();
      return added;
    },
    block: (organizationId: string): void => setBlocked(organizationId, true),
    unblock: (organizationId: string): void => setBlocked(organizationId, false),
    /** The customer ends the link in Ponto. */
    revokeIntegration: (organizationId: string): void => void revokeIntegration(simulation, organizationId),
    addAccount: (organizationId: string, account: NewAccount): Account => {
      const { name } = organizationById(simulation, organizationId);
      const { reference, currency = 'EUR', subtype = 'checking', description = 'Zichtrekening' } = account;
      const scenario = {
        bank: account.bank ?? state.financialInstitutions[0]?.name ?? '',
        reference,
        currency,
        subtype,
        description,
        product: 'Zakelijke rekening',
        holderName: account.holderName ?? name,
        openingBalanceMinor: minorOf(account.openingBalance ?? '0', currency),
        published: [],
        waiting: [],
      };
      const opened = openAccount(state, organizationId, scenario, clock.now());
      simulation.changed();
      return opened;
    },
  };
}
