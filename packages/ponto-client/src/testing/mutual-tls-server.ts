import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { TlsOptions } from '../transport.ts';
import { createAuthority } from './certificate.ts';

export type MutualTlsServer = Readonly<{
  url: string;
  /** What a client of this server presents and trusts. */
  tls: TlsOptions;
  /** Another certificate of the same client, as after a renewal. */
  renewedTls: TlsOptions;
  /** A certificate of an authority that this server does not know. */
  strangerTls: TlsOptions;
  close(): Promise<void>;
}>;

/** An https server on loopback that asks for a client certificate, with certificates made on the spot. */
export async function startMutualTlsServer(
  handle: (request: IncomingMessage, response: ServerResponse) => void,
): Promise<MutualTlsServer> {
  const authority = createAuthority();
  const { certificate, key } = authority.issue('localhost');
  const server = createServer(
    { cert: certificate, key, ca: authority.certificate, requestCert: true, rejectUnauthorized: true },
    handle,
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));

  return {
    url: `https://localhost:${(server.address() as AddressInfo).port}`,
    tls: { ca: authority.certificate, ...authority.issue('client') },
    renewedTls: { ca: authority.certificate, ...authority.issue('renewed') },
    strangerTls: { ca: authority.certificate, ...createAuthority().issue('stranger') },
    close() {
      server.closeAllConnections();
      return new Promise((resolve, reject) => server.close((error) => (error ? reject(error) : resolve())));
    },
  };
}
