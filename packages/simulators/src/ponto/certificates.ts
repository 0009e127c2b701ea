import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { certificatePem, type CertificateContent } from './certificate.ts';
import type { WebhookKeys } from './webhooks/keys.ts';

/** Absolute paths of PEM files. */
export type CertificateFiles = Readonly<{
  caFile: string;
  serverCertificateFile: string;
  serverKeyFile: string;
  certificateFile: string;
  keyFile: string;
  signatureCertificateFile: string;
  signatureKeyFile: string;
}>;

/** Guards nothing: it is there because the developer portal encrypts its keys too, so clients must cope. */
export const keyPassphrase = 'ponto-simulator';

/** Valid whatever a test says the time is. TLS always goes by the time of the machine. */
const validity = { notBefore: new Date('2020-01-01T00:00:00Z'), notAfter: new Date('2049-12-31T00:00:00Z') };

/**
 * A private certificate authority with the certificates of the server and of our application: for transport (mutual
 * TLS) and for HTTP signatures. Made once; a directory that holds them all is used as it is.
 */
export function certificatesIn(directory: string): CertificateFiles {
  const at = (name: string): string => join(resolve(directory), name);
  const files: CertificateFiles = {
    caFile: at('ca.pem'),
    serverCertificateFile: at('server.pem'),
    serverKeyFile: at('server-key.pem'),
    certificateFile: at('client.pem'),
    keyFile: at('client-key.pem'),
    signatureCertificateFile: at('signature.pem'),
    signatureKeyFile: at('signature-key.pem'),
  };
  if (!Object.values(files).every((path) => existsSync(path))) {
    mkdirSync(resolve(directory), { recursive: true });
    makeAll(files);
  }
  return files;
}

/** A key of this directory, ready for use. */
export function readKey(path: string): KeyObject {
  return createPrivateKey(readFileSync(path));
}

/** The keys that webhooks are signed with, each made when it is first needed. */
export function webhookKeysIn(directory: string): WebhookKeys {
  const known = new Map<number, KeyObject>();
  return (generation) => {
    const path = join(resolve(directory), `webhook-key-${generation}.pem`);
    if (!existsSync(path)) write(path, keyPem(rsaKey()));
    const key = known.get(generation) ?? readKey(path);
    known.set(generation, key);
    return key;
  };
}

function makeAll(files: CertificateFiles): void {
  const issuer = 'Ponto simulator authority';
  const issuerKey = ellipticKey();
  const issue = (use: CertificateContent['use'], subject: string, key: KeyObject): string =>
    certificatePem({ subject, publicKey: createPublicKey(key), issuer, issuerKey, use, ...validity });

  const [serverKey, clientKey] = [ellipticKey(), ellipticKey()];
  // HTTP signatures are RSA by their specification, and so are those of webhooks.
  const signatureKey = rsaKey();

  write(files.caFile, issue('authority', issuer, issuerKey));
  write(files.serverCertificateFile, issue('server', 'localhost', serverKey));
  write(files.serverKeyFile, keyPem(serverKey));
  write(files.certificateFile, issue('client', 'Simulated application', clientKey));
  write(files.keyFile, keyPem(clientKey, keyPassphrase));
  write(files.signatureCertificateFile, issue('signature', 'Simulated application, signatures', signatureKey));
  write(files.signatureKeyFile, keyPem(signatureKey));
}

function ellipticKey(): KeyObject {
  return generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;
}

function rsaKey(): KeyObject {
  return generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
}

function keyPem(key: KeyObject, passphrase?: string): string {
  const encryption = passphrase === undefined ? {} : { cipher: 'aes-256-cbc', passphrase };
  return key.export({ type: 'pkcs8', format: 'pem', ...encryption }).toString();
}

/** By renaming, so that a start that was broken off leaves no half file behind. */
function write(path: string, pem: string): void {
  writeFileSync(`${path}.new`, pem, { mode: 0o600 });
  renameSync(`${path}.new`, path);
}
