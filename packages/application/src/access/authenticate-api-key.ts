import { createHash } from 'node:crypto';
import { asApiKey, findUsableApiKey } from '@onfact-ponto/db';
import type { Services } from '../context.ts';
import type { Access } from './authenticate-session.ts';

/** Marks our keys, so that scanners recognise one that was published by accident. */
export const apiKeyPrefix = 'ofp_';

/** Undefined for a key that is unknown or revoked. */
export async function authenticateApiKey({ db }: Pick<Services, 'db'>, key: string): Promise<Access | undefined> {
  if (!key.startsWith(apiKeyPrefix)) return undefined;
  const keyHash = hashOfApiKey(key);
  const found = await asApiKey(db, keyHash, (tx) => findUsableApiKey(tx, keyHash));
  if (!found) return undefined;
  return { companyId: found.companyId, actor: { type: 'api-client', apiKeyId: found.apiKeyId, name: found.name } };
}

/** A key is 32 random bytes, so a plain hash cannot be guessed backwards and is found by an index. */
export function hashOfApiKey(key: string): string {
  return createHash('sha256').update(key).digest('base64url');
}
