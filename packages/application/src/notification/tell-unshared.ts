import { closeNotifications, insertNotification, listNotificationAccounts } from '@onfact-ponto/db';
import type { Notification, Transaction } from '@onfact-ponto/db';
import type { Context } from '../context.ts';
import { tell } from './receivers.ts';
import { newlyUnshared } from './what-to-tell.ts';
import type { Watched } from './what-to-tell.ts';

/**
 * Tells of accounts that Ponto lists no more, all of one look in one message. It is over when each of them is shared
 * again, and that is told to nobody: whoever ticked them knows.
 * @param open what was told before and is not over
 */
export async function tellUnshared(
  tx: Transaction,
  context: Context,
  watched: Watched,
  open: readonly Notification[],
): Promise<void> {
  const { companyId, clock } = context;
  const now = clock.now();
  const openIds = open.filter(isUnsharing).map(({ notificationId }) => notificationId);
  const named = await listNotificationAccounts(tx, companyId, openIds);
  await closeNotifications(
    tx,
    companyId,
    openIds.filter((id) => !named.some(({ notificationId, account }) => notificationId === id && !account.isShared)),
    now,
  );

  const toldIds = new Set(named.map(({ account }) => account.bankAccountId));
  const freshIds = newlyUnshared(watched, toldIds).map(({ bankAccountId }) => bankAccountId);
  if (freshIds.length === 0) return;
  const cause = `no longer shared: ${freshIds.join(', ')}`;
  const row = { companyId, kind: 'account_not_shared', cause, createdAt: now, closedAt: null, facts: {} } as const;
  const added = await insertNotification(tx, row, freshIds);
  if (added) await tell(tx, context, added);
}

/** Whether it is of this kind, which is over by a rule of its own. */
export function isUnsharing({ kind }: Notification): boolean {
  return kind === 'account_not_shared';
}
