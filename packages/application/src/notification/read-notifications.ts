import { dismissReceipt, inCompany, markReceiptsRead } from '@onfact-ponto/db';
import type { Context } from '../context.ts';
import { ApplicationError } from '../errors.ts';
import { userIdOf } from './reader.ts';

/** A banner that was put aside comes back after a day when it is still so. */
const dismissedMs = 24 * 60 * 60_000;

/** Ids that the user never got are left out. */
export async function markNotificationsRead(
  context: Context,
  input: { notificationIds: readonly string[] },
): Promise<void> {
  const { companyId, clock } = context;
  const reader = { companyId, userId: userIdOf(context) };
  await inCompany(context.db, companyId, (tx) => markReceiptsRead(tx, reader, { ...input, at: clock.now() }));
}

/** Puts the banner aside for this user. @throws ApplicationError notification_not_found */
export async function dismissNotification(context: Context, input: { notificationId: string }): Promise<void> {
  const { companyId, clock } = context;
  const place = { companyId, userId: userIdOf(context), notificationId: input.notificationId };
  const at = clock.now();
  const isDone = await inCompany(context.db, companyId, (tx) =>
    dismissReceipt(tx, place, { at, until: new Date(at.getTime() + dismissedMs) }),
  );
  if (!isDone) throw new ApplicationError('notification_not_found');
}
