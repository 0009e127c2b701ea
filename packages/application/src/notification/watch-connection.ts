import {
  closeNotifications,
  findLatestPull,
  inCompany,
  insertNotification,
  listBankAccounts,
  listConsentReminders,
  listNotificationAccounts,
  listOpenNotifications,
  lockConnection,
  saveConsentReminders,
  updateConnection,
} from '@onfact-ponto/db';
import type { Connection, Notification, Transaction } from '@onfact-ponto/db';
import type { Context } from '../context.ts';
import { tell } from './receivers.ts';
import { mostUrgentConsent } from './say.ts';
import { isUnsharing, tellUnshared } from './tell-unshared.ts';
import { dueReminders, isSilent, lastingReminders, mattersOf, nextLookAt } from './what-to-tell.ts';
import type { DueReminder, Matter, Watched } from './what-to-tell.ts';

/**
 * Looks at a connection: tells what is newly the matter, once per cause, reminds of consents that end, closes what is
 * over, and says when to look again. One transaction under the lock of the connection, so two looks at once tell once.
 */
export async function watchConnection(context: Context, input: { connectionId: string }): Promise<void> {
  const { companyId, clock } = context;
  await inCompany(context.db, companyId, async (tx) => {
    const connection = await lockConnection(tx, { companyId, connectionId: input.connectionId });
    if (!connection) return;
    const now = clock.now();
    const open = (await listOpenNotifications(tx, companyId)).filter(isOfConnection);
    if (connection.deactivatedAt !== null) {
      await closeAll(tx, companyId, open, now);
      await updateConnection(tx, connection, { watchDueAt: null });
      return;
    }
    const watched = await readWatched(tx, context, connection);
    const matters = mattersOf(watched, now);
    await remind(tx, context, watched);
    await tellMatters(tx, context, matters);
    await tellUnshared(tx, context, watched, open);
    await closeWhatIsOver(tx, context, watched, { open: open.filter((told) => !isUnsharing(told)), matters });
    await updateConnection(tx, connection, { watchDueAt: nextLookAt(watched, now) });
  });
}

/** What a payment did on the account is not over because the connection is well, or gone. */
function isOfConnection({ kind }: Notification): boolean {
  return kind !== 'payment_differs';
}

async function readWatched(tx: Transaction, context: Context, connection: Connection): Promise<Watched> {
  const { companyId, settings } = context;
  const [accounts, reminders, lastPull] = await Promise.all([
    listBankAccounts(tx, companyId),
    listConsentReminders(tx, companyId),
    findLatestPull(tx, connection),
  ]);
  return {
    connection,
    lastPullOutcome: lastPull?.outcome,
    accounts: accounts.filter(({ isShared }) => isShared),
    unsharedAccounts: accounts.filter(({ isShared, pontoAccountId }) => !isShared && pontoAccountId !== null),
    reminders,
    pullIntervalMs: settings.pullIntervalMs,
  };
}

/** All accounts of which it is time in one message; it takes the place of what was said about them before. */
async function remind(tx: Transaction, context: Context, watched: Watched): Promise<void> {
  const { companyId, clock } = context;
  const due = dueReminders(watched, clock.now());
  if (due.length === 0) return;
  const createdAt = clock.now();
  const named = watched.accounts.filter((account) => due.some((one) => one.bankAccountId === account.bankAccountId));
  const { daysLeft, isOver } = mostUrgentConsent(named, createdAt);
  const facts = { daysLeft: String(daysLeft), isOver: isOver ? 'yes' : 'no' };
  const added = await insertNotification(
    tx,
    { companyId, kind: 'consent_ends', cause: causeOf(due), createdAt, closedAt: null, facts },
    named.map(({ bankAccountId }) => bankAccountId),
  );
  if (!added) return;
  const { notificationId } = added;
  const reminded = due.map((reminder) => ({ ...reminder, notificationId }));
  await saveConsentReminders(tx, companyId, reminded, createdAt);
  await tell(tx, context, added);
}

function causeOf(due: readonly DueReminder[]): string {
  return due.map(({ bankAccountId, consent, daysBefore }) => `${bankAccountId} ${consent} ${daysBefore}`).join(', ');
}

async function tellMatters(tx: Transaction, context: Context, matters: readonly Matter[]): Promise<void> {
  const { companyId, clock } = context;
  for (const { kind, cause, bankAccountIds, facts } of matters) {
    const row = { companyId, kind, cause, createdAt: clock.now(), closedAt: null, facts: { ...facts } };
    const added = await insertNotification(tx, row, bankAccountIds);
    if (added) await tell(tx, context, added);
  }
}

/** What was said and is no longer so. That data comes in again is told to the same people, once nothing is left. */
async function closeWhatIsOver(
  tx: Transaction,
  context: Context,
  watched: Watched,
  { open, matters }: { open: readonly Notification[]; matters: readonly Matter[] },
): Promise<void> {
  const { companyId, clock } = context;
  const now = clock.now();
  const reminders = lastingReminders({ ...watched, reminders: await listConsentReminders(tx, companyId) }, now);
  const isOver = ({ kind, cause, notificationId }: Notification) =>
    kind === 'consent_ends'
      ? !reminders.some((reminder) => reminder.notificationId === notificationId)
      : !matters.some((matter) => matter.cause === cause);
  const over = open.filter(isOver);
  await closeAll(tx, companyId, over, now);

  const ended = over.filter(({ kind }) => kind !== 'consent_ends');
  if (ended.length === 0 || matters.length > 0 || watched.connection.state !== 'active') return;
  /** A silent bank whose consent is now over, or that cannot be reached at all, has another matter: no recovery. */
  const named = await listNotificationAccounts(
    tx,
    companyId,
    ended.map(({ notificationId }) => notificationId),
  );
  if (named.some(({ account }) => isSilent(account, now))) return;
  const restored = await insertNotification(
    tx,
    { companyId, kind: 'connection_restored', cause: 'restored', createdAt: now, closedAt: now, facts: {} },
    [],
  );
  if (restored) await tell(tx, context, restored);
}

async function closeAll(
  tx: Transaction,
  companyId: string,
  notifications: readonly Notification[],
  at: Date,
): Promise<void> {
  const ids = notifications.map(({ notificationId }) => notificationId);
  await closeNotifications(tx, companyId, ids, at);
}
