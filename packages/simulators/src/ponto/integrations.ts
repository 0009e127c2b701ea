import { synchronizeAtOnce, startSynchronization } from './synchronizing.ts';
import { accountById, organizationById, timestamp, type PontoSimulation } from './simulation.ts';
import type { Account, Organization } from './state.ts';
import { revokeTokensOf } from './tokens.ts';

/**
 * The organization chose which accounts to share. What was shared before and is not chosen now is withdrawn. Ponto
 * synchronizes what is new to the integration.
 */
export function link(simulation: PontoSimulation, organizationId: string, accountIds: readonly string[]): void {
  const organization = organizationById(simulation, organizationId);
  if (!organization.integration) {
    organization.integration = { id: simulation.ids.uuid(), accounts: [] };
    simulation.emit({ type: 'pontoConnect.integration.created', relationships: { organization: organizationId } });
  }
  for (const { accountId } of [...organization.integration.accounts]) {
    if (!accountIds.includes(accountId)) withdrawAccount(simulation, accountId);
  }
  for (const accountId of accountIds) shareAccount(simulation, accountId);
  simulation.changed();
}

export function shareAccount(simulation: PontoSimulation, accountId: string): void {
  const account = accountById(simulation, accountId);
  const integration = organizationById(simulation, account.organizationId).integration;
  if (!integration || integration.accounts.some((shared) => shared.accountId === accountId)) return;

  const createdAt = timestamp(simulation);
  integration.accounts.push({ id: simulation.ids.uuid(), accountId, createdAt, lastAccessedAt: null });
  simulation.emit({
    type: 'pontoConnect.integration.accountAdded',
    relationships: { account: accountId, organization: account.organizationId },
  });
  for (const subtype of ['accountDetails', 'accountTransactions'] as const) {
    startSynchronization(simulation, account, subtype, true);
  }
}

/** The account is no longer shared with our application; it stays in Ponto. */
export function withdrawAccount(simulation: PontoSimulation, accountId: string): void {
  const { organizationId } = accountById(simulation, accountId);
  const { integration } = organizationById(simulation, organizationId);
  if (!integration?.accounts.some((shared) => shared.accountId === accountId)) return;

  integration.accounts = integration.accounts.filter((shared) => shared.accountId !== accountId);
  simulation.emit({
    type: 'pontoConnect.integration.accountRevoked',
    relationships: { account: accountId, organization: organizationId },
  });
  simulation.changed();
}

/** The whole link ends: tokens die, accounts are no longer shared. Returns the id of what ended. */
export function revokeIntegration(simulation: PontoSimulation, organizationId: string): string | undefined {
  const organization = organizationById(simulation, organizationId);
  const { integration } = organization;
  revokeTokensOf(simulation, organizationId);
  if (!integration) return undefined;

  organization.integration = null;
  simulation.emit({ type: 'pontoConnect.integration.revoked', relationships: { organization: organizationId } });
  simulation.changed();
  return integration.id;
}

/** The consent at the bank was given anew; Ponto fetches what it missed. */
export function renewConsent(
  simulation: PontoSimulation,
  accountId: string,
  days = simulation.state.settings.consentDays,
): void {
  const account = accountById(simulation, accountId);
  const now = simulation.clock.now();
  account.consentEndedAt = null;
  account.authorizedAt = now.toISOString();
  account.authorizationExpirationExpectedAt = new Date(now.getTime() + days * 86_400_000).toISOString();
  simulation.emit({
    type: 'pontoConnect.account.reauthorized',
    relationships: { account: accountId, organization: account.organizationId },
  });
  synchronizeAtOnce(simulation, account);
}

/** The accounts that this organization shares with our application, in the order in which they were added. */
export function sharedAccounts({ state }: PontoSimulation, organization: Organization): Account[] {
  const shared = organization.integration?.accounts ?? [];
  return shared.flatMap(({ accountId }) => state.accounts.filter(({ id }) => id === accountId));
}
