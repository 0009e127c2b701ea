import { createHash, createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { SignJWT, UnsecuredJWT, type JWTPayload } from 'jose';
import type { PontoSimulation } from '../simulation.ts';
import { webhookKeyId, type WebhookKeys } from './keys.ts';

/** The lifetime of a webhook's signature. */
const lifetimeSeconds = 60;

/** How somebody who is not Ponto might try to be believed. */
export const forgeries = [
  'unsigned',
  'garbage',
  'other-key',
  'unknown-key',
  'key-address-in-header',
  'no-algorithm',
  'public-key-as-secret',
  'other-issuer',
  'other-audience',
  'other-digest',
  'expired',
  'not-yet-valid',
] as const;
export type Forgery = (typeof forgeries)[number];

/** The `Signature` header of a body: a JWT over its digest, signed with the newest key. */
export function signatureOf(simulation: PontoSimulation, keys: WebhookKeys, body: string): Promise<string> {
  const { generation } = simulation.state.webhookKeys;
  return new SignJWT(claimsOf(simulation, body))
    .setProtectedHeader({ alg: 'RS512', kid: webhookKeyId(generation) })
    .sign(keys(generation));
}

/** The same, wrong in one way. Undefined stands for no header at all. */
export async function forgedSignatureOf(
  simulation: PontoSimulation,
  keys: WebhookKeys,
  body: string,
  forgery: Forgery,
): Promise<string | undefined> {
  const { generation } = simulation.state.webhookKeys;
  const [claims, kid, key] = [claimsOf(simulation, body), webhookKeyId(generation), keys(generation)];
  const sign = (changed: JWTPayload, header: object = {}, signer: KeyObject = key): Promise<string> =>
    new SignJWT({ ...claims, ...changed }).setProtectedHeader({ alg: 'RS512', kid, ...header }).sign(signer);

  switch (forgery) {
    case 'unsigned':
      return undefined;
    case 'garbage':
      return 'not.a.token';
    case 'other-key':
      return sign({}, {}, strangersKey());
    case 'unknown-key':
      return sign({}, { kid: simulation.ids.uuid() }, strangersKey());
    case 'key-address-in-header':
      return sign({}, { jku: 'https://keys.example/webhooks/keys' }, strangersKey());
    case 'no-algorithm':
      return new UnsecuredJWT(claims).encode();
    case 'public-key-as-secret': {
      const secret = createPublicKey(key).export({ type: 'spki', format: 'pem' });
      return new SignJWT(claims).setProtectedHeader({ alg: 'HS512', kid }).sign(Buffer.from(secret));
    }
    case 'other-issuer':
      return sign({ iss: 'https://api.ibanity.example' });
    case 'other-audience':
      return sign({ aud: simulation.ids.uuid() });
    case 'other-digest':
      return sign({ digest: createHash('sha512').update(`${body} `).digest('base64') });
    case 'expired':
      return sign({ iat: claims.iat - 3_600, exp: claims.exp - 3_600 });
    case 'not-yet-valid':
      return sign({ iat: claims.iat + 3_600, exp: claims.exp + 3_600 });
  }
}

/** A JWT lives outside the simulated world: its times are those of the machine. */
function claimsOf({ machineClock, state, apiOrigin, ids }: PontoSimulation, body: string) {
  const issuedAt = Math.floor(machineClock.now().getTime() / 1_000);
  return {
    digest: createHash('sha512').update(body).digest('base64'),
    iss: apiOrigin(),
    aud: state.client.applicationId,
    iat: issuedAt,
    exp: issuedAt + lifetimeSeconds,
    jti: ids.uuid(),
  };
}

function strangersKey(): KeyObject {
  return generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
}
