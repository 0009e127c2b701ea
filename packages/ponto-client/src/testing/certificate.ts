import { generateKeyPairSync, sign, type KeyObject } from 'node:crypto';

/** PEM texts. */
export type Identity = Readonly<{ certificate: string; key: string }>;

/** A certificate authority for one test run, and what it issues. */
export function createAuthority(): Readonly<{ certificate: string; issue(host: string): Identity }> {
  const authority = generateKeys();
  const name = 'Test authority';
  const isAuthority = extension('2.5.29.19', sequence(der(0x01, Buffer.from([0xff]))));
  return {
    certificate: certify({ subject: name, publicKey: authority.publicKey, extensions: [isAuthority] }),
    issue(host) {
      const { publicKey, privateKey } = generateKeys();
      const hostName = extension('2.5.29.17', sequence(der(0x82, Buffer.from(host))));
      return {
        certificate: certify({ subject: host, publicKey, extensions: [hostName] }),
        key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
      };
    },
  };

  function certify(holder: { subject: string; publicKey: KeyObject; extensions: Buffer[] }): string {
    const toBeSigned = sequence(
      der(0xa0, integer(2)),
      integer(++serial),
      ecdsaWithSha256,
      distinguishedName(name),
      sequence(generalizedTime('20200101000000Z'), generalizedTime('21000101000000Z')),
      distinguishedName(holder.subject),
      holder.publicKey.export({ type: 'spki', format: 'der' }),
      der(0xa3, sequence(...holder.extensions)),
    );
    const signature = sign('sha256', toBeSigned, authority.privateKey);
    return pem(sequence(toBeSigned, ecdsaWithSha256, der(0x03, Buffer.from([0]), signature)));
  }
}

let serial = 0;

function generateKeys() {
  return generateKeyPairSync('ec', { namedCurve: 'P-256' });
}

/** Tag, length, content: all there is to DER (X.690). */
function der(tag: number, ...parts: readonly Buffer[]): Buffer {
  const content = Buffer.concat(parts);
  const long = content.length < 0x80 ? [] : [...Buffer.from(content.length.toString(16).padStart(4, '0'), 'hex')];
  const length = long.length === 0 ? [content.length] : [0x80 + long.length, ...long];
  return Buffer.concat([Buffer.from([tag, ...length]), content]);
}

function sequence(...parts: readonly Buffer[]): Buffer {
  return der(0x30, ...parts);
}

function integer(value: number): Buffer {
  return der(0x02, Buffer.from([value]));
}

function generalizedTime(text: string): Buffer {
  return der(0x18, Buffer.from(text));
}

function objectIdentifier(dotted: string): Buffer {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number);
  const base128 = (arc: number): number[] =>
    arc < 0x80 ? [arc] : [...base128(arc >> 7).map((part) => part | 0x80), arc & 0x7f];
  return der(0x06, Buffer.from([first * 40 + second, ...rest.flatMap(base128)]));
}

function distinguishedName(commonName: string): Buffer {
  return sequence(der(0x31, sequence(objectIdentifier('2.5.4.3'), der(0x0c, Buffer.from(commonName)))));
}

function extension(identifier: string, value: Buffer): Buffer {
  return sequence(objectIdentifier(identifier), der(0x04, value));
}

const ecdsaWithSha256 = sequence(objectIdentifier('1.2.840.10045.4.3.2'));

function pem(certificate: Buffer): string {
  const lines = certificate.toString('base64').replace(/.{64}/g, '$&\n');
  return `-----BEGIN CERTIFICATE-----\n${lines}\n-----END CERTIFICATE-----\n`;
}
