import { inCompany, listNotificationSettings, notificationKinds, saveNotificationSetting } from '@onfact-ponto/db';
import type { NotificationSetting } from '@onfact-ponto/db';
import type { Context } from '../context.ts';
import { userIdOf } from './reader.ts';

/** What the user wants to hear of in this company, every kind in its order. */
export async function getNotificationSettings(context: Context): Promise<NotificationSetting[]> {
  const { companyId } = context;
  const userId = userIdOf(context);
  const kept = await inCompany(context.db, companyId, (tx) => listNotificationSettings(tx, companyId, [userId]));
  return notificationKinds.map((kind) => {
    const { inApp = true, byMail = true } = kept.find((setting) => setting.kind === kind) ?? {};
    return { kind, inApp, byMail };
  });
}

/** Changes the kinds that are named, and leaves the others. */
export async function updateNotificationSettings(
  context: Context,
  input: { settings: readonly NotificationSetting[] },
): Promise<NotificationSetting[]> {
  const { companyId } = context;
  const userId = userIdOf(context);
  await inCompany(context.db, companyId, async (tx) => {
    for (const setting of input.settings) await saveNotificationSetting(tx, { companyId, userId }, setting);
  });
  return getNotificationSettings(context);
}
