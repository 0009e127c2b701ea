import type { IncomingMessage, ServerResponse } from 'node:http';
import { createPontoClient, type PontoClient, type PontoClientOptions } from '../client.ts';
import type { PontoCredentials } from '../credentials.ts';
import { startMutualTlsServer } from './mutual-tls-server.ts';

export type Handler = (request: IncomingMessage, response: ServerResponse) => void;

/** Generous, so that a busy machine fails no test; the tests of slowness are impatient. */
export const patientLimits = {
  connectMs: 10_000,
  headersMs: 10_000,
  bodyMs: 10_000,
  totalMs: 20_000,
  maximumBodyBytes: 20_000,
};

/** A server over mutual TLS that answers as each test says, and clients for it. */
export async function startTestPonto() {
  let handle: Handler = (_request, response) => response.writeHead(404).end();
  const server = await startMutualTlsServer((request, response) => handle(request, response));

  const credentials = (change: Partial<PontoCredentials> = {}): PontoCredentials => ({
    applicationId: 'application',
    clientId: 'client',
    clientSecret: 'secret',
    tls: server.tls,
    ...change,
  });
  const options = (change: Partial<PontoClientOptions> = {}): PontoClientOptions => ({
    environment: 'sandbox',
    apiUrl: server.url,
    authorizationUrl: 'https://authorization.example.test',
    redirectUri: 'https://example.test/return',
    credentials: credentials(),
    clock: { now: () => new Date('2026-11-20T07:01:13Z') },
    random: { bytes: (count) => new Uint8Array(count) },
    limits: patientLimits,
    ...change,
  });
  async function withClient<Result>(
    change: Partial<PontoClientOptions>,
    use: (ponto: PontoClient) => Promise<Result>,
  ): Promise<Result> {
    const ponto = createPontoClient(options(change));
    try {
      return await use(ponto);
    } finally {
      await ponto.close();
    }
  }

  return {
    server,
    answerWith(handler: Handler): void {
      handle = handler;
    },
    credentials,
    options,
    withClient,
    /** One reading with a client of its own. */
    ask: (change: Partial<PontoClientOptions> = {}) => withClient(change, (ponto) => ponto.userinfo.get('token')),
  };
}
