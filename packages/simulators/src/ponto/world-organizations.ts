import { minorOf } from './amounts.ts';
import { revokeIntegration } from './integrations.ts';
import type { Activation, ActivationRequest } from './payment-state.ts';
import { removeOrganization } from './removing.ts';
import { newOrganization, openAccount } from './scenario.ts';
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

/** Facts about a customer that need no rule of their own. */
type OrganizationChange = Partial<Pick<Organization, 'name' | 'onboardingComplete' | 'representative'>>;

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
    /** @param organization `onboardingComplete: false` makes one that Ponto removes after three days */
    addOrganization: (organization: { name: string; email: string } & OrganizationChange): Organization => {
      const added = newOrganization({ id: ids.uuid(), createdAt: clock.now().toISOString(), ...organization });
      state.organizations.push(added);
      simulation.changed();
      return added;
    },
    changeOrganization: (organizationId: string, change: OrganizationChange): Organization => {
      const organization = Object.assign(organizationById(simulation, organizationId), change);
      simulation.changed();
      return organization;
    },
    /** Ponto has not heard of it, looks at the request, or allows it. */
    setActivation: (
      organizationId: string,
      product: ActivationRequest['product'],
      wanted: Activation['state'],
    ): Organization => {
      const organization = organizationById(simulation, organizationId);
      organization[product] = { state: wanted, requestedAt: wanted === 'none' ? null : clock.now().toISOString() };
      simulation.changed();
      return organization;
    },
    /** Ponto removes the customer, as it does with one who never finished the registration. */
    removeOrganization: (organizationId: string): void => removeOrganization(simulation, organizationId),
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
