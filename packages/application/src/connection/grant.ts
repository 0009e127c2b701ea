import type { PontoTokens } from '@onfact-ponto/ponto-client';
import { z } from 'zod';
import type { Context } from '../context.ts';
import { callsOf } from '../support/call-log.ts';
import { isOrganizationInUse } from './organization-in-use.ts';
import type { OrganizationFacts } from './read-organization.ts';

/** What a trip to Ponto brought back: tokens, whose they are, and which accounts they show. */
export type Grant = Readonly<{
  tokens: PontoTokens & { refreshToken: string };
  organizationId: string;
  organizationName: string | null;
  accountCount: number;
  facts: OrganizationFacts;
}>;

type Place = Readonly<{ companyId: string; authorizationAttemptId: string }>;

const StoredGrant = z.object({
  accessToken: z.string(),
  refreshToken: z.string(),
  expiresAt: z.iso.datetime(),
  scope: z.array(z.string()),
  organizationId: z.string(),
  organizationName: z.string().nullable(),
  accountCount: z.int(),
  facts: z.object({
    onboardingComplete: z.boolean().nullable(),
    paymentsActivated: z.boolean().nullable(),
    paymentsActivationRequested: z.boolean().nullable(),
  }),
});

/** Bound to its attempt: moved to another row it does not open. */
export function sealGrant({ cipher }: Context, place: Place, { tokens, ...grant }: Grant): string {
  const { accessToken, refreshToken, expiresAt, scope } = tokens;
  const stored = { ...grant, accessToken, refreshToken, scope, expiresAt: expiresAt.toISOString() };
  return cipher.seal(JSON.stringify(stored), belongsTo(place));
}

export function openGrant({ cipher }: Context, place: Place, envelope: string): Grant {
  const { accessToken, refreshToken, expiresAt, scope, ...grant } = StoredGrant.parse(
    JSON.parse(cipher.open(envelope, belongsTo(place))),
  );
  return { ...grant, tokens: { accessToken, refreshToken, scope, expiresAt: new Date(expiresAt) } };
}

function belongsTo({ companyId, authorizationAttemptId }: Place): readonly string[] {
  return ['held-grant', companyId, authorizationAttemptId];
}

/**
 * Ends a grant that is not kept. One of an organization that any connection uses is left to lapse. When ending fails
 * it is unused and harmless.
 */
export async function giveBack(context: Context, { tokens, organizationId }: Grant): Promise<void> {
  if (await isOrganizationInUse(context, organizationId)) return;
  const revoke = () => context.ponto.oauth.revoke({ refreshToken: tokens.refreshToken });
  await callsOf({ companyId: context.companyId, connectionId: null }, revoke).catch((error: unknown) => {
    context.log.warn('unused grant not revoked', { message: error instanceof Error ? error.message : 'unknown' });
  });
}
