import { asUser, findMembership, inCompany, markCompanyUsed, setSessionCompany } from '@onfact-ponto/db';
import type { Services } from '../context.ts';
import { ApplicationError } from '../errors.ts';

/** From now on the session works for this company. A company of others and one that does not exist are refused alike. */
export async function chooseCompany(
  { db, clock }: Pick<Services, 'db' | 'clock'>,
  { userId, sessionId, companyId }: { userId: string; sessionId: string; companyId: string },
): Promise<void> {
  const membership = await asUser(db, userId, (tx) => findMembership(tx, { companyId, userId }));
  if (!membership) throw new ApplicationError('forbidden');

  await inCompany(db, companyId, (tx) => markCompanyUsed(tx, { companyId, userId, at: clock.now() }));
  await setSessionCompany(db, { sessionId, companyId });
}
