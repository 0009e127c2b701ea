import { findConnection, inCompany, updateConnection } from '@onfact-ponto/db';
import type { Connection } from '@onfact-ponto/db';
import { PontoError } from '@onfact-ponto/ponto-client';
import type { PontoUserInfo } from '@onfact-ponto/ponto-client';
import type { Context } from '../context.ts';
import { withAccessToken } from './access-token.ts';

/** What Ponto says of the organization itself, beside its accounts. */
export type OrganizationFacts = Pick<
  Connection,
  'onboardingComplete' | 'paymentsActivated' | 'paymentsActivationRequested'
>;

/** Ponto reviews an activation for days: asking once a day is often enough, and a user may ask at once. */
const readAgainAfterMs = 24 * 60 * 60_000;

export function factsOfOrganization(organization: PontoUserInfo): OrganizationFacts {
  const { onboardingComplete, paymentsActivated, paymentsActivationRequested } = organization;
  return {
    onboardingComplete: onboardingComplete ?? null,
    paymentsActivated: paymentsActivated ?? null,
    paymentsActivationRequested: paymentsActivationRequested ?? null,
  };
}

/** Asks Ponto anew about the organization. */
export async function readOrganization(context: Context, connectionId: string): Promise<void> {
  const { companyId } = context;
  const organization = await withAccessToken(context, connectionId, (token) => context.ponto.userinfo.get(token));
  await inCompany(context.db, companyId, (tx) =>
    updateConnection(
      tx,
      { companyId, connectionId },
      { ...factsOfOrganization(organization), organizationReadAt: context.clock.now() },
    ),
  );
}

/** Within a pull: once a day. That it fails is no reason to leave lines unread. */
export async function readOrganizationDaily(context: Context, connectionId: string): Promise<void> {
  const { companyId, clock, log } = context;
  const connection = await inCompany(context.db, companyId, (tx) => findConnection(tx, companyId, connectionId));
  const readAt = connection?.organizationReadAt?.getTime() ?? 0;
  if (clock.now().getTime() - readAt < readAgainAfterMs) return;
  try {
    await readOrganization(context, connectionId);
  } catch (error) {
    if (!(error instanceof PontoError)) throw error;
    log.warn('the organization could not be read', { connectionId, code: error.code });
  }
}
