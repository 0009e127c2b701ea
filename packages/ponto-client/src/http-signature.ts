import { constants, createHash, createPrivateKey, sign, type KeyObject } from 'node:crypto';
import { promisify } from 'node:util';

/** The certificate registered for signing (not the transport one) and its private key. */
export type SignatureOptions = Readonly<{
  certificateId: string;
  /** PEM. */
  privateKey: string;
  passphrase?: string | undefined;
  /** Ponto wants writes signed; signing everything is the safest reading of its documents. */
  sign: 'all' | 'writes';
}>;

export type SignableRequest = Readonly<{
  method: string;
  /** Path and query exactly as they go over the wire. */
  target: string;
  /** Without port. */
  host: string;
  headers: Readonly<Record<string, string>>;
  body: string;
}>;

export type RequestSigner = (request: SignableRequest, now: Date) => Promise<Readonly<Record<string, string>>>;

/**
 * Signs as draft-cavage-http-signatures-12 with "hs2019", which Ibanity takes to mean RSASSA-PSS with SHA-256 and a
 * salt of 32 bytes.
 * @throws Error when the key or its passphrase is wrong
 */
export function createRequestSigner(options: SignatureOptions): RequestSigner {
  const key = readPrivateKey(options);

  return async (request, now) => {
    if (options.sign === 'writes' && request.method === 'GET') return {};

    const created = Math.floor(now.getTime() / 1000);
    const digest = digestOf(request.body);
    const { signingString, headers } = buildSigningString(request, { digest, created });
    const signature = await signInBackground('sha256', Buffer.from(signingString), {
      key,
      padding: constants.RSA_PKCS1_PSS_PADDING,
      saltLength: 32,
    });
    return {
      digest,
      signature:
        `keyId="${options.certificateId}",created="${created}",algorithm="hs2019",` +
        `headers="${headers.join(' ')}",signature="${signature.toString('base64')}"`,
    };
  };
}

/** Header value over the very bytes that are sent; an absent body counts as the empty one. */
export function digestOf(body: string): string {
  return `SHA-512=${createHash('sha512').update(body).digest('base64')}`;
}

/** The text that is signed, and the order in which the receiver must rebuild it. */
export function buildSigningString(
  { method, target, host, headers }: SignableRequest,
  { digest, created }: { digest: string; created: number },
): { signingString: string; headers: readonly string[] } {
  const covered = Object.entries(headers)
    .map(([name, value]) => [name.toLowerCase(), value] as const)
    .filter(([name]) => name === 'authorization' || name.startsWith('ibanity'));
  const parts: readonly (readonly [string, string])[] = [
    ['(request-target)', `${method.toLowerCase()} ${target}`],
    ['host', host],
    ['digest', digest],
    ['(created)', String(created)],
    ...covered,
  ];
  return {
    signingString: parts.map(([name, value]) => `${name}: ${value}`).join('\n'),
    headers: parts.map(([name]) => name),
  };
}

const signInBackground = promisify(sign);

function readPrivateKey({ privateKey, passphrase }: SignatureOptions): KeyObject {
  try {
    return createPrivateKey(passphrase === undefined ? privateKey : { key: privateKey, passphrase });
  } catch (cause) {
    throw new Error('The signature key cannot be read: it is not a PEM key, or its passphrase is wrong', { cause });
  }
}
