import {
  findMembership,
  asUser,
  inCompany,
  listNotificationSettings,
  notificationKinds,
  saveNotificationSetting,
} from '@onfact-ponto/db';
import type { NotificationKind } from '@onfact-ponto/db';
import { z } from 'zod';
import type { Services } from '../context.ts';
import { ApplicationError } from '../errors.ts';

type Subscription = Readonly<{ companyId: string; userId: string; kind: NotificationKind }>;

const StoredSubscription = z.object({ companyId: z.uuid(), userId: z.string(), kind: z.enum(notificationKinds) });
const purpose = ['unsubscribe'];

/** Stands in the link of a mail: whoever holds it may stop this one kind for this one person, nothing else. */
export function unsubscribeTokenOf({ cipher }: Pick<Services, 'cipher'>, subscription: Subscription): string {
  return cipher.seal(JSON.stringify(subscription), purpose);
}

/**
 * Stops a kind of mail for the one who got the link. Works without signing in, and again.
 * @throws ApplicationError unsubscription_not_valid
 */
export async function unsubscribe(
  services: Pick<Services, 'db' | 'cipher'>,
  { token }: { token: string },
): Promise<{ kind: NotificationKind; companyName: string }> {
  const { companyId, userId, kind } = subscriptionIn(services, token);
  const membership = await asUser(services.db, userId, (tx) => findMembership(tx, { companyId, userId }));
  if (!membership) throw new ApplicationError('unsubscription_not_valid');
  await inCompany(services.db, companyId, async (tx) => {
    const settings = await listNotificationSettings(tx, companyId, [userId]);
    const inApp = settings.find((setting) => setting.kind === kind)?.inApp ?? true;
    await saveNotificationSetting(tx, { companyId, userId }, { kind, inApp, byMail: false });
  });
  return { kind, companyName: membership.name };
}

function subscriptionIn({ cipher }: Pick<Services, 'cipher'>, token: string): Subscription {
  try {
    return StoredSubscription.parse(JSON.parse(cipher.open(token, purpose)));
  } catch (cause) {
    throw new ApplicationError('unsubscription_not_valid', {}, { cause });
  }
}
