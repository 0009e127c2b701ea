import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createWebhookTally } from '../webhook/webhook-tally.ts';
import { receiveEvent } from '../webhook/receive-event.ts';
import { pontoClientOf } from './world.ts';
import type { TestWorld } from './world.ts';

const statusOf = { accepted: 204, refused: 400, unverifiable: 503 } as const;

export type WebhookReceiver = Readonly<{
  clock: { offsetMs: number };
  /** After each `startAgain`, which makes Ponto forget where to post. */
  listen(): void;
  stop(): Promise<void>;
}>;

/**
 * Takes what the simulated Ponto delivers, as the api does. Signatures live on the machine's clock, whatever time the
 * test lets pass.
 */
export async function startWebhookReceiver(world: TestWorld): Promise<WebhookReceiver> {
  const clockState = { offsetMs: 0 };
  const ponto = await pontoClientOf(world.ponto, {
    now: () => new Date(Date.now() + clockState.offsetMs),
    sleep: world.services.clock.sleep,
  });
  const services = { ...world.services, ponto };
  const tally = createWebhookTally(services);
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      const delivery = { rawBody: Buffer.concat(parts), signatureHeader: request.headers.signature?.toString() };
      void receiveEvent(services, tally, delivery).then(
        (outcome) => response.writeHead(statusOf[outcome]).end(),
        () => response.writeHead(500).end(),
      );
    });
  });
  await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    clock: clockState,
    listen: () => void world.ponto.world.configure({ webhookUrl: `http://localhost:${port}/webhooks/ponto` }),
    async stop() {
      server.close();
      await ponto.close();
    },
  };
}
