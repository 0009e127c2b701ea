import { constants, createHash, createPrivateKey, sign } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { PontoEndpoints } from '../start-ponto-simulator.ts';

/** How a client writes draft-cavage-12: in which order, with which base64, with or without quotes. */
export type SignatureStyle = Readonly<{
  encoding: 'base64' | 'base64url';
  created: 'quoted' | 'bare';
  /** Headers that the request does not have are left out. */
  order: readonly string[];
}>;

/** The headers of a request together with `Digest` and `Signature`. */
export function signAs(
  style: SignatureStyle,
  endpoints: PontoEndpoints,
  request: Readonly<{ method: string; target: string; headers: Record<string, string>; body: string; now: Date }>,
): Record<string, string> {
  const { method, target, headers, body, now } = request;
  const digest = `SHA-512=${padded(createHash('sha512').update(body).digest(style.encoding))}`;
  const created = String(Math.floor(now.getTime() / 1_000));
  const values: Record<string, string> = {
    ...headers,
    '(request-target)': `${method.toLowerCase()} ${target}`,
    host: 'localhost',
    digest,
    '(created)': created,
  };
  const names = style.order.filter((name) => values[name] !== undefined);
  const key = {
    key: createPrivateKey(readFileSync(endpoints.signatureKeyFile)),
    padding: constants.RSA_PKCS1_PSS_PADDING,
    saltLength: 32,
  };
  const text = names.map((name) => `${name}: ${values[name]}`).join('\n');
  const signature = padded(sign('sha256', Buffer.from(text), key).toString(style.encoding));
  const stamp = style.created === 'quoted' ? `"${created}"` : created;
  return {
    ...headers,
    digest,
    signature: `keyId="${endpoints.signatureCertificateId}",created=${stamp},algorithm="hs2019",headers="${names.join(' ')}",signature="${signature}"`,
  };
}

function padded(text: string): string {
  return text.padEnd(Math.ceil(text.length / 4) * 4, '=');
}
