import { findLinker, insertMails, insertReceipts, listMembers, listNotificationSettings } from '@onfact-ponto/db';
import type { Mail, Notification, NotificationKind, Transaction } from '@onfact-ponto/db';
import type { Context } from '../context.ts';
import { sendMail } from '../jobs/definitions.ts';

type Receiver = { userId: string; role: Mail['role'] };

/**
 * Puts a notification into the bells and the outbox of those who are to know, as each of them wants it.
 * @param alsoUserIds members who can act on it beside the administrators
 */
export async function tell(
  tx: Transaction,
  context: Context,
  told: Notification,
  alsoUserIds: readonly string[] = [],
): Promise<void> {
  const { companyId, notificationId, kind, createdAt } = told;
  const receivers = await receiversOf(tx, companyId, kind, alsoUserIds);
  const settings = await listNotificationSettings(
    tx,
    companyId,
    receivers.map(({ userId }) => userId),
  );
  const wants = (userId: string, way: 'inApp' | 'byMail') =>
    settings.find((setting) => setting.userId === userId && setting.kind === kind)?.[way] ?? true;

  const inApp = receivers.filter(({ userId }) => wants(userId, 'inApp')).map(({ userId }) => userId);
  await insertReceipts(tx, told, inApp);
  const byMail = receivers.filter(({ userId }) => wants(userId, 'byMail'));
  const mails = await insertMails(
    tx,
    byMail.map((receiver) => ({ ...receiver, companyId, notificationId, createdAt })),
  );
  for (const { mailId } of mails) await context.jobs.enqueue(tx, sendMail, { companyId, mailId });
}

/**
 * A consent is renewed by the holder of the Ponto account: as far as we know, who linked it. Everything else can be
 * done by every administrator. Administrators who cannot act themselves get a copy.
 */
async function receiversOf(
  tx: Transaction,
  companyId: string,
  kind: NotificationKind,
  alsoUserIds: readonly string[],
): Promise<Receiver[]> {
  const [members, linkedBy] = await Promise.all([listMembers(tx, companyId), findLinker(tx, companyId)]);
  const holder = kind === 'consent_ends' ? members.find(({ userId }) => userId === linkedBy) : undefined;
  return members
    .filter(({ userId, role }) => {
      return role === 'administrator' || userId === holder?.userId || alsoUserIds.includes(userId);
    })
    .map(({ userId }) => ({ userId, role: holder && userId !== holder.userId ? 'copy' : 'actor' }));
}
