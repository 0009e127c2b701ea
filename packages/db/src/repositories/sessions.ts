import { eq, lt } from 'drizzle-orm';
import type { Database } from '../database.ts';
import { session } from '../schema/index.ts';

/** Sessions are made, read and ended by the sign-in library; here is what it does not do. They belong to no company. */

/** From now on the session works for this company. */
export async function setSessionCompany(
  db: Database,
  { sessionId, companyId }: { sessionId: string; companyId: string },
): Promise<void> {
  await db.update(session).set({ companyId }).where(eq(session.id, sessionId));
}

/** Ended sessions say when and from where somebody worked; nobody needs that any more. */
export async function deleteExpiredSessions(db: Database, now: Date): Promise<void> {
  await db.delete(session).where(lt(session.expiresAt, now));
}
