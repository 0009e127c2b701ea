import { createPublicKey, type KeyObject } from 'node:crypto';
import type { PontoState } from '../state.ts';

/** The private keys that webhooks were ever signed with, by generation. Made when first asked for. */
export type WebhookKeys = (generation: number) => KeyObject;

export function webhookKeyId(generation: number): string {
  return `sandbox_events_signature_${generation}`;
}

/**
 * What verifiers are told: the newest key and those before it, trusted or not. `n` keeps its padding: Ibanity's .NET
 * client decodes it without adding any.
 */
export function webhookKeySet({ generation, trusted }: PontoState['webhookKeys'], keys: WebhookKeys): object {
  const generations = Array.from({ length: generation }, (_, index) => generation - index);
  return {
    keys: generations.map((each) => {
      const { n = '', e } = createPublicKey(keys(each)).export({ format: 'jwk' });
      const status = each === generation || trusted.includes(each) ? 'ACTIVE' : 'INACTIVE';
      const padded = n.padEnd(Math.ceil(n.length / 4) * 4, '=');
      return { alg: 'RS512', e, kid: webhookKeyId(each), kty: 'RSA', n: padded, status, use: 'sig' };
    }),
  };
}
