import { inCompany, listNotificationAccounts, listReceivedNotifications } from '@onfact-ponto/db';
import type { NotificationKind, ReceivedNotification } from '@onfact-ponto/db';
import type { Actor, Context } from '../context.ts';
import { userIdOf } from './reader.ts';
import { say } from './say.ts';
import type { Said } from './say.ts';
import type { NotificationLanguage } from './words.ts';

export type NotificationView = Said & {
  id: string;
  kind: NotificationKind;
  createdAt: Date;
  /** When it was over. */
  closedAt: Date | null;
  isRead: boolean;
  /** Whether it is for this reader to do something now, and was not put aside: then it may stand in a banner. */
  needsReader: boolean;
};

const limit = 50;

/** The bell of the signed-in user: what was told lately, newest first. */
export async function listNotifications(
  context: Context,
  { language }: { language: NotificationLanguage },
): Promise<NotificationView[]> {
  const { companyId } = context;
  const userId = userIdOf(context);
  const now = context.clock.now();
  return inCompany(context.db, companyId, async (tx) => {
    const received = await listReceivedNotifications(tx, { companyId, userId }, limit);
    const ids = received.map(({ notificationId }) => notificationId);
    const named = Map.groupBy(await listNotificationAccounts(tx, companyId, ids), (row) => row.notificationId);
    return received.map((told) => {
      const accounts = (named.get(told.notificationId) ?? []).map(({ account }) => account);
      return {
        ...say(told, accounts, language, now),
        id: told.notificationId,
        kind: told.kind,
        createdAt: told.createdAt,
        closedAt: told.closedAt,
        isRead: told.readAt !== null,
        needsReader: needsReader(told, context.actor, now),
      };
    });
  });
}

/**
 * Failing pulls go on by themselves, and for parked ones support acts: a banner about them would ask for nothing. What a
 * payment did concerns everybody who was told, until each has put it aside.
 */
function needsReader(
  { kind, facts, closedAt, dismissedUntil }: ReceivedNotification,
  actor: Actor,
  now: Date,
): boolean {
  if (kind === 'payment_differs') return dismissedUntil === null;
  const mayAct = actor.type === 'user' && actor.isAdministrator;
  if (!mayAct || closedAt !== null || (dismissedUntil !== null && dismissedUntil > now)) return false;
  if (kind === 'connection_stopped') return facts.reason !== 'failing' && facts.reason !== 'parked';
  return kind === 'consent_ends' || (kind === 'no_data' && facts.reason === 'bank');
}
