import type { RequestListener, Server as HttpServer } from 'node:http';
import type { Server as HttpsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { getRequestListener, type HttpBindings } from '@hono/node-server';

export type Listening = Readonly<{ port: number; close(): Promise<void> }>;

/**
 * Listens on the loopback interface only.
 * @param port 0 takes a free one
 * @throws the error of the operating system, such as EADDRINUSE with its `port`
 */
export async function listen(server: HttpServer | HttpsServer, port: number): Promise<Listening> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen({ port, host: 'localhost' }, () => {
      server.off('error', reject);
      resolve();
    });
  });

  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** An app as the handler of a server. The global `Request` and `Response` stay those of Node. */
export function listenerOf(app: {
  fetch(request: Request, env: HttpBindings): Response | Promise<Response>;
}): RequestListener {
  const serve = (request: Request, env: unknown): Response | Promise<Response> =>
    app.fetch(request, env as HttpBindings);
  const listener = getRequestListener(serve, { overrideGlobalObjects: false });
  return (incoming, outgoing) => void listener(incoming, outgoing);
}
