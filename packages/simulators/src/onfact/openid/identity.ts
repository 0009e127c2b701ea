import { SignJWT, exportJWK, generateKeyPair, importJWK, type JWK } from 'jose';
import type { OnfactSimulation } from '../simulation.ts';
import type { User } from '../state.ts';

const keyId = 'onfact-simulator';
const lifetimeSeconds = 3_600;

/** Who the user is and for which companies. The same in the identity token and at the userinfo endpoint. */
export function claimsOf({ state }: OnfactSimulation, user: User): Record<string, unknown> {
  return {
    sub: user.id,
    email: user.email,
    email_verified: true,
    name: user.name,
    locale: user.locale,
    companies: user.companies.flatMap(({ uuid, role }) =>
      state.companies.filter((company) => company.uuid === uuid).map(({ name, vat }) => ({ uuid, name, vat, role })),
    ),
    support: user.support,
  };
}

export async function identityToken(simulation: OnfactSimulation, user: User, nonce: string | null): Promise<string> {
  const issuedAt = Math.floor(simulation.machineClock.now().getTime() / 1_000);
  const key = await importJWK(await signingKey(simulation), 'RS256');
  return new SignJWT({ ...claimsOf(simulation, user), ...(nonce === null ? {} : { nonce }) })
    .setProtectedHeader({ alg: 'RS256', kid: keyId, typ: 'JWT' })
    .setIssuer(simulation.origin())
    .setAudience(simulation.state.client.id)
    .setIssuedAt(issuedAt)
    .setExpirationTime(issuedAt + lifetimeSeconds)
    .sign(key);
}

export async function signingKeySet(simulation: OnfactSimulation): Promise<object> {
  const { kty, n, e } = await signingKey(simulation);
  return { keys: [{ kty, n, e, alg: 'RS256', use: 'sig', kid: keyId }] };
}

/** Made when first needed, kept with the state: sessions of before a restart stay verifiable. */
async function signingKey(simulation: OnfactSimulation): Promise<JWK> {
  const { state } = simulation;
  if (state.signingKey) return state.signingKey;
  const { privateKey } = await generateKeyPair('RS256', { extractable: true });
  state.signingKey ??= await exportJWK(privateKey);
  simulation.changed();
  return state.signingKey;
}
