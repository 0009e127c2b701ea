import {
  findNotification,
  findReceiver,
  inCompany,
  listNotificationAccounts,
  listNotificationSettings,
  lockMail,
  updateMail,
} from '@onfact-ponto/db';
import type { Mail, Notification, Transaction } from '@onfact-ponto/db';
import type { Context } from '../context.ts';
import { composeMail } from './compose-mail.ts';
import type { OutgoingMail } from './compose-mail.ts';
import { languageOf, say } from './say.ts';
import { MailNotSentError } from './smtp-mailer.ts';
import type { Mailer } from './smtp-mailer.ts';
import { unsubscribeTokenOf } from './unsubscribe.ts';

/** How mails go out, and where their links lead. */
export type MailOffice = Readonly<{ mailer: Mailer; adminOrigin: string }>;

/** Longer than a server takes to answer: after that the sender is believed dead, and the mail is sent again. */
const silentMs = 5 * 60_000;
const firstRetryMs = 60_000;
const longestRetryMs = 4 * 60 * 60_000;
/** With the waits above some two days: what was not taken until then will not be. */
const maximumAttempts = 20;

/**
 * Sends a mail of the outbox. The try is written down first, so that a mail whose sender dies is sent again under the
 * same Message-ID: twice in the worst case, never not at all. What is over meanwhile is not sent.
 */
export async function sendMail(context: Context, office: MailOffice, input: { mailId: string }): Promise<void> {
  const place = { companyId: context.companyId, mailId: input.mailId };
  const outgoing = await inCompany(context.db, context.companyId, (tx) => begin(tx, context, office, place));
  if (!outgoing) return;

  const end = await deliver(context, office, outgoing.mail, outgoing.attemptCount);
  await inCompany(context.db, context.companyId, (tx) => updateMail(tx, place, end));
}

async function begin(
  tx: Transaction,
  context: Context,
  office: MailOffice,
  place: Pick<Mail, 'companyId' | 'mailId'>,
): Promise<{ mail: OutgoingMail; attemptCount: number } | undefined> {
  const now = context.clock.now();
  const mail = await lockMail(tx, place);
  if (mail?.state !== 'pending' || mail.dueAt === null || mail.dueAt > now) return undefined;
  const words = await wordsOf(tx, context, office, mail);
  if (!words) {
    await updateMail(tx, place, { state: 'obsolete', dueAt: null });
    return undefined;
  }
  const attemptCount = mail.attemptCount + 1;
  await updateMail(tx, place, { attemptCount, dueAt: new Date(now.getTime() + silentMs) });
  return { mail: words, attemptCount };
}

/** Undefined when there is nothing to say any more, or nobody to say it to. */
async function wordsOf(
  tx: Transaction,
  context: Context,
  { adminOrigin }: MailOffice,
  mail: Mail,
): Promise<OutgoingMail | undefined> {
  const { companyId, userId } = mail;
  const told = await findNotification(tx, mail);
  const receiver = await findReceiver(tx, mail);
  if (!told || !receiver || isOver(told)) return undefined;
  const settings = await listNotificationSettings(tx, companyId, [userId]);
  if (settings.some(({ kind, byMail }) => kind === told.kind && !byMail)) return undefined;

  const named = await listNotificationAccounts(tx, companyId, [told.notificationId]);
  const language = languageOf(receiver.language);
  const accounts = named.map(({ account }) => account);
  const said = say(told, accounts, language, context.clock.now());
  const token = unsubscribeTokenOf(context, { companyId, userId, kind: told.kind });
  return composeMail(said, mail, receiver, language, {
    actionUrl: `${adminOrigin}${said.action.path}`,
    settingsUrl: `${adminOrigin}/notifications/settings`,
    unsubscribeUrl: `${adminOrigin}/unsubscribe?token=${encodeURIComponent(token)}`,
  });
}

function isOver({ kind, closedAt }: Notification): boolean {
  return kind !== 'connection_restored' && closedAt !== null;
}

async function deliver(
  context: Context,
  { mailer }: MailOffice,
  mail: OutgoingMail,
  attemptCount: number,
): Promise<Partial<Mail>> {
  const log = (problem: string) => context.log.warn('a mail was not sent', { mailId: mail.id, problem, attemptCount });
  try {
    const delivery = await mailer.send(mail);
    const now = context.clock.now();
    if (delivery.outcome === 'delivered') return { state: 'sent', sentAt: now, dueAt: null, problem: null };
    log(delivery.problem);
    return { state: 'failed', dueAt: null, problem: delivery.problem };
  } catch (error) {
    if (!(error instanceof MailNotSentError)) throw error;
    log(error.problem);
    if (attemptCount >= maximumAttempts) return { state: 'failed', dueAt: null, problem: error.problem };
    const waitMs = Math.min(longestRetryMs, firstRetryMs * 2 ** (attemptCount - 1));
    return { dueAt: new Date(context.clock.now().getTime() + waitMs), problem: error.problem };
  }
}
