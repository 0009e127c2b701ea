import { revokeIntegration, withdrawAccount } from './integrations.ts';
import { accountById, type PontoSimulation } from './simulation.ts';

/** The bank account is no longer in Ponto at all: what was read is gone, and nothing about it can be asked. */
export function removeAccount(simulation: PontoSimulation, accountId: string): void {
  const { state } = simulation;
  accountById(simulation, accountId);
  withdrawAccount(simulation, accountId);
  state.accounts = state.accounts.filter(({ id }) => id !== accountId);
  Reflect.deleteProperty(state.transactions, accountId);
  forget(state.synchronizations, accountId);
  forget(state.reauthorizationRequests, accountId);
  forget(state.payments, accountId);
  forget(state.paymentRequests, accountId);
  simulation.changed();
}

function forget(records: Record<string, { accountId: string }>, accountId: string): void {
  for (const [id, record] of Object.entries(records)) {
    if (record.accountId === accountId) Reflect.deleteProperty(records, id);
  }
}

/** The customer is no longer at Ponto: its link, its tokens and its accounts are gone. */
export function removeOrganization(simulation: PontoSimulation, organizationId: string): void {
  const { state } = simulation;
  revokeIntegration(simulation, organizationId);
  for (const account of state.accounts.filter((each) => each.organizationId === organizationId)) {
    removeAccount(simulation, account.id);
  }
  state.organizations = state.organizations.filter(({ id }) => id !== organizationId);
  simulation.changed();
}

/** A registration that is not finished by then is dropped. */
const registrationHours = 72;

export function removeUnfinishedOrganizations(simulation: PontoSimulation): void {
  const limit = new Date(simulation.clock.now().getTime() - registrationHours * 3_600_000).toISOString();
  const unfinished = simulation.state.organizations.filter(
    ({ onboardingComplete, createdAt }) => !onboardingComplete && createdAt <= limit,
  );
  for (const { id } of unfinished) removeOrganization(simulation, id);
}
