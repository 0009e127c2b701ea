import type { Server as HttpServer } from 'node:http';
import type { Server as HttpsServer } from 'node:https';
import type { AddressInfo } from 'node:net';

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
