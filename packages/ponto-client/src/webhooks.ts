import { createHash, createPublicKey, timingSafeEqual, type KeyObject } from 'node:crypto';
import { decodeProtectedHeader, errors as joseErrors, jwtVerify } from 'jose';
import { z } from 'zod';
import { readWebhookEvent, type PontoWebhookEvent } from './webhook-event.ts';

/** A public key with which Ponto signs webhooks. */
export type PontoWebhookKey = Readonly<{ kid: string; n: string; e: string }>;

export type WebhookRefusal =
  | 'missing-signature'
  | 'malformed-signature'
  | 'wrong-algorithm'
  | 'unknown-key'
  | 'wrong-signature'
  | 'wrong-issuer'
  | 'wrong-audience'
  | 'outside-its-time'
  | 'wrong-digest'
  | 'malformed-body';

/** The delivery is not from Ponto, or not for us, or not of now. Answer 400 and do nothing. */
export class PontoWebhookRefusedError extends Error {
  override readonly name = 'PontoWebhookRefusedError';
  readonly code = 'PONTO_WEBHOOK_REFUSED';
  readonly refusal: WebhookRefusal;

  constructor(refusal: WebhookRefusal) {
    super(`The webhook was refused: ${refusal}`);
    this.refusal = refusal;
  }
}

/**
 * Proves that Ponto sent these very bytes to this application just now.
 * @throws PontoWebhookRefusedError
 */
export async function verifyWebhook(delivery: {
  /** The body as received, before any parsing. */
  rawBody: Uint8Array;
  /** The header `Signature`. */
  signatureHeader: string | undefined;
  keys: readonly PontoWebhookKey[];
  /** Origin of the API. */
  issuer: string;
  applicationId: string;
  now: Date;
  toleranceSeconds?: number;
}): Promise<PontoWebhookEvent> {
  const { rawBody, signatureHeader, keys, issuer, applicationId, now, toleranceSeconds = 30 } = delivery;
  const kid = readKeyId(signatureHeader);
  const key = keys.find((candidate) => candidate.kid === kid);
  if (signatureHeader === undefined || !key) throw new PontoWebhookRefusedError('unknown-key');

  const claims = await verifyToken(signatureHeader, key, { issuer, applicationId, now, toleranceSeconds });
  assertDigest(rawBody, claims.digest);
  return readEvent(rawBody, claims.jti);
}

/** The key that a delivery asks for. @throws PontoWebhookRefusedError when it is signed in another way */
export function readKeyId(signatureHeader: string | undefined): string {
  if (signatureHeader === undefined || signatureHeader === '') throw new PontoWebhookRefusedError('missing-signature');
  const { alg, kid } = readProtectedHeader(signatureHeader);
  if (alg !== algorithm) throw new PontoWebhookRefusedError('wrong-algorithm');
  if (typeof kid !== 'string') throw new PontoWebhookRefusedError('unknown-key');
  return kid;
}

const algorithm = 'RS512';

function readProtectedHeader(token: string) {
  try {
    return decodeProtectedHeader(token);
  } catch {
    throw new PontoWebhookRefusedError('malformed-signature');
  }
}

async function verifyToken(
  token: string,
  key: PontoWebhookKey,
  expected: { issuer: string; applicationId: string; now: Date; toleranceSeconds: number },
): Promise<z.output<typeof claimsSchema>> {
  const publicKey = readPublicKey(key);
  const latestIssue = expected.now.getTime() / 1000 + expected.toleranceSeconds;
  try {
    const { payload } = await jwtVerify(token, publicKey, {
      algorithms: [algorithm],
      issuer: expected.issuer,
      audience: expected.applicationId,
      currentDate: expected.now,
      clockTolerance: expected.toleranceSeconds,
      requiredClaims: ['iss', 'aud', 'iat', 'exp', 'jti', 'digest'],
    });
    const claims = claimsSchema.safeParse(payload);
    if (!claims.success) throw new PontoWebhookRefusedError('malformed-signature');
    if (claims.data.iat > latestIssue) throw new PontoWebhookRefusedError('outside-its-time');
    return claims.data;
  } catch (error) {
    throw refusalOf(error);
  }
}

/** A key that is damaged or too short to trust counts as one that we do not have. */
function readPublicKey({ n, e }: PontoWebhookKey): KeyObject {
  try {
    const publicKey = createPublicKey({ key: { kty: 'RSA', n, e }, format: 'jwk' });
    if ((publicKey.asymmetricKeyDetails?.modulusLength ?? 0) >= 2048) return publicKey;
  } catch {
    // The same refusal as for a short key.
  }
  throw new PontoWebhookRefusedError('unknown-key');
}

/** One audience as a plain text: a list would let a signature for several applications pass. */
const claimsSchema = z.object({ aud: z.string(), iat: z.number(), jti: z.string().min(1), digest: z.string() });

function refusalOf(error: unknown): unknown {
  if (error instanceof joseErrors.JWSSignatureVerificationFailed)
    return new PontoWebhookRefusedError('wrong-signature');
  if (error instanceof joseErrors.JWTExpired) return new PontoWebhookRefusedError('outside-its-time');
  if (error instanceof joseErrors.JWTClaimValidationFailed && error.reason === 'check_failed') {
    if (error.claim === 'iss') return new PontoWebhookRefusedError('wrong-issuer');
    if (error.claim === 'aud') return new PontoWebhookRefusedError('wrong-audience');
    if (error.claim === 'nbf') return new PontoWebhookRefusedError('outside-its-time');
  }
  return error instanceof joseErrors.JOSEError ? new PontoWebhookRefusedError('malformed-signature') : error;
}

function assertDigest(rawBody: Uint8Array, digest: string): void {
  const actual = createHash('sha512').update(rawBody).digest();
  const claimed = Buffer.from(digest, 'base64');
  if (claimed.length !== actual.length || !timingSafeEqual(claimed, actual)) {
    throw new PontoWebhookRefusedError('wrong-digest');
  }
}

function readEvent(rawBody: Uint8Array, signatureId: string): PontoWebhookEvent {
  try {
    return readWebhookEvent(rawBody, signatureId);
  } catch {
    throw new PontoWebhookRefusedError('malformed-body');
  }
}
