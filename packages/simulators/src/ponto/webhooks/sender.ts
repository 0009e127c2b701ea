import type { PontoEvent, PontoSimulation } from '../simulation.ts';
import type { WebhookDelivery } from '../state.ts';
import { bodyOf } from './event.ts';
import type { WebhookKeys } from './keys.ts';
import { forgedSignatureOf, signatureOf, type Forgery } from './signing.ts';

export type WebhookSender = Readonly<{
  /** Puts an event in line. */
  send(event: PontoEvent): void;
  /** Sends what is due by now, one after the other. */
  sendDue(): void;
  /** Resolves when everything that was due has been answered or failed. */
  idle(): Promise<void>;
  /** Sends a delivery again, so many times at once: with its old signature, or signed anew. Returns the answers. */
  repeat(id: string, options: { copies: number; replay: boolean }): Promise<(number | null)[]>;
  /**
   * Sends so many different events of one content, each rightly signed and once, many at the same time. Returns how
   * often each status was the answer; "none" where none came.
   */
  burst(event: PontoEvent, count: number): Promise<Record<string, number>>;
  /** Sends an event that Ponto did not make, once. Returns the answer. */
  forge(event: PontoEvent, forgery: Forgery): Promise<number | null>;
}>;

/** So many posts of a burst are under way at the same time. */
const burstWidth = 25;

/** Finished deliveries beyond this number are forgotten, oldest first. */
const remembered = 2_000;

/**
 * Delivers events as Ponto does: signed anew for each attempt, again and again until a receiver takes them. The line of
 * deliveries is part of the state, so a restart loses nothing.
 */
export function createWebhookSender(simulation: () => PontoSimulation, keys: WebhookKeys): WebhookSender {
  let running = Promise.resolve();

  const sendDue = (): void => {
    running = running.then(async () => {
      for (let next = nextDue(simulation()); next; next = nextDue(simulation())) await attempt(simulation(), next);
    });
  };

  const attempt = async (present: PontoSimulation, delivery: WebhookDelivery): Promise<void> => {
    const { webhookUrl: url, webhookDelivery: mode } = present.state.settings;
    delivery.attempts += 1;
    if (url === null || mode === 'drop') delivery.state = 'dropped';
    else {
      delivery.signature = await signatureOf(present, keys, delivery.body);
      const body = mode === 'corrupt' ? delivery.body.replace('"id"', '"ID"') : delivery.body;
      if (mode === 'duplicate') await post(url, body, delivery.signature);
      delivery.status = await post(url, body, delivery.signature);
      settleAttempt(present, delivery);
    }
    present.changed();
  };

  return {
    send(event) {
      const present = simulation();
      if (present.state.settings.webhookUrl === null) return;
      putInLine(present, event);
      sendDue();
    },
    sendDue,
    idle: () => running,
    async repeat(id, { copies, replay }) {
      const present = simulation();
      const delivery = present.state.webhooks.find((candidate) => candidate.id === id);
      const url = present.state.settings.webhookUrl;
      if (!delivery || url === null) return [];
      const old = replay ? delivery.signature : null;
      const signatures = Array.from({ length: copies }, async () => old ?? signatureOf(present, keys, delivery.body));
      return Promise.all((await Promise.all(signatures)).map((signature) => post(url, delivery.body, signature)));
    },
    async burst(event, count) {
      const present = simulation();
      const url = present.state.settings.webhookUrl;
      const answers: Record<string, number> = {};
      if (url === null) return answers;
      let left = count;
      const sendOn = async (): Promise<void> => {
        while (left-- > 0) {
          const body = bodyOf(event, present.ids.uuid(), present.clock.now());
          const status = String((await post(url, body, await signatureOf(present, keys, body))) ?? 'none');
          answers[status] = (answers[status] ?? 0) + 1;
        }
      };
      await Promise.all(Array.from({ length: burstWidth }, sendOn));
      return answers;
    },
    async forge(event, forgery) {
      const present = simulation();
      const url = present.state.settings.webhookUrl;
      if (url === null) return null;
      const body = bodyOf(event, present.ids.uuid(), present.clock.now());
      return post(url, body, await forgedSignatureOf(present, keys, body, forgery));
    },
  };
}

function putInLine({ state, ids, clock, changed }: PontoSimulation, event: PontoEvent): void {
  const id = ids.uuid();
  const now = clock.now();
  const delivery: WebhookDelivery = {
    id,
    type: event.type,
    body: bodyOf(event, id, now),
    state: 'waiting',
    dueAt: new Date(now.getTime() + state.settings.webhookDelaySeconds * 1_000).toISOString(),
    attempts: 0,
    status: null,
    signature: null,
  };
  const held = state.webhooks.findLastIndex((other) => other.state === 'held');
  const [overtaken] = held < 0 ? [] : state.webhooks.splice(held, 1);
  if (overtaken) state.webhooks.push(delivery, { ...overtaken, state: 'waiting' });
  else state.webhooks.push(state.settings.webhookDelivery === 'reorder' ? { ...delivery, state: 'held' } : delivery);

  const finished = state.webhooks.filter((other) => !isOpen(other));
  const forgotten = new Set(finished.slice(0, Math.max(0, finished.length - remembered)));
  if (forgotten.size > 0) state.webhooks = state.webhooks.filter((other) => !forgotten.has(other));
  changed();
}

function isOpen({ state }: WebhookDelivery): boolean {
  return state === 'waiting' || state === 'held';
}

function nextDue({ state, clock }: PontoSimulation): WebhookDelivery | undefined {
  const now = clock.now().toISOString();
  return state.webhooks.find((delivery) => delivery.state === 'waiting' && delivery.dueAt <= now);
}

function settleAttempt({ state, clock }: PontoSimulation, delivery: WebhookDelivery): void {
  const wait = state.settings.webhookRetrySeconds[delivery.attempts - 1];
  if (delivery.status !== null && delivery.status >= 200 && delivery.status < 300) delivery.state = 'received';
  else if (wait === undefined) delivery.state = 'given-up';
  else delivery.dueAt = new Date(clock.now().getTime() + wait * 1_000).toISOString();
}

/** The status that came back; null when none did. */
async function post(url: string, body: string, signature: string | undefined): Promise<number | null> {
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(signature === undefined ? {} : { signature }) },
      body,
      redirect: 'manual',
      signal: AbortSignal.timeout(10_000),
    });
    await response.arrayBuffer();
    return response.status;
  } catch {
    return null;
  }
}
