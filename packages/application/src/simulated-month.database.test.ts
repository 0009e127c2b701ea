import {
  findConnectionToken,
  findLiveConnection,
  inCompany,
  listTransitions,
  saveMember,
  schema,
} from '@onfact-ponto/db';
import { demoScenario, startMailSink } from '@onfact-ponto/simulators';
import type { MailSink } from '@onfact-ponto/simulators';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { withAccessToken } from './connection/access-token.ts';
import { completeAuthorization } from './connection/complete-authorization.ts';
import { getConnection } from './connection/get-connection.ts';
import type { Context } from './context.ts';
import { createSmtpMailer } from './notification/smtp-mailer.ts';
import { assertEverythingIsTrue, paymentsIn, rememberFirstDay } from './testing/month-invariants.ts';
import { RunningProduct } from './testing/running-product.ts';
import { startWebhookReceiver } from './testing/webhook-receiver.ts';
import type { WebhookReceiver } from './testing/webhook-receiver.ts';
import { connect, givenContextWithBooks, startTestWorld, visitPonto } from './testing/world.ts';
import type { TestWorld } from './testing/world.ts';

const minuteMs = 60_000;
const stepMs = 30 * minuteMs;
const dayMs = 24 * 60 * minuteMs;

let world: TestWorld;
let sink: MailSink;
let receiver: WebhookReceiver;
let product: RunningProduct;
let context: Context;

beforeAll(async () => {
  world = await startTestWorld(inject('databaseOwnerUrl'), demoScenario(7, '2026-11-24'));
  sink = await startMailSink();
  const mailer = createSmtpMailer({ url: sink.endpoints.smtpUrl, from: 'onFact <noreply@onfact.example>' });
  product = new RunningProduct(world, { mailer, adminOrigin: 'https://admin.example' });
  receiver = await startWebhookReceiver(world);
  receiver.listen();
  context = await givenContextWithBooks(world);
  const { companyId } = context;
  await world.services.db.insert(schema.user).values({
    id: 'mieke',
    name: 'Mieke Claes',
    email: 'mieke@delinde.be',
    emailVerified: true,
    language: 'nl',
    createdAt: new Date(0),
    updatedAt: new Date(0),
  });
  await inCompany(context.db, companyId, (tx) =>
    saveMember(tx, { companyId, userId: 'mieke', userName: 'Mieke Claes', role: 'administrator' }),
  );
});
afterAll(async () => {
  await receiver.stop();
  await sink.stop();
  await world.stop();
});

/** Everything that goes wrong in this month, by its day. What a person must do is done by the person. */
const faults: Readonly<Record<number, () => void | Promise<void>>> = {
  /** Week 1: Ponto is out of order for a night, and then loses an answer. */
  3: () => void ponto().injectFault({ path: '*', effect: { kind: 'status', status: 503 }, times: 100_000 }),
  4: () => ponto().clearFaults(),
  5: () => {
    ponto().configure({ refreshGraceSeconds: 60 });
    ponto().loseNextRefreshResponse();
  },
  6: () => void ponto().configure({ webhookDelivery: 'duplicate' }),
  /** Week 2: a consent ends at the bank and is renewed two days later; the books do not answer. */
  9: () => ponto().endConsent(account(0)),
  11: () => ponto().renewConsent(account(0)),
  12: () => void world.onfact.world.injectFault({ path: '*', effect: { kind: 'status', status: 500 }, times: 40 }),
  13: () => void ponto().configure({ webhookDelivery: 'reorder' }),
  /** Week 3: Ponto blocks the customer for a day, no webhook arrives any more, and the bank tells things late. */
  16: () => ponto().block(organizationId()),
  17: () => ponto().unblock(organizationId()),
  18: () => void ponto().configure({ webhookDelivery: 'drop' }),
  19: () => {
    const late = { executionDate: dayBefore(9), amount: '77.00', counterpartName: 'Laatkomer' };
    ponto().addTransactions(account(0), [late, { ...late }], { published: true });
  },
  20: () => {
    const [newest = ''] = ponto().publishedTransactions(account(0));
    ponto().changeTransaction(account(0), newest, { remittanceInformation: 'anders verwoord' });
  },
  /** Week 4: the customer ends the link and comes back a day later; Ponto gives every line a new id. */
  23: () => ponto().revokeIntegration(organizationId()),
  24: async () => {
    for (const { id } of accounts()) ponto().relinkWithNewIds(id);
    const answer = await visitPonto(context, { accountIds: accounts().map(({ id }) => id) });
    expect(await completeAuthorization(context, answer)).toEqual({ outcome: 'connected' });
  },
  25: () => void ponto().configure({ webhookDelivery: 'normal' }),
  26: () => ponto().revokeAccount(account(1)),
  27: () => ponto().share(account(1)),
};

it('ends a month of weekly faults with every promise kept', { timeout: 600_000 }, async () => {
  const paymentCount = paymentsIn(world).length;
  const start = world.services.clock.now();
  expect(
    await connect(
      context,
      accounts().map(({ id }) => id),
    ),
  ).toEqual({ outcome: 'connected' });
  await product.letPass(minuteMs);
  const firstDay = await rememberFirstDay(context, paymentCount);

  for (let day = 1; day <= 30; day += 1) {
    await faults[day]?.();
    bookSomeLines(day);
    const end = start.getTime() + day * dayMs;
    while (world.services.clock.now().getTime() < end) await product.letPass(stepMs);
  }
  await product.letPass(4 * 60 * minuteMs);
  await product.letPass(4 * 60 * minuteMs);

  expect(product.givenUp).toEqual([]);
  /** Six pulls a day, less what stood still, more what webhooks and people asked for. */
  expect(product.pullCount).toBeGreaterThan(26 * 6);
  expect(product.pullCount).toBeLessThan(30 * 24);
  await assertEverythingIsTrue(world, context, product, firstDay);
  await assertTheTokenWorks();
  await assertTheHistoryExplains();
  expect(
    sink
      .mails()
      .map(({ subject }) => subject)
      .join('\n'),
  ).toMatch(/Ponto/);
});

/** Each day some lines, at the bank until Ponto's next visit; now and then two equal ones. */
function bookSomeLines(day: number): void {
  const lines = Array.from({ length: 1 + (day % 4) }, (_, index) => ({
    executionDate: dayBefore(0),
    amount: `${(day * 7 + index) % 90}.${String(day).padStart(2, '0')}`,
    counterpartName: `Klant ${day}`,
    remittanceInformation: `Betaling ${day}`,
  }));
  const [first] = lines;
  ponto().addTransactions(account(0), day % 5 === 0 && first ? [...lines, first] : lines);
  ponto().addTransactions(account(1), [{ executionDate: dayBefore(0), amount: `${day}.50`, counterpartName: 'Rente' }]);
}

async function assertTheTokenWorks(): Promise<void> {
  const connection = await live();
  const { items } = await withAccessToken(context, connection.connectionId, (token) =>
    context.ponto.accounts.list(token),
  );
  expect(items.length).toBeGreaterThan(0);
  const token = await inCompany(context.db, context.companyId, (tx) =>
    findConnectionToken(tx, context.companyId, connection.connectionId),
  );
  expect(token).toBeDefined();
  expect((await getConnection(context)).state).toBe('active');
}

/** I11: without gaps, each step from where the one before led, and what the month did is in it. */
async function assertTheHistoryExplains(): Promise<void> {
  const { connectionId, companyId } = await live();
  const steps = (
    await inCompany(context.db, companyId, (tx) => listTransitions(tx, { companyId, connectionId }, 100))
  ).toReversed();
  steps.forEach((step, index) => {
    expect(step.revision).toBe(index + 1);
    if (index > 0) expect(step.fromState).toBe(steps[index - 1]?.toState);
  });
  const states = steps.map(({ toState }) => toState);
  for (const state of ['blocked', 'needs_reconnect'] as const) expect(states).toContain(state);
  expect(states.at(-1)).toBe('active');
}

async function live() {
  const connection = await inCompany(context.db, context.companyId, (tx) => findLiveConnection(tx, context.companyId));
  if (!connection) throw new Error('No live connection');
  return connection;
}

function ponto() {
  return world.ponto.world;
}

function organizationId(): string {
  return ponto().organizations()[0]?.id ?? '';
}

function accounts() {
  return ponto()
    .accounts()
    .filter((each) => each.organizationId === organizationId());
}

function account(index: number): string {
  return accounts()[index]?.id ?? '';
}

function dayBefore(days: number): string {
  return new Date(world.services.clock.now().getTime() - days * dayMs).toISOString().slice(0, 10);
}
