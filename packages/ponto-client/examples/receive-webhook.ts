import { PontoError, PontoWebhookRefusedError } from '@onfact-ponto/ponto-client';
import type { PontoClient, PontoWebhookEvent } from '@onfact-ponto/ponto-client';

/**
 * Answers one delivery with a status. An event is stored before it is answered, once per id, and handled later: it is a
 * hint to look, so neither order nor repetition matters.
 */
export async function receiveWebhook(
  ponto: PontoClient,
  delivery: { rawBody: Uint8Array; signatureHeader: string | undefined },
  store: { keepOnce(event: PontoWebhookEvent): Promise<void>; lookAt(accountId: string): Promise<void> },
): Promise<204 | 400 | 503> {
  try {
    const event = await ponto.webhooks.verify(delivery);
    await store.keepOnce(event);
    const isAboutLines = event.kind === 'account.transactionsCreated' || event.kind === 'account.transactionsUpdated';
    if (isAboutLines || event.kind === 'account.reauthorized') await store.lookAt(event.accountId);
    return 204;
  } catch (error) {
    if (error instanceof PontoWebhookRefusedError) return 400;
    // Without Ponto's keys nobody can say whether it is genuine: Ponto delivers again.
    if (error instanceof PontoError) return 503;
    throw error;
  }
}
