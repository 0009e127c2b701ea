import { and, eq, isNull } from 'drizzle-orm';
import type { Transaction } from '../database.ts';
import { apiKey } from '../schema/index.ts';

export type ApiKey = typeof apiKey.$inferSelect;

/** @returns the id under which the audit trail names the key */
export async function insertApiKey(
  tx: Transaction,
  row: { companyId: string; name: string; keyHash: string; createdAt: Date },
): Promise<string> {
  const [added] = await tx.insert(apiKey).values(row).returning({ apiKeyId: apiKey.apiKeyId });
  if (!added) throw new Error('An insert returned no row');
  return added.apiKeyId;
}

/** The key with this hash unless it was revoked. Run it as that key: the company follows from the row. */
export async function findUsableApiKey(tx: Transaction, keyHash: string): Promise<ApiKey | undefined> {
  const [row] = await tx
    .select()
    .from(apiKey)
    .where(and(eq(apiKey.keyHash, keyHash), isNull(apiKey.revokedAt)));
  return row;
}
