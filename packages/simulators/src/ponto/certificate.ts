import { randomBytes, sign, type KeyObject } from 'node:crypto';

/** What an X.509 v3 certificate says, as far as a local authority needs it. */
export type CertificateContent = Readonly<{
  subject: string;
  publicKey: KeyObject;
  issuer: string;
  /** An elliptic (P-256) private key. */
  issuerKey: KeyObject;
  use: 'authority' | 'server' | 'client' | 'signature';
  notBefore: Date;
  notAfter: Date;
}>;

/** Writes and signs a certificate (RFC 5280) in PEM. Node can read certificates but not make them. */
export function certificatePem(content: CertificateContent): string {
  const body = sequence(
    explicit(0, integer(Buffer.from([2]))),
    integer(serialNumber()),
    ecdsaWithSha256,
    distinguishedName(content.issuer),
    sequence(utcTime(content.notBefore), utcTime(content.notAfter)),
    distinguishedName(content.subject),
    content.publicKey.export({ type: 'spki', format: 'der' }),
    explicit(3, sequence(...extensions(content.use))),
  );
  const signature = sign('sha256', body, content.issuerKey);
  const base64 = sequence(body, ecdsaWithSha256, bitString(0, signature)).toString('base64');
  return ['-----BEGIN CERTIFICATE-----', ...(base64.match(/.{1,64}/g) ?? []), '-----END CERTIFICATE-----', ''].join(
    '\n',
  );
}

function extensions(use: CertificateContent['use']): Buffer[] {
  switch (use) {
    case 'authority':
      return [
        extension('551d13', sequence(boolean(true), integer(Buffer.from([0])))),
        extension('551d0f', bitString(1, Buffer.from([0b0000_0110]))),
      ];
    case 'server':
      return [
        extension('551d25', sequence(objectIdentifier('2b06010505070301'))),
        extension('551d11', sequence(...alternativeNames)),
      ];
    case 'client':
      return [extension('551d25', sequence(objectIdentifier('2b06010505070302')))];
    case 'signature':
      return [extension('551d0f', bitString(7, Buffer.from([0b1000_0000])))];
  }
}

/** Positive and unique enough. */
function serialNumber(): Buffer {
  return Buffer.concat([Buffer.from([1]), randomBytes(15)]);
}

/* DER: every value is a tag, a length and a content. Object identifiers are given in their encoded form. */

function value(tag: number, ...parts: Uint8Array[]): Buffer {
  const content = Buffer.concat(parts);
  const size = content.length;
  const length = size < 0x80 ? [size] : size < 0x100 ? [0x81, size] : [0x82, size >> 8, size & 0xff];
  return Buffer.concat([Buffer.from([tag, ...length]), content]);
}

function boolean(truth: boolean): Buffer {
  return value(0x01, Buffer.from([truth ? 0xff : 0]));
}

function integer(bytes: Uint8Array): Buffer {
  return value(0x02, bytes);
}

function bitString(unusedBits: number, bytes: Uint8Array): Buffer {
  return value(0x03, Buffer.from([unusedBits]), bytes);
}

function objectIdentifier(encoded: string): Buffer {
  return value(0x06, Buffer.from(encoded, 'hex'));
}

function utcTime(moment: Date): Buffer {
  const digits = moment.toISOString().replace(/[-:T]/g, '').slice(2, 14);
  return value(0x17, Buffer.from(`${digits}Z`));
}

function sequence(...parts: Uint8Array[]): Buffer {
  return value(0x30, ...parts);
}

function explicit(tag: number, content: Uint8Array): Buffer {
  return value(0xa0 | tag, content);
}

/** One common name. */
function distinguishedName(name: string): Buffer {
  return sequence(value(0x31, sequence(objectIdentifier('550403'), value(0x0c, Buffer.from(name)))));
}

function extension(identifier: string, content: Buffer): Buffer {
  return sequence(objectIdentifier(identifier), value(0x04, content));
}

const ecdsaWithSha256 = sequence(objectIdentifier('2a8648ce3d040302'));

/** This machine under each of its names: a DNS name (tag 2) and addresses (tag 7). */
const alternativeNames = [
  value(0x82, Buffer.from('localhost')),
  value(0x87, Buffer.from([127, 0, 0, 1])),
  value(0x87, Buffer.from('00000000000000000000000000000001', 'hex')),
];
