import { constants, createHash, timingSafeEqual, verify, type KeyObject } from 'node:crypto';

export type SignedRequest = Readonly<{
  method: string;
  /** Path and query exactly as they came over the wire. */
  target: string;
  /** Without port. */
  host: string;
  header(name: string): string | undefined;
  /** The names of all headers, in lower case. */
  headerNames: readonly string[];
  body: Uint8Array;
}>;

/** Difference that is allowed between the time in the signature and ours. */
const skewSeconds = 300;

/**
 * Verifies draft-cavage-http-signatures-12 as Ibanity uses it: "hs2019" meaning RSA-PSS with SHA-256 and a salt of 32
 * bytes. Accepts what the official clients do differently: order of the headers, standard or url-safe base64, quoted
 * or bare `created`.
 * @returns why the signature is refused; undefined when it is right
 */
export function refusalOf(
  request: SignedRequest,
  { keyId, publicKey, now }: { keyId: string; publicKey: KeyObject; now: Date },
): string | undefined {
  const parameters = parametersOf(request.header('signature') ?? '');
  const { created, headers, signature, algorithm } = parameters;
  if (parameters.keyId !== keyId) return 'The key is unknown.';
  if (algorithm !== 'hs2019') return 'The algorithm must be hs2019.';
  if (created === undefined || !/^\d+$/.test(created)) return 'The parameter "created" is missing.';
  if (Math.abs(Number(created) - now.getTime() / 1_000) > skewSeconds) return 'The signature is too old or too new.';
  if (headers === undefined || signature === undefined) return 'The parameters "headers" and "signature" are required.';

  const names = headers.split(' ');
  const missing = mandatory(request).find((name) => !names.includes(name));
  if (missing !== undefined) return `The header "${missing}" is not signed.`;
  if (!digestIsRight(request)) return 'The digest does not belong to the body.';

  const text = names.map((name) => `${name}: ${valueOf(request, name, created)}`).join('\n');
  const key = { key: publicKey, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 32 };
  const right = verify('sha256', Buffer.from(text), key, Buffer.from(signature, 'base64'));
  return right ? undefined : 'The signature does not verify.';
}

/** `name="value"` or `name=value`, separated by commas. */
function parametersOf(header: string): Record<string, string | undefined> {
  const parameters: Record<string, string | undefined> = {};
  for (const [, name = '', quoted, bare] of header.matchAll(/(\w+)=(?:"([^"]*)"|([^",\s]+))/g)) {
    parameters[name] = quoted ?? bare;
  }
  return parameters;
}

/** What Ibanity wants to see signed. Headers that are not there need no signature. */
function mandatory({ headerNames }: SignedRequest): string[] {
  const optional = headerNames.filter((name) => name === 'authorization' || name.startsWith('ibanity'));
  return ['(request-target)', 'host', 'digest', '(created)', ...optional];
}

function valueOf({ method, target, host, header }: SignedRequest, name: string, created: string): string {
  switch (name) {
    case '(request-target)':
      return `${method.toLowerCase()} ${target}`;
    case '(created)':
      return created;
    case 'host':
      return host;
    default:
      return header(name) ?? '';
  }
}

function digestIsRight({ header, body }: SignedRequest): boolean {
  const [, given = ''] = /^SHA-512=(.+)$/i.exec(header('digest') ?? '') ?? [];
  const right = createHash('sha512').update(body).digest();
  // Node reads standard and url-safe base64 alike.
  const bytes = Buffer.from(given, 'base64');
  return bytes.length === right.length && timingSafeEqual(bytes, right);
}
