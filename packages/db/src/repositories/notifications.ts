import { and, desc, eq, inArray, isNull, sql } from 'drizzle-orm';
import type { Transaction } from '../database.ts';
import {
  bankAccount,
  consentReminder,
  notification,
  notificationAccount,
  notificationReceipt,
  notificationSetting,
} from '../schema/index.ts';
import type { BankAccount } from './bank-accounts.ts';

export type Notification = typeof notification.$inferSelect;
export type NotificationKind = Notification['kind'];
export type NotificationSetting = Pick<typeof notificationSetting.$inferSelect, 'kind' | 'inApp' | 'byMail'>;
export type ConsentReminder = Pick<
  typeof consentReminder.$inferSelect,
  'bankAccountId' | 'consent' | 'daysBefore' | 'notificationId'
>;

/** Adds it with the accounts that it names. Undefined when its cause is told already and not over. */
export async function insertNotification(
  tx: Transaction,
  row: Pick<Notification, 'companyId' | 'kind' | 'cause' | 'createdAt' | 'closedAt' | 'facts'>,
  bankAccountIds: readonly string[],
): Promise<Notification | undefined> {
  const [added] = await tx.insert(notification).values(row).onConflictDoNothing().returning();
  if (!added) return undefined;
  const { companyId, notificationId } = added;
  if (bankAccountIds.length > 0) {
    await tx
      .insert(notificationAccount)
      .values(bankAccountIds.map((bankAccountId) => ({ companyId, notificationId, bankAccountId })));
  }
  return added;
}

/** Told and not over. */
export async function listOpenNotifications(tx: Transaction, companyId: string): Promise<Notification[]> {
  return tx
    .select()
    .from(notification)
    .where(and(eq(notification.companyId, companyId), isNull(notification.closedAt)));
}

export async function closeNotifications(
  tx: Transaction,
  companyId: string,
  notificationIds: readonly string[],
  at: Date,
): Promise<void> {
  if (notificationIds.length === 0) return;
  await tx
    .update(notification)
    .set({ closedAt: at })
    .where(and(eq(notification.companyId, companyId), inArray(notification.notificationId, [...notificationIds])));
}

export async function findNotification(
  tx: Transaction,
  { companyId, notificationId }: { companyId: string; notificationId: string },
): Promise<Notification | undefined> {
  const [row] = await tx
    .select()
    .from(notification)
    .where(and(eq(notification.companyId, companyId), eq(notification.notificationId, notificationId)));
  return row;
}

/** The accounts that notifications name, by notification. */
export async function listNotificationAccounts(
  tx: Transaction,
  companyId: string,
  notificationIds: readonly string[],
): Promise<{ notificationId: string; account: BankAccount }[]> {
  if (notificationIds.length === 0) return [];
  return tx
    .select({ notificationId: notificationAccount.notificationId, account: bankAccount })
    .from(notificationAccount)
    .innerJoin(
      bankAccount,
      and(
        eq(bankAccount.companyId, notificationAccount.companyId),
        eq(bankAccount.bankAccountId, notificationAccount.bankAccountId),
      ),
    )
    .where(
      and(
        eq(notificationAccount.companyId, companyId),
        inArray(notificationAccount.notificationId, [...notificationIds]),
      ),
    )
    .orderBy(bankAccount.authorizationExpiresAt, bankAccount.reference);
}

/** How near the end of each consent people were reminded. */
export async function listConsentReminders(tx: Transaction, companyId: string): Promise<ConsentReminder[]> {
  return tx
    .select({
      bankAccountId: consentReminder.bankAccountId,
      consent: consentReminder.consent,
      daysBefore: consentReminder.daysBefore,
      notificationId: consentReminder.notificationId,
    })
    .from(consentReminder)
    .where(eq(consentReminder.companyId, companyId));
}

/** Notes that people are reminded now. */
export async function saveConsentReminders(
  tx: Transaction,
  companyId: string,
  reminders: readonly ConsentReminder[],
  remindedAt: Date,
): Promise<void> {
  if (reminders.length === 0) return;
  await tx
    .insert(consentReminder)
    .values(reminders.map((reminder) => ({ ...reminder, companyId, remindedAt })))
    .onConflictDoUpdate({
      target: [consentReminder.companyId, consentReminder.bankAccountId, consentReminder.consent],
      set: { daysBefore: sql`excluded.days_before`, notificationId: sql`excluded.notification_id`, remindedAt },
    });
}

export async function insertReceipts(
  tx: Transaction,
  { companyId, notificationId }: Pick<Notification, 'companyId' | 'notificationId'>,
  userIds: readonly string[],
): Promise<void> {
  if (userIds.length === 0) return;
  await tx.insert(notificationReceipt).values(userIds.map((userId) => ({ companyId, notificationId, userId })));
}

export type ReceivedNotification = Notification & { readAt: Date | null; dismissedUntil: Date | null };

/** What a user was told, newest first. */
export async function listReceivedNotifications(
  tx: Transaction,
  { companyId, userId }: { companyId: string; userId: string },
  limit: number,
): Promise<ReceivedNotification[]> {
  const rows = await tx
    .select({
      notification,
      readAt: notificationReceipt.readAt,
      dismissedUntil: notificationReceipt.dismissedUntil,
    })
    .from(notificationReceipt)
    .innerJoin(
      notification,
      and(
        eq(notification.companyId, notificationReceipt.companyId),
        eq(notification.notificationId, notificationReceipt.notificationId),
      ),
    )
    .where(and(eq(notificationReceipt.companyId, companyId), eq(notificationReceipt.userId, userId)))
    .orderBy(desc(notification.createdAt), desc(notification.notificationId))
    .limit(limit);
  return rows.map(({ notification: told, ...receipt }) => ({ ...told, ...receipt }));
}

/** Marks them read by this user. What is read already keeps its time. */
export async function markReceiptsRead(
  tx: Transaction,
  { companyId, userId }: { companyId: string; userId: string },
  { notificationIds, at }: { notificationIds: readonly string[]; at: Date },
): Promise<void> {
  if (notificationIds.length === 0) return;
  await tx
    .update(notificationReceipt)
    .set({ readAt: at })
    .where(
      and(
        eq(notificationReceipt.companyId, companyId),
        eq(notificationReceipt.userId, userId),
        inArray(notificationReceipt.notificationId, [...notificationIds]),
        isNull(notificationReceipt.readAt),
      ),
    );
}

/** False when the user never got it. */
export async function dismissReceipt(
  tx: Transaction,
  { companyId, userId, notificationId }: { companyId: string; userId: string; notificationId: string },
  { at, until }: { at: Date; until: Date },
): Promise<boolean> {
  const rows = await tx
    .update(notificationReceipt)
    .set({ dismissedUntil: until, readAt: sql`coalesce(${notificationReceipt.readAt}, ${at.toISOString()})` })
    .where(
      and(
        eq(notificationReceipt.companyId, companyId),
        eq(notificationReceipt.userId, userId),
        eq(notificationReceipt.notificationId, notificationId),
      ),
    )
    .returning({ userId: notificationReceipt.userId });
  return rows.length === 1;
}

/** What each of these users does not want as it comes by default. */
export async function listNotificationSettings(
  tx: Transaction,
  companyId: string,
  userIds: readonly string[],
): Promise<(NotificationSetting & { userId: string })[]> {
  if (userIds.length === 0) return [];
  return tx
    .select({
      userId: notificationSetting.userId,
      kind: notificationSetting.kind,
      inApp: notificationSetting.inApp,
      byMail: notificationSetting.byMail,
    })
    .from(notificationSetting)
    .where(and(eq(notificationSetting.companyId, companyId), inArray(notificationSetting.userId, [...userIds])));
}

export async function saveNotificationSetting(
  tx: Transaction,
  { companyId, userId }: { companyId: string; userId: string },
  { kind, inApp, byMail }: NotificationSetting,
): Promise<void> {
  await tx
    .insert(notificationSetting)
    .values({ companyId, userId, kind, inApp, byMail })
    .onConflictDoUpdate({
      target: [notificationSetting.companyId, notificationSetting.userId, notificationSetting.kind],
      set: { inApp, byMail },
    });
}
