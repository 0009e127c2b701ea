import { asUser, findMembership } from '@onfact-ponto/db';
import type { Actor, Services } from '../context.ts';

export type Access = Readonly<{ companyId: string; actor: Actor }>;

/**
 * What a session may do in its company. The membership is read each time, so that one who lost it loses access at
 * once, not when the session ends.
 */
export async function authenticateSession(
  { db }: Pick<Services, 'db'>,
  {
    userId,
    userName,
    sessionId,
    companyId,
  }: { userId: string; userName: string; sessionId: string; companyId: string },
): Promise<Access | undefined> {
  const membership = await asUser(db, userId, (tx) => findMembership(tx, { companyId, userId }));
  if (!membership) return undefined;
  const isAdministrator = membership.role === 'administrator';
  return { companyId, actor: { type: 'user', userId, name: userName, sessionId, isAdministrator } };
}
