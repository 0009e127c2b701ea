import { timestamp, type PontoEvent, type PontoSimulation } from './simulation.ts';
import type { WebhookDelivery } from './state.ts';
import type { WebhookSender } from './webhooks/sender.ts';
import type { Forgery } from './webhooks/signing.ts';

/** What a tester does with webhooks, beyond the settings that spoil them on their way. */
export function webhookOperations(simulation: PontoSimulation, webhooks: WebhookSender) {
  const { state } = simulation;

  return {
    webhooks: (): readonly WebhookDelivery[] => state.webhooks,
    /** Resolves when every webhook that is due has been answered or failed. Those of later wait for their time. */
    webhooksIdle: (): Promise<void> => webhooks.idle(),

    /** Sends an event that nothing in the world caused, rightly signed: of an unknown type, or thousands of them. */
    sendWebhook: (event: PontoEvent, copies = 1): void => {
      for (let copy = 0; copy < copies; copy += 1) simulation.emit(event);
    },
    /**
     * Sends so many different events that nothing caused, rightly signed and many at the same time; none is sent again.
     * Returns how often each status was the answer.
     */
    burstOfWebhooks: (event: PontoEvent, count: number): Promise<Record<string, number>> =>
      webhooks.burst(event, count),
    /** Sends an event that is not from Ponto. Returns what the receiver answered. */
    forgeWebhook: (forgery: Forgery, event?: PontoEvent): Promise<number | null> =>
      webhooks.forge(event ?? anEvent(simulation), forgery),
    /**
     * Sends a delivery again, so many times at once. `replay` keeps the signature of the last attempt, however old it
     * is. Returns what the receiver answered to each.
     */
    repeatWebhook: (id: string, { copies = 1, replay = false } = {}): Promise<(number | null)[]> =>
      webhooks.repeat(id, { copies, replay }),

    /**
     * From now on a new key signs. `trustOld`: verifiers are told to trust the one before it as well.
     * Returns what the key set says about generations.
     */
    rotateWebhookKey: ({ trustOld = false } = {}): typeof state.webhookKeys => {
      const { generation, trusted } = state.webhookKeys;
      state.webhookKeys = { generation: generation + 1, trusted: trustOld ? [...trusted, generation] : [] };
      simulation.changed();
      return state.webhookKeys;
    },
  };
}

/** Something that would have an effect if it were believed. */
function anEvent(simulation: PontoSimulation): PontoEvent {
  const { organizations } = simulation.state;
  const linked = organizations.find(({ integration }) => integration !== null) ?? organizations[0];
  return {
    type: 'pontoConnect.integration.revoked',
    attributes: { createdAt: timestamp(simulation) },
    relationships: { organization: linked?.id ?? '' },
  };
}
