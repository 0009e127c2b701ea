import { inCompany, saveMember, schema } from '@onfact-ponto/db';
import { startMailSink } from '@onfact-ponto/simulators';
import type { MailSink } from '@onfact-ponto/simulators';
import { afterAll, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest';
import { contextOf } from '../context.ts';
import type { Actor, Context } from '../context.ts';
import { deactivateConnection } from '../connection/deactivate-connection.ts';
import { resumeReading } from '../support/pause-reading.ts';
import { connect, givenContext, mieke, pullDue, startAgain, startTestWorld } from '../testing/world.ts';
import type { TestWorld } from '../testing/world.ts';
import { claimDueMails, claimDueWatches } from './claim-due.ts';
import { listNotifications } from './list-notifications.ts';
import { dismissNotification, markNotificationsRead } from './read-notifications.ts';
import { sendMail } from './send-mail.ts';
import { getNotificationSettings, updateNotificationSettings } from './settings.ts';
import { createSmtpMailer } from './smtp-mailer.ts';
import type { Mailer } from './smtp-mailer.ts';
import { unsubscribe } from './unsubscribe.ts';
import { watchConnection } from './watch-connection.ts';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

let world: TestWorld;
let sink: MailSink;
let mailer: Mailer;
let context: Context;
let accountIds: string[];

beforeAll(async () => {
  world = await startTestWorld(inject('databaseOwnerUrl'));
  sink = await startMailSink();
  mailer = createSmtpMailer({ url: sink.endpoints.smtpUrl, from: 'onFact <noreply@onfact.example>' });
  await world.services.db
    .insert(schema.user)
    .values([
      userRow('mieke', 'Mieke Claes', 'nl'),
      userRow('luc', 'Luc Dubois', 'fr'),
      userRow('tom', 'Tom Peeters', 'en'),
    ]);
});
afterAll(async () => {
  mailer.close();
  await Promise.all([sink.stop(), world.stop()]);
});
beforeEach(async () => {
  await startAgain(world);
  sink.forget();
  const organizationId = world.ponto.world.organizations()[0]?.id ?? '';
  accountIds = ['BE68539007547034', 'BE64733120447152'].map(
    (reference) => world.ponto.world.addAccount(organizationId, { reference }).id,
  );
  context = await givenContext(world);
  await inCompany(context.db, context.companyId, async (tx) => {
    const { companyId } = context;
    await saveMember(tx, { companyId, userId: 'mieke', userName: 'Mieke Claes', role: 'administrator' });
    await saveMember(tx, { companyId, userId: 'luc', userName: 'Luc Dubois', role: 'administrator' });
    await saveMember(tx, { companyId, userId: 'tom', userName: 'Tom Peeters', role: 'user' });
  });
  await connect(context, accountIds);
  await pullDue(world);
  await look();
});

describe('a consent that ends', () => {
  it('is told to who linked Ponto and, as a copy, to the other administrators, each in the own language', async () => {
    await ageAndLook(14);
    const mails = await deliver();
    expect(mails.map(({ to }) => to).toSorted()).toEqual(['luc@delinde.be', 'mieke@delinde.be']);
    const [french, dutch] = mails.toSorted((left, right) => left.to.localeCompare(right.to));
    expect(dutch?.subject).toContain('De toestemming van je bank vervalt over 14 dagen');
    expect(dutch?.text).toContain('omdat jij hier voor');
    expect(french?.subject).toContain('L’autorisation de votre banque expire dans 14 jours');
    expect(french?.text).toContain('cette copie comme administrateur');
  });

  it('puts no number of an account into the subject, and text, HTML and one button into the mail', async () => {
    await ageAndLook(14);
    for (const { subject, text, html, headers } of await deliver()) {
      expect(subject).not.toMatch(/BE\d\d|€|\d,\d\d/);
      expect(text).toContain('BE68 5390 0754 7034');
      const button = `https://admin.example/apps/ponto?renew=${(await storedAccount())?.bankAccountId}`;
      expect(text).toContain(button);
      expect(html.split(button)).toHaveLength(2);
      expect(headers['auto-submitted']).toBe('auto-generated');
      expect(headers['list-unsubscribe']).toMatch(/^<https:\/\/admin\.example\/unsubscribe\?token=/);
    }
  });

  it('names several accounts in one message', async () => {
    for (const id of accountIds) world.ponto.world.ageConsent(id, 7);
    await readAgain();
    const [mail, ...others] = (await deliver()).filter(({ to }) => to === 'mieke@delinde.be');
    expect(others).toEqual([]);
    for (const iban of ['BE68 5390 0754 7034', 'BE64 7331 2044 7152']) expect(mail?.text).toContain(iban);
  });

  it('is told at 30, 14, 7 and 1 days and on the day, each once, and each message ends the one before', async () => {
    world.ponto.world.ageConsent(accountIds[0] ?? '', 40);
    await readAgain();
    const told: number[] = [];
    for (const daysLater of [5, 10, 11, 26, 33, 39, 40, 41]) {
      world.clock.offsetMs = daysLater * dayMs;
      await keepBanksTalking();
      await look();
      told.push((await listNotifications(context, { language: 'nl' })).filter(isConsent).length);
    }
    expect(told).toEqual([0, 1, 1, 2, 3, 4, 5, 5]);
    expect(await openKinds()).toEqual(['consent_ends']);
  });

  it('is told once by a worker that comes late: the most urgent only', async () => {
    world.ponto.world.ageConsent(accountIds[0] ?? '', 40);
    await readAgain();
    world.clock.offsetMs = 39 * dayMs;
    await keepBanksTalking();
    await look();
    expect((await listNotifications(context, { language: 'nl' })).filter(isConsent)).toMatchObject([
      { title: 'De toestemming van je bank vervalt over 1 dag' },
    ]);
  });

  it('is told once, however many look at the same moment', async () => {
    world.ponto.world.ageConsent(accountIds[0] ?? '', 14);
    await readAgain({ andLook: false });
    await Promise.all([look(), look(), look(), look()]);
    expect((await listNotifications(context, { language: 'nl' })).filter(isConsent)).toHaveLength(1);
    expect(await deliver()).toHaveLength(2);
  });

  it('is over when it was renewed, without anybody doing something about it here', async () => {
    await ageAndLook(7);
    world.ponto.world.renewConsent(accountIds[0] ?? '');
    await readAgain();
    expect(await openKinds()).toEqual([]);
    const [told] = await listNotifications(context, { language: 'en' });
    expect(told).toMatchObject({ title: 'Your bank’s consent expires in 7 days', needsReader: false });
    expect(told?.closedAt).not.toBeNull();
  });

  it('that was withdrawn at the bank long before its day is told as over', async () => {
    world.ponto.world.endConsent(accountIds[0] ?? '');
    world.ponto.world.synchronizeNow(accountIds[0] ?? '');
    await readAgain();
    expect(await listNotifications(context, { language: 'nl' })).toMatchObject([
      { title: 'De toestemming van je bank is verlopen', needsReader: true },
    ]);
  });
});

describe('a connection that stopped', () => {
  it('is told at once when Ponto lets us in no longer, and its recovery to the same people', async () => {
    world.ponto.world.revokeIntegration(world.ponto.world.organizations()[0]?.id ?? '');
    world.clock.offsetMs = 5 * hourMs;
    await pullDue(world);
    await look();
    await look();
    expect(await openKinds()).toEqual(['connection_stopped']);
    expect(await deliver()).toHaveLength(2);

    sink.forget();
    await connect(context, accountIds);
    await pullDue(world);
    await look();
    expect(await openKinds()).toEqual([]);
    const recovery = await deliver();
    expect(recovery.map(({ subject }) => subject.split(': ')[1]).toSorted()).toEqual([
      'De bankgegevens komen weer binnen',
      'Les données bancaires arrivent à nouveau',
    ]);
  });

  it('is not told for one round, is for two, and asks nothing of anybody', async () => {
    world.ponto.world.injectFault({ path: '*/accounts', times: 1_000, effect: { kind: 'status', status: 503 } });
    await failPullsFor(5 * hourMs);
    expect(await openKinds()).toEqual([]);
    await failPullsFor(9 * hourMs);
    expect(await openKinds()).toEqual(['connection_stopped']);
    expect(await listNotifications(context, { language: 'nl' })).toMatchObject([{ needsReader: false }]);
    await failPullsFor(30 * hourMs);
    expect(await openKinds()).toEqual(['connection_stopped']);
  });

  it('is told when it was parked, asks nothing of its people because support acts, and is over when support let it go on', async () => {
    const paging = { limit: 100, after: 'again' };
    const contentType = 'application/vnd.api+json';
    const body = JSON.stringify({ data: [], meta: { paging } });
    const listWithoutEnd = { kind: 'replace', status: 200, contentType, body } as const;
    world.ponto.world.injectFault({ path: '*/transactions*', times: 1_000, effect: listWithoutEnd });
    for (let pulls = 0; pulls < 6; pulls += 1) await readAgain();
    expect(await openKinds()).toEqual(['connection_stopped']);
    expect((await deliver()).map(({ subject }) => subject.split(': ')[1]).toSorted()).toEqual([
      'Het ophalen is bij ons gepauzeerd',
      'La récupération est en pause chez nous',
    ]);
    expect(await listNotifications(context, { language: 'nl' })).toMatchObject([{ needsReader: false }]);

    world.ponto.world.clearFaults();
    world.clock.offsetMs += hourMs;
    const sofie = { type: 'support', userId: 'sofie', name: 'Sofie', reason: 'looked at the lines' } as const;
    await resumeReading(contextOf(world.services, context.companyId, sofie));
    await readAgain();
    expect(await openKinds()).toEqual([]);
  });

  it('says nothing more after it was deactivated', async () => {
    await ageAndLook(7);
    await deactivateConnection(context);
    await look();
    expect(await openKinds()).toEqual([]);
    expect(await deliver()).toEqual([]);
  });
});

describe('accounts that Ponto no longer lists', () => {
  it('are told once, together, in the language of each administrator, and ask for no banner', async () => {
    for (const id of accountIds) world.ponto.world.revokeAccount(id);
    await readAgain();
    await readAgain();
    expect(await openKinds()).toEqual(['account_not_shared']);
    expect((await deliver()).map(({ subject }) => subject.split(': ')[1]).toSorted()).toEqual([
      '2 comptes ne sont plus partagés dans Ponto',
      '2 rekeningen worden in Ponto niet meer gedeeld',
    ]);
    expect(await listNotifications(context, { language: 'nl' })).toMatchObject([
      {
        accounts: [expect.stringContaining('BE6'), expect.stringContaining('BE6')],
        action: { label: 'Opnieuw delen', path: '/apps/ponto' },
        needsReader: false,
      },
    ]);
  });

  it('are told as they disappear, without those that were told of or are back, and it is over when all are back', async () => {
    const [first = '', second = ''] = accountIds;
    world.ponto.world.revokeAccount(first);
    await readAgain();
    world.ponto.world.revokeAccount(second);
    await readAgain();
    expect((await listNotifications(context, { language: 'nl' })).map(({ title }) => title)).toEqual([
      'Een rekening wordt in Ponto niet meer gedeeld',
      'Een rekening wordt in Ponto niet meer gedeeld',
    ]);

    world.ponto.world.share(first);
    await readAgain();
    expect((await listNotifications(context, { language: 'en' })).map(({ closedAt }) => closedAt === null)).toEqual([
      true,
      false,
    ]);
    world.ponto.world.share(second);
    await readAgain();
    expect(await openKinds()).toEqual([]);
    expect((await listNotifications(context, { language: 'nl' })).map(({ kind }) => kind)).not.toContain(
      'connection_restored',
    );
  });
});

describe('a day without data', () => {
  it('is told when no pull was tried, whatever the consents say, and is over with the next pull', async () => {
    world.clock.offsetMs = 24 * hourMs + 60_000;
    await look();
    expect(await openKinds()).toEqual(['no_data']);
    await keepBanksTalking();
    await look();
    expect(await openKinds()).toEqual([]);
    expect((await listNotifications(context, { language: 'nl' })).map(({ kind }) => kind).toSorted()).toEqual([
      'connection_restored',
      'no_data',
    ]);
  });

  it('is told once for a bank that gave Ponto nothing, and can be acted on', async () => {
    world.clock.offsetMs = 25 * hourMs;
    await pullDue(world);
    await look();
    expect(await openKinds()).toEqual(['no_data']);
    expect(await listNotifications(context, { language: 'nl' })).toMatchObject([
      {
        title: 'Al een dag geen gegevens van je bank',
        needsReader: true,
        accounts: [expect.any(String), expect.any(String)],
      },
    ]);
  });
});

describe('the sweep', () => {
  it('finds what is due over all companies, and nothing that is not', async () => {
    await Promise.all(Array.from({ length: 4 }, () => claimDueWatches(world.services)));
    world.enqueued.length = 0;
    expect(await claimDueWatches(world.services)).toBe(0);
    world.clock.offsetMs = 25 * hourMs;
    const counts = await Promise.all(Array.from({ length: 4 }, () => claimDueWatches(world.services)));
    const due = world.enqueued.filter(({ queue }) => queue === 'watch-connection');
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(due.length);
    expect(new Set(due.map(({ payload }) => JSON.stringify(payload))).size).toBe(due.length);
    expect(due.map(({ payload }) => (payload as { companyId: string }).companyId)).toContain(context.companyId);
  });
});

describe('a mail', () => {
  it('waits while the server asks to come back, a little longer each time, and is then sent once', async () => {
    await ageAndLook(14);
    sink.refuseNext(2, 451);
    expect(await deliver()).toEqual([]);
    expect(await mailStates()).toEqual(['pending', 'pending']);
    world.clock.offsetMs += 30_000;
    expect(await deliver()).toEqual([]);
    world.clock.offsetMs += 31_000;
    expect(await deliver()).toHaveLength(2);
    expect(await deliver()).toHaveLength(2);
    expect(await mailStates()).toEqual(['sent', 'sent']);
  });

  it('that the server will never take is given up, and the others go', async () => {
    await ageAndLook(14);
    sink.refuseNext(1, 550);
    expect(await deliver()).toHaveLength(1);
    expect((await mailStates()).toSorted()).toEqual(['failed', 'sent']);
  });

  it('whose sender dies after handing it over comes again under the same Message-ID', async () => {
    await ageAndLook(14);
    const dying: Mailer = {
      ...mailer,
      async send(mail) {
        await mailer.send(mail);
        throw new Error('killed');
      },
    };
    await expect(deliver(dying)).rejects.toThrow('killed');
    const [first] = sink.mails();
    expect(await mailStates()).toEqual(['pending', 'pending']);
    world.clock.offsetMs += 5 * 60_000;
    await deliver();
    const again = sink.mails().filter(({ messageId }) => messageId === first?.messageId);
    expect(again).toHaveLength(2);
    expect(first?.messageId).toMatch(/^<[0-9a-f-]{36}@onfact\.example>$/);
    expect(new Set(sink.mails().map(({ messageId }) => messageId)).size).toBe(2);
  });

  it('about something that is over meanwhile is not sent', async () => {
    await ageAndLook(14);
    world.ponto.world.renewConsent(accountIds[0] ?? '');
    await readAgain();
    expect(await deliver()).toEqual([]);
    expect(await mailStates()).toEqual(['obsolete', 'obsolete']);
  });
});

describe('a reader', () => {
  it('marks as read, puts a banner aside for a day, and changes nothing for others', async () => {
    await ageAndLook(14);
    const luc = readerCalled('luc');
    const [told] = await listNotifications(context, { language: 'nl' });
    await dismissNotification(context, { notificationId: told?.id ?? '' });
    expect(await listNotifications(context, { language: 'nl' })).toMatchObject([{ needsReader: false, isRead: true }]);
    expect(await listNotifications(luc, { language: 'fr' })).toMatchObject([{ needsReader: true, isRead: false }]);
    await markNotificationsRead(luc, { notificationIds: [told?.id ?? ''] });
    expect(await listNotifications(luc, { language: 'fr' })).toMatchObject([{ needsReader: true, isRead: true }]);
    world.clock.offsetMs += dayMs + 1;
    expect(await listNotifications(context, { language: 'nl' })).toMatchObject([{ needsReader: true }]);
    await expect(dismissNotification(readerCalled('tom'), { notificationId: told?.id ?? '' })).rejects.toMatchObject({
      code: 'notification_not_found',
    });
  });

  it('who wants no mails of a kind gets none, and who stops it by the link of a mail neither', async () => {
    const settings = [{ kind: 'consent_ends', inApp: true, byMail: false }] as const;
    await updateNotificationSettings(readerCalled('luc'), { settings });
    await ageAndLook(14);
    const [mail, ...others] = await deliver();
    expect([mail?.to, others]).toEqual(['mieke@delinde.be', []]);
    expect(await listNotifications(readerCalled('luc'), { language: 'fr' })).toHaveLength(1);

    const token = new URL(/<(.+)>/.exec(mail?.headers['list-unsubscribe'] ?? '')?.[1] ?? '').searchParams.get('token');
    await unsubscribe(world.services, { token: token ?? '' });
    expect(await unsubscribe(world.services, { token: token ?? '' })).toMatchObject({ kind: 'consent_ends' });
    expect((await getNotificationSettings(context)).filter(({ byMail }) => !byMail)).toEqual([
      { kind: 'consent_ends', inApp: true, byMail: false },
    ]);
    await expect(unsubscribe(world.services, { token: `${token}x` })).rejects.toMatchObject({
      code: 'unsubscription_not_valid',
    });
    sink.forget();
    await ageAndLook(7);
    expect(await deliver()).toEqual([]);
  });
});

function userRow(id: string, name: string, language: string) {
  const at = new Date('2026-11-01T09:00:00Z');
  return { id, name, email: `${id}@delinde.be`, emailVerified: true, language, createdAt: at, updatedAt: at };
}

function readerCalled(userId: string): Context {
  return contextOf(world.services, context.companyId, { ...mieke, userId, isAdministrator: userId !== 'tom' } as Actor);
}

async function ageAndLook(daysLeft: number): Promise<void> {
  world.ponto.world.ageConsent(accountIds[0] ?? '', daysLeft);
  await readAgain();
}

/** The next pull, and the look that it asks for. */
async function readAgain({ andLook = true } = {}): Promise<void> {
  await makeDue();
  await pullDue(world);
  if (andLook) await look();
}

async function keepBanksTalking(): Promise<void> {
  const ahead = world.services.clock.now().getTime() - world.ponto.world.now().getTime();
  if (ahead > 0) world.ponto.world.advanceClock(ahead);
  for (const id of accountIds) world.ponto.world.synchronizeNow(id);
  await makeDue();
  await pullDue(world);
}

async function makeDue(): Promise<void> {
  await inCompany(context.db, context.companyId, (tx) =>
    tx.update(schema.connection).set({ dueAt: world.services.clock.now() }),
  );
}

async function look(): Promise<void> {
  const system = contextOf(world.services, context.companyId, { type: 'system', job: 'test' });
  const connections = await inCompany(context.db, context.companyId, (tx) => tx.select().from(schema.connection));
  for (const { connectionId } of connections) await watchConnection(system, { connectionId });
}

async function failPullsFor(sinceStartMs: number): Promise<void> {
  world.clock.offsetMs = sinceStartMs;
  for (let count = 0; count < 3; count += 1) await readAgain();
}

/** What the dispatcher and the worker do with the outbox of this company. @returns what the sink holds, newest first */
async function deliver(by: Mailer = mailer) {
  world.enqueued.length = 0;
  await claimDueMails(world.services);
  for (const { queue, payload } of [...world.enqueued]) {
    const { companyId, mailId } = payload as { companyId: string; mailId: string };
    if (queue !== 'send-mail' || companyId !== context.companyId) continue;
    const system = contextOf(world.services, companyId, { type: 'system', job: queue });
    await sendMail(system, { mailer: by, adminOrigin: 'https://admin.example' }, { mailId });
  }
  return sink.mails();
}

async function mailStates(): Promise<string[]> {
  const rows = await inCompany(context.db, context.companyId, (tx) => tx.select().from(schema.mail));
  return rows.map(({ state }) => state);
}

async function openKinds(): Promise<string[]> {
  const rows = await inCompany(context.db, context.companyId, (tx) => tx.select().from(schema.notification));
  return rows.filter(({ closedAt }) => closedAt === null).map(({ kind }) => kind);
}

async function storedAccount() {
  const rows = await inCompany(context.db, context.companyId, (tx) => tx.select().from(schema.bankAccount));
  return rows.find(({ reference }) => reference === 'BE68539007547034');
}

function isConsent({ kind }: { kind: string }): boolean {
  return kind === 'consent_ends';
}
