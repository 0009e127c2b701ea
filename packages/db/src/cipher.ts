import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

/**
 * Encrypts secrets at rest: AES-256-GCM, random 96-bit nonce, key id in the envelope. The purpose and the row they
 * belong to are associated data, so an envelope copied to another row does not open.
 */
export type TokenCipher = Readonly<{
  seal(plaintext: string, belongsTo: readonly string[]): string;
  /** @throws CipherError when the key is unknown or the envelope was changed or moved */
  open(envelope: string, belongsTo: readonly string[]): string;
}>;

export type CipherKey = Readonly<{ id: string; key: Uint8Array }>;

export class CipherError extends Error {
  override readonly name = 'CipherError';
  readonly code: 'unknown_key' | 'not_authentic';

  constructor(code: 'unknown_key' | 'not_authentic', message: string) {
    super(message);
    this.code = code;
  }
}

/** @param keys the first seals, all open: put the new one first to rotate */
export function createTokenCipher(keys: readonly [CipherKey, ...CipherKey[]]): TokenCipher {
  const [current] = keys;
  return {
    seal(plaintext, belongsTo) {
      const nonce = randomBytes(12);
      const cipher = createCipheriv('aes-256-gcm', current.key, nonce).setAAD(associatedData(belongsTo));
      const sealed = Buffer.concat([cipher.update(plaintext, 'utf8'), cipher.final(), cipher.getAuthTag()]);
      return `v1.${current.id}.${nonce.toString('base64url')}.${sealed.toString('base64url')}`;
    },

    open(envelope, belongsTo) {
      const [version, keyId, nonce, sealed] = envelope.split('.');
      const key = keys.find(({ id }) => id === keyId)?.key;
      if (version !== 'v1' || !key) throw new CipherError('unknown_key', `No key "${keyId ?? ''}" to open a secret`);
      return decrypt(key, Buffer.from(nonce ?? '', 'base64url'), Buffer.from(sealed ?? '', 'base64url'), belongsTo);
    },
  };
}

/** Reads `id:base64,id:base64`, current key first. */
export function parseCipherKeys(text: string): readonly [CipherKey, ...CipherKey[]] {
  const keys = text.split(',').map((part) => {
    const [, id, encoded] = /^([A-Za-z0-9_-]+):([A-Za-z0-9+/=]+)$/.exec(part.trim()) ?? [];
    const key = Buffer.from(encoded ?? '', 'base64');
    if (!id || key.length !== 32) throw new RangeError('each key is "id:" and 32 bytes in base64');
    return { id, key };
  });
  return keys as unknown as readonly [CipherKey, ...CipherKey[]];
}

const tagBytes = 16;

function decrypt(key: Uint8Array, nonce: Buffer, sealed: Buffer, belongsTo: readonly string[]): string {
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, nonce).setAAD(associatedData(belongsTo));
    decipher.setAuthTag(sealed.subarray(-tagBytes));
    return decipher.update(sealed.subarray(0, -tagBytes), undefined, 'utf8') + decipher.final('utf8');
  } catch {
    throw new CipherError('not_authentic', 'A secret was changed or belongs to another row');
  }
}

function associatedData(belongsTo: readonly string[]): Buffer {
  return Buffer.from(JSON.stringify(belongsTo), 'utf8');
}
