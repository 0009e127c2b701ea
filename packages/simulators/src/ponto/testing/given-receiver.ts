import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';
import type { GivenPonto } from './given-ponto.ts';

export type Received = { signature: string; body: string };

/**
 * Somebody who takes webhooks, and their address in the settings.
 * @param statuses what the first calls are answered; null closes the connection; 200 after that
 */
export async function givenReceiver(ponto: GivenPonto, statuses: readonly (number | null)[] = []): Promise<Received[]> {
  const received: Received[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (part: Buffer) => (body += part.toString()));
    request.on('end', () => {
      const status = statuses.length > received.length ? statuses[received.length] : 200;
      received.push({ signature: String(request.headers.signature), body });
      if (typeof status === 'number') response.writeHead(status).end();
      else response.destroy();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve));
  onTestFinished(() => void server.close());
  ponto.world.configure({ webhookUrl: `http://localhost:${(server.address() as AddressInfo).port}/hooks` });
  return received;
}
