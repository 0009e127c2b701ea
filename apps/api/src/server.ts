import type { Server } from 'node:http';
import { serve } from '@hono/node-server';
import type { Hono } from 'hono';

export type ListeningServer = Readonly<{
  port: number;
  /** Takes no new requests and lets those under way finish, for at most the given time. */
  close(graceMs: number): Promise<void>;
}>;

export class PortInUseError extends Error {
  override readonly name = 'PortInUseError';
}

/** @throws PortInUseError */
export async function listen(
  app: Pick<Hono, 'fetch'>,
  { port, host, sleep }: { port: number; host: string; sleep: (ms: number) => Promise<void> },
): Promise<ListeningServer> {
  const { promise, resolve, reject } = Promise.withResolvers<ListeningServer>();
  const server = serve({ fetch: app.fetch, port, hostname: host }, (address) => {
    resolve({ port: address.port, close: (graceMs) => close(server, sleep(graceMs)) });
  }) as Server;
  server.once('error', (cause: NodeJS.ErrnoException) => {
    const isBusy = cause.code === 'EADDRINUSE';
    reject(isBusy ? new PortInUseError(`Port ${port}, which API_PORT names, is in use.`, { cause }) : cause);
  });
  return promise;
}

async function close(server: Server, deadline: Promise<void>): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  server.closeIdleConnections();
  await Promise.race([closed, deadline]);
  server.closeAllConnections();
  await closed;
}
