import { X509Certificate } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Agent, request } from 'undici';
import { expect, it, onTestFinished } from 'vitest';
import { certificatesIn } from './certificates.ts';
import { clientTls, givenPonto } from './testing/given-ponto.ts';

it('refuses a connection without client certificate', async () => {
  const ponto = await givenPonto();
  const agent = new Agent({ connect: { ca: clientTls(ponto.endpoints).ca } });

  await expect(request(ponto.endpoints.apiUrl, { dispatcher: agent })).rejects.toThrow();
  expect(ponto.world.calls()).toEqual([]);
  await agent.destroy();
});

it('refuses a client certificate of another authority', async () => {
  const ponto = await givenPonto();
  const directory = temporaryDirectory();
  const foreign = certificatesIn(directory);
  const agent = new Agent({
    connect: {
      ca: clientTls(ponto.endpoints).ca,
      cert: readFileSync(foreign.certificateFile),
      key: readFileSync(foreign.keyFile),
      passphrase: ponto.endpoints.keyPassphrase,
    },
  });

  await expect(request(ponto.endpoints.apiUrl, { dispatcher: agent })).rejects.toThrow();
  await agent.destroy();
});

it('answers the root document over mutual TLS, with its own addresses in it', async () => {
  const ponto = await givenPonto();
  const { status, body, headers } = await ponto.call('/');

  expect(status).toBe(200);
  expect(body.links.oauth2.token).toBe(`${ponto.endpoints.apiUrl}/oauth2/token`);
  expect(body.links.account.transactions).toBe(
    `${ponto.endpoints.apiUrl}/accounts/{accountId}/transactions/{transactionId}`,
  );
  expect(headers['ibanity-request-id']).toBeTruthy();
});

it('keeps the certificates that a directory holds', () => {
  const directory = temporaryDirectory();
  const first = readFileSync(certificatesIn(directory).certificateFile, 'utf8');
  const again = readFileSync(certificatesIn(directory).certificateFile, 'utf8');
  expect(again).toBe(first);
});

it('makes certificates that belong to their authority and keys that need their passphrase', () => {
  const files = certificatesIn(temporaryDirectory());
  const authority = new X509Certificate(readFileSync(files.caFile));
  for (const path of [files.serverCertificateFile, files.certificateFile, files.signatureCertificateFile]) {
    expect(new X509Certificate(readFileSync(path)).verify(authority.publicKey)).toBe(true);
  }
  expect(new X509Certificate(readFileSync(files.serverCertificateFile)).checkHost('localhost')).toBe('localhost');
  expect(readFileSync(files.keyFile, 'utf8')).toContain('ENCRYPTED PRIVATE KEY');
});

function temporaryDirectory(): string {
  const directory = mkdtempSync(join(tmpdir(), 'ponto-certificates-'));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  return directory;
}
