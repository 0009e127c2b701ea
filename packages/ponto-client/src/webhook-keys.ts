import { z } from 'zod';
import { decodeDocument, decodeWith } from './decode.ts';
import type { JsonApi } from './json-api.ts';
import type { PontoWebhookEvent } from './webhook-event.ts';
import { readKeyId, verifyWebhook, type PontoWebhookKey } from './webhooks.ts';

/** Keys are trusted for this long, so that a withdrawn one does not live on. */
const keysAgeMs = 60 * 60 * 1000;

/** An unknown key id makes us look again, at most this often: anyone can send made-up ids. */
const refetchPauseMs = 60 * 1000;

/** After a failure the next delivery may try again, but a flood of them while Ponto is down may not. */
const failurePauseMs = 5 * 1000;

export function createWebhooks(dependencies: {
  api: JsonApi;
  clock: { now(): Date };
  issuer: string;
  applicationId: string;
}) {
  const { clock, issuer, applicationId } = dependencies;
  const keysFor = createKeyCache(() => fetchWebhookKeys(dependencies.api), clock);

  return {
    /**
     * Verifies one delivery with Ponto's current keys.
     * @throws PontoWebhookRefusedError, or PontoError when the keys cannot be fetched (answer 503: Ponto delivers again)
     */
    async verify({
      rawBody,
      signatureHeader,
    }: {
      rawBody: Uint8Array;
      signatureHeader: string | undefined;
    }): Promise<PontoWebhookEvent> {
      const keys = await keysFor(readKeyId(signatureHeader));
      return verifyWebhook({ rawBody, signatureHeader, keys, issuer, applicationId, now: clock.now() });
    },
  };
}

/** Fetches once when the keys are old or lack the id; deliveries that arrive meanwhile wait for the same fetch. */
export function createKeyCache(
  fetchKeys: () => Promise<readonly PontoWebhookKey[]>,
  clock: { now(): Date },
): (kid: string) => Promise<readonly PontoWebhookKey[]> {
  let keys: readonly PontoWebhookKey[] = [];
  let fetchedAt = Number.NEGATIVE_INFINITY;
  let fetching: Promise<void> | undefined;

  let failure: { at: number; error: unknown } | undefined;

  async function refresh(): Promise<void> {
    const startedAt = clock.now().getTime();
    if (failure && startedAt - failure.at < failurePauseMs) throw failure.error;
    try {
      keys = await fetchKeys();
      fetchedAt = startedAt;
      failure = undefined;
    } catch (error) {
      failure = { at: startedAt, error };
      throw error;
    }
  }

  return async (kid) => {
    const age = clock.now().getTime() - fetchedAt;
    const isKnown = keys.some((key) => key.kid === kid);
    if (age >= keysAgeMs || (!isKnown && age >= refetchPauseMs)) {
      fetching ??= refresh().finally(() => (fetching = undefined));
      await fetching;
    }
    return keys;
  };
}

/** Beside the product, not under it. */
const webhookKeysPath = { template: '/webhooks/keys', target: '/webhooks/keys' };

async function fetchWebhookKeys(api: JsonApi): Promise<readonly PontoWebhookKey[]> {
  const answered = await api({ operation: 'webhooks.verify', method: 'GET', path: webhookKeysPath });
  return decodeDocument(answered, (document) => {
    const { keys } = decodeWith(keySet, document);
    return keys.flatMap((key) => {
      const usable = activeKey.safeParse(key);
      return usable.success ? [usable.data] : [];
    });
  });
}

const keySet = z.object({ keys: z.array(z.unknown()) });
const activeKey = z.object({
  kty: z.literal('RSA'),
  use: z.literal('sig'),
  status: z.literal('ACTIVE'),
  kid: z.string().min(1),
  n: z.string().min(1),
  e: z.string().min(1),
});
