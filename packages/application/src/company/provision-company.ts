import { inCompany, saveCompanyCredential } from '@onfact-ponto/db';
import { ensureCompany } from '../access/record-sign-in.ts';
import type { Services } from '../context.ts';
import { sessionKeyBelongsTo } from '../reconciliation/onfact-access.ts';

/**
 * Makes a company known with the key for its books. Doing it again replaces the key.
 * @returns our id of the company
 */
export async function provisionCompany(
  { db, cipher, clock }: Pick<Services, 'db' | 'cipher' | 'clock'>,
  input: { onfactCompanyUuid: string; name: string; vatNumber: string | null; sessionKey: string },
): Promise<{ companyId: string }> {
  const now = clock.now();
  const companyId = await ensureCompany(db, now, input);
  await inCompany(db, companyId, (tx) =>
    saveCompanyCredential(tx, {
      companyId,
      sessionKeyEnvelope: cipher.seal(input.sessionKey, sessionKeyBelongsTo(companyId)),
      updatedAt: now,
    }),
  );
  return { companyId };
}
