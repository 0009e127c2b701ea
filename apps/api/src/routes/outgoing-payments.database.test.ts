import { randomUUID } from 'node:crypto';
import type { BankTransactionDetail, OutgoingPaymentDetail, PaymentReview, Purchase } from '@onfact-ponto/api-contract';
import { inCompany, insertPaymentInitiation, schema } from '@onfact-ponto/db';
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest';
import type { Ask, TestApi } from '../testing/given-api.ts';
import { givenTwoPeople, read, refused } from '../testing/two-people.ts';
import type { Desk, TwoPeople } from '../testing/two-people.ts';

let people: TwoPeople;
let api: TestApi;
let mieke: Ask;
let tom: Ask;
let desk: Desk;

beforeAll(async () => {
  people = await givenTwoPeople(inject('databaseOwnerUrl'));
  ({ api, mieke, tom } = people);
});
afterAll(() => api.close());
beforeEach(async () => {
  desk = await people.startDay();
});

const purchase = () =>
  desk.document({
    kind: 'purchase_invoice',
    number: 'A-1',
    contactName: 'Drukkerij Maes',
    onfactContactId: 71,
    structuredCommunication: null,
    payeeIban: 'BE72000000001616',
    totalMinor: 121_00n,
  });

function wish(payableId: string, change: object = {}) {
  const { bankAccountId } = desk.account;
  return { method: 'sepa_file', bankAccountId, transfers: [{ payableId, amount: '21.00' }], ...change };
}

const review = (body: object) => read<PaymentReview>(mieke('POST', '/v1/outgoing-payments/review', { body }));

/** Looks, and approves what was shown. */
async function pay(ask: Ask, body: object, confirmed: readonly string[] = []): Promise<Response> {
  const { seal } = await review(body);
  const headers = { 'idempotency-key': randomUUID() };
  return ask('POST', '/v1/outgoing-payments', { body: { ...body, seal, confirmed }, headers });
}

describe('the list of payments', () => {
  async function givenPayment(preparedAt: Date): Promise<string> {
    const documentId = await purchase();
    const { companyId, account } = desk;
    const paymentInitiationId = randomUUID();
    const row = {
      companyId,
      paymentInitiationId,
      method: 'sepa_file',
      bankAccountId: account.bankAccountId,
      state: 'prepared',
      stateSince: preparedAt,
      reference: 'OFP-1',
      isBulk: false,
      batchBookingPreferred: false,
      totalMinor: 100n,
      currency: 'EUR',
      requestKey: paymentInitiationId,
      requestHash: 'hash',
      providerKey: randomUUID(),
      preparedAt,
      preparedById: 'mieke',
    } as const;
    const endToEndId = paymentInitiationId.slice(0, 30);
    const item = { documentId, amountMinor: 100n, creditorName: 'Maes', creditorIban: 'BE72000000001616', endToEndId };
    const cause = { at: preparedAt, event: 'prepared', actorType: 'user', actorId: 'mieke', actorName: null } as const;
    await inCompany(api.db, companyId, (tx) => insertPaymentInitiation(tx, row, [item], cause));
    return paymentInitiationId;
  }

  it('shows every payment once over its pages, also those of one moment', async () => {
    const [early, moment, late] = ['2026-11-20', '2026-11-21', '2026-11-22'].map((day) => new Date(`${day}T09:00:00Z`));
    const moments = [late, moment, moment, moment, moment, early].flatMap((at) => at ?? []);
    const ids: string[] = [];
    for (const at of moments) ids.push(await givenPayment(at));

    const seen: string[] = [];
    let after = '';
    do {
      const path = `/v1/outgoing-payments?limit=2${after}`;
      const page = await read<{ items: OutgoingPaymentDetail[]; next: string | null }>(mieke('GET', path));
      seen.push(...page.items.map(({ id }) => id));
      after = page.next === null ? '' : `&after=${page.next}`;
    } while (after !== '');

    const ofOneMoment = ids.slice(1, 5).toSorted().toReversed();
    expect(seen).toEqual([ids[0], ...ofOneMoment, ids[5]]);
  });

  it('refuses a place that is none', async () => {
    await refused(mieke('GET', '/v1/outgoing-payments?after=2026-11-21T09:00:00.000Z'), 'invalid_request');
  });
});

describe('what a customer paid too much', () => {
  async function givenOverpaidLine(): Promise<string> {
    const [lineId = ''] = await desk.lines({ amountMinor: 121_00n });
    const documentId = await desk.document({ number: '2026-114', totalMinor: 100_00n });
    await read(desk.allocate(mieke, lineId, [[documentId, '100.00']], { remainder: 'leave_open' }), undefined, 201);
    return lineId;
  }

  it('stands among what can be paid, is prepared once, and says so on its line', async () => {
    const lineId = await givenOverpaidLine();
    const { items } = await read<{ items: Purchase[] }>(mieke('GET', '/v1/purchases'));
    expect(items).toMatchObject([
      { payableId: lineId, kind: 'overpayment', number: '2026-114', open: { amount: '21.00', currency: 'EUR' } },
    ]);
    const payment = await read<OutgoingPaymentDetail>(pay(mieke, wish(lineId)));
    expect(payment.transfers).toMatchObject([{ payableId: lineId, kind: 'overpayment', number: null }]);
    await refused(pay(tom, wish(lineId)), 'payment_not_possible');
    const detail = await read<BankTransactionDetail>(mieke('GET', `/v1/bank-transactions/${lineId}`));
    expect(detail).toMatchObject({
      refundable: null,
      refunds: [{ paymentId: payment.id, state: 'prepared', amount: { amount: '21.00', currency: 'EUR' } }],
    });
    expect(detail.history.map(({ action }) => action)).toContain('transaction.refund');
  });

  it('is listed by its id when nothing of it is matched', async () => {
    const [lineId = ''] = await desk.lines({});
    expect(await read(mieke('GET', '/v1/purchases'))).toEqual({
      items: [],
      reading: { state: 'missing', readAt: null },
    });
    const { items } = await read<{ items: Purchase[] }>(mieke('GET', `/v1/purchases?refund=${lineId}`));
    expect(items).toMatchObject([{ payableId: lineId, open: { amount: '121.00', currency: 'EUR' } }]);
  });

  it('is kept from being matched elsewhere while it is on its way back', async () => {
    const lineId = await givenOverpaidLine();
    await read(pay(mieke, wish(lineId)));
    const documentId = await desk.document({ number: '2026-115' });
    const late = desk.allocate(tom, lineId, [[documentId, '21.00']], { remainder: 'leave_open' });
    expect((await late).status).toBe(422);
  });
});

it('tells with each guard what a person must know to say that it is right', async () => {
  await read(pay(mieke, wish(await purchase())));
  const elsewhere = await desk.document({
    kind: 'purchase_invoice',
    number: 'A-2',
    contactName: 'Drukkerij Maes',
    onfactContactId: 71,
    structuredCommunication: null,
    payeeIban: 'BE68844010370034',
  });
  await desk.document({ kind: 'purchase_credit_note', number: 'C-9', onfactContactId: 71, totalMinor: 5_00n });
  await desk.lines({ counterpartReference: 'BE68844010370034', counterpartName: 'Jan Oplichter', amountMinor: -1n });
  const { guards } = await review(wish(elsewhere));
  expect(guards).toMatchObject([
    {
      code: 'account_changed',
      level: 'confirm',
      accountBefore: { iban: 'BE72000000001616', paidBy: 'Mieke', changedOn: 'A-2' },
      accountKnownAs: null,
      openCredits: [],
    },
    { code: 'account_of_another_name', accountBefore: null, accountKnownAs: 'Jan Oplichter' },
    { code: 'credit_notes_open', openCredits: [{ number: 'C-9', open: { amount: '5.00', currency: 'EUR' } }] },
  ]);
  expect(api.logLines.join('')).not.toContain('BE72000000001616');
});

it('refuses a QR code for many transfers before anything is written', async () => {
  const transfers = [
    { payableId: await purchase(), amount: '1.00' },
    { payableId: await purchase(), amount: '1.00' },
  ];
  const many = wish('', { method: 'qr', transfers });
  await refused(mieke('POST', '/v1/outgoing-payments/review', { body: many }), 'invalid_request');
  const body = { ...many, seal: 'any' };
  const headers = { 'idempotency-key': randomUUID() };
  await refused(mieke('POST', '/v1/outgoing-payments', { body, headers }), 'invalid_request');
  expect(await read(mieke('GET', '/v1/outgoing-payments'))).toMatchObject({ items: [] });
});

describe('under one key a write about payments', () => {
  /** A write, ready to be asked; another one that the same key must not carry; and how often it was done. */
  type Write = { path: string; method?: string; body?: object; ask?: Ask; other: { path: string; body?: object } };

  const prepared = async (change: object = {}) =>
    read<OutgoingPaymentDetail>(pay(mieke, wish(await purchase(), change)));
  const inState = (state: 'awaiting_approval' | 'unknown', id: string) =>
    inCompany(api.db, desk.companyId, (tx) =>
      tx
        .update(schema.paymentInitiation)
        .set({ state, firstSentAt: new Date(api.time.now.getTime() - 2 * 3_600_000) })
        .where(eq(schema.paymentInitiation.paymentInitiationId, id)),
    );
  async function creation(payableId: string): Promise<Write> {
    const body = wish(payableId);
    const [{ seal }, { seal: sealOfOther }] = [
      await review(body),
      await review(wish(payableId, { executionDate: '2099-01-04' })),
    ];
    const path = '/v1/outgoing-payments';
    return {
      path,
      body: { ...body, seal },
      other: { path, body: { ...body, executionDate: '2099-01-04', seal: sealOfOther } },
    };
  }
  async function step(name: string, change: object = {}, state?: Parameters<typeof inState>[0]): Promise<Write> {
    const [{ id }, { id: otherId }] = [await prepared(change), await prepared(change)];
    if (state) await inState(state, id);
    const pathOf = (paymentId: string) => `/v1/outgoing-payments/${paymentId}/${name}`;
    return { path: pathOf(id), other: { path: pathOf(otherId) } };
  }
  async function overpaid(): Promise<string> {
    const [lineId = ''] = await desk.lines({ amountMinor: 21_00n });
    return lineId;
  }

  const writes: Record<string, () => Promise<Write>> = {
    'that prepares a purchase': async () => creation(await purchase()),
    'that prepares a refund': async () => creation(await overpaid()),
    'that prepares anew what was taken back': async () => {
      const payableId = await purchase();
      const { id } = await read<OutgoingPaymentDetail>(pay(mieke, wish(payableId)));
      await read(mieke('POST', `/v1/outgoing-payments/${id}/cancel`));
      return creation(payableId);
    },
    'that agrees': async () => ({ ...(await step('approve', {}, 'awaiting_approval')), ask: tom }),
    'that sends': () => step('send'),
    'that takes back': () => step('cancel'),
    'that says that it is not there': () => step('declare-absent', {}, 'unknown'),
    'that gets the file': () => step('hand-out'),
    'that gets the QR code': () => step('hand-out', { method: 'qr' }),
    'that changes the settings': async () => {
      const path = '/v1/payment-settings';
      return { path, method: 'PUT', body: { approvalFrom: '5.00' }, other: { path, body: { approvalFrom: '6.00' } } };
    },
  };

  const stepCount = () =>
    inCompany(api.db, desk.companyId, async (tx) => ({
      steps: (await tx.select().from(schema.paymentInitiationStep)).length,
      entries: (await tx.select().from(schema.auditEntry)).length,
    }));

  it.each(Object.entries(writes))('%s happens once and answers the same; another one is refused', async (_, given) => {
    const { path, method = 'POST', body, ask = mieke, other } = await given();
    const headers = { 'idempotency-key': randomUUID() };
    const first = await ask(method, path, { body, headers });
    expect(first.status).toBe(200);
    const after = await stepCount();
    const repeat = await ask(method, path, { body, headers });
    expect(repeat.headers.get('idempotency-replayed')).toBe('true');
    expect(await repeat.json()).toEqual(await first.json());
    await refused(ask(method, other.path, { body: other.body, headers }), 'idempotency_key_reused');
    expect(await stepCount()).toEqual(after);
  });

  it.each(Object.entries(writes))('%s is refused while the first one runs', async (_, given) => {
    const { path, method = 'POST', body, ask = mieke } = await given();
    const headers = { 'idempotency-key': randomUUID() };
    expect((await ask(method, path, { body, headers })).status).toBe(200);
    /** As it stood before the answer. */
    const running = { status: null, responseBody: null };
    await inCompany(api.db, desk.companyId, (tx) => tx.update(schema.idempotencyRecord).set(running));
    const second = await ask(method, path, { body, headers });
    expect(second.status).toBe(409);
    expect(await second.json()).toMatchObject({ code: 'idempotency_key_in_use' });
  });
});
