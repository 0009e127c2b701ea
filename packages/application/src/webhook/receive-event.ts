import { asOrganization, inCompany, insertWebhookEvent, listConnectionsOfOrganization } from '@onfact-ponto/db';
import type { Connection } from '@onfact-ponto/db';
import { PontoError, PontoWebhookRefusedError } from '@onfact-ponto/ponto-client';
import type { PontoWebhookEvent } from '@onfact-ponto/ponto-client';
import type { Services } from '../context.ts';
import { handleWebhookEvents } from '../jobs/definitions.ts';
import type { WebhookTally } from './webhook-tally.ts';

export type WebhookDelivery = Readonly<{
  /** The body as it came: the signature covers these very bytes. */
  rawBody: Uint8Array;
  signatureHeader: string | undefined;
}>;

/**
 * Takes one delivery of Ponto: proves that it is genuine and keeps it for each connection of its organization, with
 * the job that acts upon it. It reads nothing at Ponto and writes no bank data.
 * @returns `refused` when it is not from Ponto, not for us or not of now; `unverifiable` when Ponto's keys cannot be
 * fetched, so that it should come again. Whether we know the organization is told to nobody.
 */
export async function receiveEvent(
  services: Services,
  tally: WebhookTally,
  delivery: WebhookDelivery,
): Promise<'accepted' | 'refused' | 'unverifiable'> {
  let event: PontoWebhookEvent;
  try {
    event = await services.ponto.webhooks.verify(delivery);
  } catch (error) {
    if (error instanceof PontoWebhookRefusedError) {
      await tally(error.refusal);
      return 'refused';
    }
    if (!(error instanceof PontoError)) throw error;
    services.log.warn('the keys of webhooks could not be fetched', { code: error.code });
    return 'unverifiable';
  }
  const connections = await connectionsOf(services, event);
  for (const connection of connections) await keep(services, connection, event);
  if (connections.length === 0) await tally('unknown-organization');
  else if (event.kind === 'unknown') await tally('unknown-kind');
  return 'accepted';
}

/** Of no organization, or of one that left or was never ours: nobody's. */
async function connectionsOf({ db }: Services, { organizationId }: PontoWebhookEvent): Promise<Connection[]> {
  if (organizationId === undefined) return [];
  return asOrganization(db, organizationId, (tx) => listConnectionsOfOrganization(tx, organizationId));
}

async function keep(
  { db, jobs, clock }: Services,
  { companyId, connectionId }: Connection,
  event: PontoWebhookEvent,
): Promise<void> {
  const receivedAt = clock.now();
  await inCompany(db, companyId, async (tx) => {
    const isNew = await insertWebhookEvent(tx, {
      companyId,
      connectionId,
      eventId: event.id,
      kind: event.kind,
      type: event.type,
      pontoAccountId: 'accountId' in event ? (event.accountId ?? null) : null,
      synchronizationId: 'synchronizationId' in event ? event.synchronizationId : null,
      announcedAt: event.createdAt ?? receivedAt,
      receivedAt,
      raw: event.raw,
    });
    if (isNew) await jobs.enqueue(tx, handleWebhookEvents, { companyId, connectionId });
  });
}
