import { createHash, createPublicKey, type KeyObject } from 'node:crypto';
import { SignJWT } from 'jose';
import type { PontoEvent, PontoSimulation } from './simulation.ts';

export const webhookKeyId = 'sandbox_events_signature_1';

/** The lifetime of a webhook's signature. */
const lifetimeSeconds = 60;

/** What was sent, for those who want to look at it or send it again. */
export type Delivery = { id: string; type: string; body: string; signature: string; status: number | null };

export type WebhookSender = Readonly<{
  send(event: PontoEvent): void;
  deliveries(): readonly Delivery[];
  /** Resolves when everything that was sent has been answered. */
  idle(): Promise<void>;
}>;

/** Signs events as Ponto does and posts them, one after the other, to the address in the settings. */
export function createWebhookSender(simulation: () => PontoSimulation, key: KeyObject): WebhookSender {
  const deliveries: Delivery[] = [];
  let held: Delivery | undefined;
  let queue = Promise.resolve();

  const deliver = async (event: PontoEvent, id: string): Promise<void> => {
    const { state } = simulation();
    const { webhookUrl, webhookDelivery } = state.settings;
    if (webhookUrl === null) return;

    const body = bodyOf(event, id, simulation().clock.now());
    const delivery: Delivery = {
      id,
      type: event.type,
      body,
      signature: await sign(simulation(), key, body),
      status: null,
    };
    deliveries.push(delivery);
    switch (webhookDelivery) {
      case 'drop':
        return;
      case 'corrupt':
        return post(webhookUrl, { ...delivery, body: body.replace('"id"', '"ID"') }, delivery);
      case 'duplicate':
        await post(webhookUrl, delivery, delivery);
        return post(webhookUrl, delivery, delivery);
      case 'reorder':
        if (!held) {
          held = delivery;
          return;
        }
        await post(webhookUrl, delivery, delivery);
        await post(webhookUrl, held, held);
        held = undefined;
        return;
      case 'normal':
        return post(webhookUrl, delivery, delivery);
    }
  };

  return {
    send(event) {
      const id = simulation().ids.uuid();
      queue = queue.then(() => deliver(event, id));
    },
    deliveries: () => deliveries,
    idle: () => queue,
  };
}

/** `n` keeps its padding: Ibanity's .NET client decodes it without adding any. */
export function webhookKeySet(key: KeyObject): object {
  const { n = '', e } = createPublicKey(key).export({ format: 'jwk' });
  const padded = n.padEnd(Math.ceil(n.length / 4) * 4, '=');
  return { keys: [{ alg: 'RS512', e, kid: webhookKeyId, kty: 'RSA', n: padded, status: 'ACTIVE', use: 'sig' }] };
}

/** Compact JSON with the keys sorted, as the real ones are. */
function bodyOf({ type, attributes = {}, relationships }: PontoEvent, id: string, now: Date): string {
  const related: Record<string, object> = {};
  for (const [type, id] of Object.entries(relationships)) related[type] = { data: { id, type } };
  return JSON.stringify({
    data: {
      attributes: sorted({ createdAt: now.toISOString(), ...attributes }),
      id,
      relationships: sorted(related),
      type,
    },
  });
}

function sign({ machineClock, state, apiOrigin, ids }: PontoSimulation, key: KeyObject, body: string): Promise<string> {
  const issuedAt = Math.floor(machineClock.now().getTime() / 1_000);
  return new SignJWT({ digest: createHash('sha512').update(body).digest('base64') })
    .setProtectedHeader({ alg: 'RS512', kid: webhookKeyId })
    .setIssuer(apiOrigin())
    .setAudience(state.client.applicationId)
    .setIssuedAt(issuedAt)
    .setExpirationTime(issuedAt + lifetimeSeconds)
    .setJti(ids.uuid())
    .sign(key);
}

/** Any failure means "not received". The real retry schedule is unknown, so there is none: pulls find everything. */
async function post(url: string, { body, signature }: Delivery, result: Delivery): Promise<void> {
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', signature },
      body,
      signal: AbortSignal.timeout(10_000),
    });
    result.status = response.status;
  } catch {
    result.status = null;
  }
}

function sorted<Value>(object: Record<string, Value>): Record<string, Value> {
  return Object.fromEntries(Object.entries(object).toSorted(([left], [right]) => (left < right ? -1 : 1)));
}
