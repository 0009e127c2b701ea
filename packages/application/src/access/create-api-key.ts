import { inCompany, insertApiKey } from '@onfact-ponto/db';
import type { Context } from '../context.ts';
import { apiKeyPrefix, hashOfApiKey } from './authenticate-api-key.ts';

/**
 * Gives an API consumer access to one company.
 * @returns the key itself, which cannot be read back later: only its hash is stored
 */
export async function createApiKey(
  { db, companyId, clock, random }: Pick<Context, 'db' | 'companyId' | 'clock' | 'random'>,
  { name }: { name: string },
): Promise<{ apiKeyId: string; key: string }> {
  const key = `${apiKeyPrefix}${Buffer.from(random.bytes(32)).toString('base64url')}`;
  const apiKeyId = await inCompany(db, companyId, (tx) =>
    insertApiKey(tx, { companyId, name, keyHash: hashOfApiKey(key), createdAt: clock.now() }),
  );
  return { apiKeyId, key };
}
