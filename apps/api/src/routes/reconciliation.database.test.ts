import { DecisionResult, Explanation, Problem } from '@onfact-ponto/api-contract';
import type { BankTransactionDetail, MatchChoice, QueueLine } from '@onfact-ponto/api-contract';
import { inCompany, schema, setDoubts } from '@onfact-ponto/db';
import { givenCompany, givenDocument } from '@onfact-ponto/db/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest';
import type { Ask, TestApi } from '../testing/given-api.ts';
import { givenTwoPeople, read, refused } from '../testing/two-people.ts';
import type { Desk, QueuePage, TwoPeople } from '../testing/two-people.ts';

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

describe('the queue', () => {
  it('shows every waiting line once over its pages: certain ones first, newest first in each group', async () => {
    const days = ['2026-11-20', '2026-11-21', '2026-11-22', '2026-11-22', '2026-11-23'];
    const lineIds = await desk.lines(...days.map((executionDate) => ({ executionDate })));
    const documentId = await desk.document();
    await desk.proposals(
      { [lineIds[0] ?? '']: 'certain', [lineIds[2] ?? '']: 'strong', [lineIds[3] ?? '']: 'possible' },
      documentId,
    );

    const seen: QueueLine[] = [];
    let after = '';
    do {
      const page = await read<QueuePage>(mieke('GET', `/v1/reconciliation/queue?limit=2${after}`));
      expect(page.counts).toEqual({ certain: 1, probable: 2, none: 2 });
      expect(page.certainTotals).toEqual([{ amount: '121.00', currency: 'EUR' }]);
      expect(page.accounts).toEqual([
        { bankAccountId: desk.account.bankAccountId, name: 'Zichtrekening', toProcess: 5 },
      ]);
      seen.push(...page.items);
      after = page.next === null ? '' : `&after=${page.next}`;
    } while (after !== '');

    expect(seen.map(({ group, transaction }) => [group, transaction.executionDate])).toEqual([
      ['certain', '2026-11-20'],
      ['probable', '2026-11-22'],
      ['probable', '2026-11-22'],
      ['none', '2026-11-23'],
      ['none', '2026-11-21'],
    ]);
    expect(new Set(seen.map(({ transaction }) => transaction.id))).toEqual(new Set(lineIds));
    expect(seen[0]?.first?.allocations).toMatchObject([{ document: { id: documentId }, amount: { amount: '121.00' } }]);
    expect(seen[3]?.first).toBeNull();

    const probable = await read<QueuePage>(mieke('GET', '/v1/reconciliation/queue?group=probable'));
    expect(probable.items).toHaveLength(2);
    expect(probable.counts.certain).toBe(1);
  });

  it('lets a line go when it is matched or ignored, and says how today went', async () => {
    const [matched = '', ignored = '', waiting = ''] = await desk.lines({}, {}, {});
    const documentId = await desk.document();
    await desk.allocate(mieke, matched, [[documentId, '121.00']]);
    await desk.ignore(tom, ignored, 'private');

    const queue = await read<QueuePage>(mieke('GET', '/v1/reconciliation/queue'));
    expect(queue.items.map(({ transaction }) => transaction.id)).toEqual([waiting]);
    expect(queue.doneToday).toEqual({ automatic: 0, byHand: 1, ignored: 1 });
  });

  it('keeps a line that is partly matched, with what is left of it', async () => {
    const [lineId = ''] = await desk.lines({ amountMinor: 200_00n });
    const documentId = await desk.document();
    await desk.allocate(mieke, lineId, [[documentId, '121.00']], { remainder: 'leave_open' });
    const { items } = await read<QueuePage>(mieke('GET', '/v1/reconciliation/queue'));
    expect(items).toMatchObject([{ transaction: { status: 'partly_matched' }, unmatched: { amount: '79.00' } }]);
  });
});

describe('matching a line', () => {
  it('takes a proposal over as it was seen, and the undo leaves everything as it was', async () => {
    const [lineId = ''] = await desk.lines({});
    const documentId = await desk.document();
    await desk.proposals({ [lineId]: 'strong' }, documentId);
    const before = await desk.proposalsOf(mieke, lineId);
    const [choice] = before.choices;
    if (!choice) throw new Error('Nothing was proposed');
    expect(choice).toMatchObject({ level: 'strong', difference: { amount: '0.00' }, remainder: 'none' });

    const done = await read(accept(mieke, lineId, choice, before.seen), DecisionResult, 201);
    expect(done.transaction).toMatchObject({ status: 'matched', allocations: [{ cause: 'person', undone: null }] });
    expect(await desk.openOf(documentId)).toBe(0n);

    const undone = await read(
      mieke('POST', `/v1/bank-transactions/${lineId}/undo`, { body: done.undo }),
      DecisionResult,
    );
    expect(undone.transaction.allocations).toMatchObject([{ undone: { by: 'Mieke' } }]);
    expect(undone.seen).toBe(before.seen);
    expect(await desk.openOf(documentId)).toBe(121_00n);
    await refused(mieke('POST', `/v1/bank-transactions/${lineId}/undo`, { body: done.undo }), 'booking_already_undone');
  });

  it('splits a line over an invoice and the credit note that lessens it, amounts signed as on the line', async () => {
    const [lineId = ''] = await desk.lines({ amountMinor: 91_00n });
    const invoice = await desk.document({ number: '2026-114' });
    const note = await desk.document({
      kind: 'sales_credit_note',
      number: 'CN-7',
      totalMinor: 30_00n,
    });
    const done = await read(
      desk.allocate(mieke, lineId, [
        [invoice, '121.00'],
        [note, '-30.00'],
      ]),
      DecisionResult,
      201,
    );
    expect(done.transaction.status).toBe('matched');
    expect([await desk.openOf(invoice), await desk.openOf(note)]).toEqual([0n, 0n]);
  });

  it('refuses what is left over without a word about it, and writes nothing then', async () => {
    const [lineId = ''] = await desk.lines({ amountMinor: 120_00n });
    const documentId = await desk.document();
    expect(
      await refused(desk.allocate(mieke, lineId, [[documentId, '120.00']]), 'remainder_not_settled'),
    ).toMatchObject({
      status: 422,
      details: { lineMinor: '0', documentsMinor: '100' },
    });
    const difference = desk.allocate(mieke, lineId, [[documentId, '120.00']], { remainder: 'difference' });
    expect((await refused(difference, 'difference_over_limit')).status).toBe(422);
    expect(await desk.openOf(documentId)).toBe(121_00n);
  });

  it('closes a difference within the limit beside the money, and says what the bank really paid', async () => {
    const [lineId = ''] = await desk.lines({ amountMinor: 120_96n });
    const documentId = await desk.document();
    await read(
      mieke('PATCH', '/v1/reconciliation/settings', { body: { differenceLimit: { amount: '0.05', currency: 'EUR' } } }),
    );
    const done = await read(
      desk.allocate(mieke, lineId, [[documentId, '120.96']], { remainder: 'difference' }),
      DecisionResult,
      201,
    );
    expect(done.transaction.allocations).toMatchObject([{ amount: { amount: '120.96' } }]);
    expect(await desk.findDocument(documentId)).toMatchObject({ allocatedMinor: 120_96n, adjustedMinor: 4n });
    expect(await desk.openOf(documentId)).toBe(0n);
  });

  it('keeps what came in too much as a credit, and the line waits no more', async () => {
    const [lineId = ''] = await desk.lines({ amountMinor: 150_00n });
    const documentId = await desk.document();
    await desk.allocate(mieke, lineId, [[documentId, '121.00']], { remainder: 'credit' });
    const { items } = await read<QueuePage>(mieke('GET', '/v1/reconciliation/queue'));
    expect(items).toEqual([]);
  });

  it.each([
    ['a document of nobody', 'document_not_found', { documentId: '7f1c1f0e-3c1b-4a53-8f9d-0f5d3a5e9c11' }],
    ['a locked document', 'document_locked', { isLocked: true }],
    ['a document that is paid in onFact', 'document_not_payable', { isOpen: false }],
    ['a document in another currency', 'allocation_not_possible', { currency: 'USD' }],
    ['more than is open', 'allocation_not_possible', { totalMinor: 100_00n }],
  ] as const)('refuses %s', async (_, code, { ...change }) => {
    const [lineId = ''] = await desk.lines({});
    const { documentId: unknownId, ...snapshot } = { documentId: undefined, ...change };
    const documentId = unknownId ?? (await desk.document(snapshot));
    await refused(desk.allocate(mieke, lineId, [[documentId, '121.00']]), code);
  });

  it('refuses a document of another company like one that does not exist', async () => {
    const [lineId = ''] = await desk.lines({});
    const documentId = await givenDocument(api.db, await givenCompany(api.db));
    await refused(desk.allocate(mieke, lineId, [[documentId, '121.00']]), 'document_not_found');
  });

  it('refuses to match a line twice with one document: take the first back, or split anew', async () => {
    const [lineId = ''] = await desk.lines({});
    const documentId = await desk.document();
    await desk.allocate(mieke, lineId, [[documentId, '20.00']], { remainder: 'leave_open' });
    const again = desk.allocate(mieke, lineId, [[documentId, '20.00']], { remainder: 'leave_open' });
    expect((await refused(again, 'allocation_not_possible')).details).toEqual({ why: 'matched_already' });
  });

  it('refuses a line that may be another one, until a person says which it is', async () => {
    const [lineId = '', other = ''] = await desk.lines({}, {});
    await inCompany(api.db, desk.companyId, (tx) =>
      setDoubts(tx, desk.companyId, [{ bankTransactionId: lineId, doubtfulOf: other, doubtReason: 'likeness' }]),
    );
    const doubtful = desk.allocate(mieke, lineId, [[await desk.document(), '121.00']]);
    expect((await refused(doubtful, 'allocation_not_possible')).details).toEqual({ why: 'line_is_doubtful' });
  });

  it('tells of what is matched whether its document was locked since', async () => {
    const [lineId = ''] = await desk.lines({});
    const documentId = await desk.document();
    await desk.allocate(mieke, lineId, [[documentId, '121.00']]);
    const isLocked = async () => {
      const { allocations } = await read<BankTransactionDetail>(mieke('GET', `/v1/bank-transactions/${lineId}`));
      return allocations.map(({ document }) => document.isLocked);
    };
    expect(await isLocked()).toEqual([false]);
    await inCompany(api.db, desk.companyId, (tx) => tx.update(schema.openDocument).set({ isLocked: true }));
    expect(await isLocked()).toEqual([true]);
  });

  it('carries a repeated request out once', async () => {
    const [lineId = ''] = await desk.lines({});
    const documentId = await desk.document();
    const headers = { 'idempotency-key': 'enter-pressed-twice' };
    const asSeen = { headers, seen: await desk.firstSeen(lineId), version: await desk.versionOf(documentId) };
    const first = await desk.allocate(mieke, lineId, [[documentId, '121.00']], asSeen);
    const again = await desk.allocate(mieke, lineId, [[documentId, '121.00']], asSeen);
    expect([first.status, again.status]).toEqual([201, 201]);
    expect(again.headers.get('idempotency-replayed')).toBe('true');
    const detail = await read<{ allocations: unknown[] }>(mieke('GET', `/v1/bank-transactions/${lineId}`));
    expect(detail.allocations).toHaveLength(1);
  });
});

describe('two people at one line', () => {
  it('lets one of two who accept at once be first, and tells the other who it was', async () => {
    const [lineId = ''] = await desk.lines({});
    const [left, right] = await Promise.all([desk.document({ number: 'A' }), desk.document({ number: 'B' })]);
    const seen = await desk.firstSeen(lineId);
    const answers = await Promise.all([
      desk.allocate(mieke, lineId, [[left, '121.00']], { seen }),
      desk.allocate(tom, lineId, [[right, '121.00']], { seen }),
    ]);
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409]);
    const winner = answers[0].status === 201 ? 'Mieke' : 'Tom';
    const loser = answers.find(({ status }) => status === 409);
    const problem = Problem.parse(await loser?.json());
    expect(problem).toMatchObject({
      code: 'line_taken',
      details: { by: winner, actorType: 'user', action: 'allocation.create' },
    });
    const detail = await read<{ allocations: unknown[] }>(mieke('GET', `/v1/bank-transactions/${lineId}`));
    expect(detail.allocations).toHaveLength(1);
  });

  it('refuses a document that somebody paid meanwhile with another line', async () => {
    const [lineOfTom = '', lineOfMieke = ''] = await desk.lines({ amountMinor: 21_00n }, {});
    const documentId = await desk.document();
    const version = await desk.versionOf(documentId);
    await desk.allocate(tom, lineOfTom, [[documentId, '21.00']], { remainder: 'leave_open' });
    const late = desk.allocate(mieke, lineOfMieke, [[documentId, '100.00']], { remainder: 'leave_open', version });
    expect(await refused(late, 'proposal_stale')).toMatchObject({
      details: { number: '2026-114', by: 'Tom', action: 'allocation.create' },
    });
  });

  it('shows the name of who else has the line before them, until that is too long ago', async () => {
    const [lineId = ''] = await desk.lines({});
    const path = `/v1/bank-transactions/${lineId}/presence`;
    expect(await read<{ others: unknown[] }>(tom('POST', path))).toMatchObject({ others: [] });
    expect(await read(mieke('POST', path))).toMatchObject({ others: [{ name: 'Tom' }] });
    expect((await desk.proposalsOf(mieke, lineId)).present).toMatchObject([{ name: 'Tom' }]);
    const { items } = await read<QueuePage>(mieke('GET', '/v1/reconciliation/queue'));
    expect(items[0]?.present).toMatchObject([{ name: 'Tom' }]);

    const before = api.time.now;
    api.time.now = new Date(before.getTime() + 60_000);
    expect((await desk.proposalsOf(mieke, lineId)).present).toEqual([]);
    api.time.now = before;
    await refused((await api.withApiKey(desk.companyId))('POST', path), 'user_required');
  });
});

describe('what a line is not', () => {
  it('never offers a rejected document again, until that is taken back', async () => {
    const [lineId = ''] = await desk.lines({});
    const documentId = await desk.document();
    const path = `/v1/bank-transactions/${lineId}`;
    const body = { documentIds: [documentId] };
    const done = await read(mieke('POST', `${path}/rejections`, { body }), DecisionResult, 201);
    expect((await desk.proposalsOf(tom, lineId)).rejected).toMatchObject([
      { document: { id: documentId }, by: 'Mieke' },
    ]);
    expect(done.ruleOffer).toBeNull();

    await read(tom('POST', `${path}/undo`, { body: done.undo }), DecisionResult);
    expect((await desk.proposalsOf(tom, lineId)).rejected).toEqual([]);
    await refused(tom('POST', `${path}/undo`, { body: done.undo }), 'rejection_not_found');
  });

  it('remembers why a line is ignored, and puts it back', async () => {
    const [lineId = ''] = await desk.lines({});
    const done = await read(desk.ignore(mieke, lineId, 'vat', { note: 'aangifte Q3' }), DecisionResult);
    expect(done.transaction.status).toBe('ignored');
    expect((await desk.proposalsOf(tom, lineId)).ignored).toMatchObject({
      reason: 'vat',
      note: 'aangifte Q3',
      by: 'Mieke',
    });
    await refused(desk.ignore(tom, lineId, 'private', { seen: await desk.firstSeen(lineId) }), 'line_taken');

    const undo = { body: done.undo };
    await read(tom('POST', `/v1/bank-transactions/${lineId}/undo`, undo), DecisionResult);
    expect((await desk.proposalsOf(tom, lineId)).ignored).toBeNull();
    await refused(tom('POST', `/v1/bank-transactions/${lineId}/undo`, undo), 'transaction_not_ignored');
  });

  it('refuses to pair two lines that are not two sides of one transfer', async () => {
    const [one = '', two = ''] = await desk.lines({}, { amountMinor: -121_00n });
    const body = { otherTransactionId: two, seen: await desk.firstSeen(one) };
    await refused(mieke('POST', `/v1/bank-transactions/${one}/transfer-pair`, { body }), 'transfer_not_possible');
  });
});

describe('finding and explaining', () => {
  it.each([
    ['2026/114', true],
    ['2026114', true],
    ['zilvermeeuw', true],
    ['+++090/9337/55493+++', true],
    ['121', true],
    ['1.210,00', false],
    ['%', false],
  ])('finds a document by %j: %s', async (search, isFound) => {
    const documentId = await desk.document();
    await desk.document({
      number: 'X',
      contactName: null,
      totalMinor: 5n,
      structuredCommunication: null,
    });
    const found = await read<{ items: { id: string }[] }>(
      mieke('GET', `/v1/documents?direction=in&search=${encodeURIComponent(search)}`),
    );
    expect(found.items.map(({ id }) => id)).toEqual(isFound ? [documentId] : []);
  });

  it('offers only what can be paid, and shows the rest with the reason when it is asked for', async () => {
    await desk.document({ number: 'L', isLocked: true });
    await desk.document({ number: 'P', isOpen: false });
    const payable = await read<{ items: unknown[] }>(mieke('GET', '/v1/documents'));
    expect(payable.items).toEqual([]);
    const all = await read<{ items: { number: string; closedBecause: string }[] }>(
      mieke('GET', '/v1/documents?state=all'),
    );
    expect(new Map(all.items.map(({ number, closedBecause }) => [number, closedBecause]))).toEqual(
      new Map([
        ['L', 'locked'],
        ['P', 'not_open'],
      ]),
    );
  });

  it('walks the documents page by page, those without a date last', async () => {
    const dates = ['2026-11-01', null, '2026-10-01', null];
    for (const issueDate of dates) await desk.document({ issueDate });
    const seen: (string | null)[] = [];
    let after = '';
    do {
      const page = await read<{ items: { issueDate: string | null }[]; next: string | null }>(
        mieke('GET', `/v1/documents?limit=1${after}`),
      );
      seen.push(...page.items.map(({ issueDate }) => issueDate));
      after = page.next === null ? '' : `&after=${page.next}`;
    } while (after !== '');
    expect(seen).toEqual(['2026-11-01', '2026-10-01', null, null]);
  });

  it('says why a line waits, why not another document, and what was said of what is matched', async () => {
    const [lineId = ''] = await desk.lines({});
    const right = await desk.document();
    const wrong = await desk.document({
      number: 'X',
      totalMinor: 77_00n,
      structuredCommunication: null,
      contactName: 'Iemand anders',
    });
    const path = `/v1/bank-transactions/${lineId}/explanation`;
    const why = await read(mieke('GET', path), Explanation);
    expect(why).toMatchObject({ outcome: 'suggested', level: 'certain', document: null, closedNamed: [] });
    expect(why.reasons.map(({ code }) => code)).toContain('structured_communication');
    const whyNot = await read(mieke('GET', `${path}?documentId=${wrong}`), Explanation);
    expect(whyNot).toMatchObject({ outcome: 'none', level: 'none', document: { id: wrong } });
    expect(whyNot.rival?.allocations).toMatchObject([{ document: { id: right } }]);

    await desk.allocate(mieke, lineId, [[right, '121.00']]);
    expect(await read(mieke('GET', path), Explanation)).toMatchObject({ outcome: 'booked' });
  });

  it('names the document whose communication a line carries when it takes no payment, and says why', async () => {
    const [lineId = ''] = await desk.lines({});
    const locked = await desk.document({ isLocked: true });
    const why = await read(mieke('GET', `/v1/bank-transactions/${lineId}/explanation`), Explanation);
    expect(why).toMatchObject({ outcome: 'none', closedNamed: [{ id: locked, closedBecause: 'locked' }] });
  });
});

function accept(ask: Ask, lineId: string, choice: MatchChoice, seen: string): Promise<Response> {
  const { remainder } = choice;
  const allocations = choice.allocations.map(({ document, amount }) => ({
    documentId: document.id,
    version: document.version,
    amount,
  }));
  return ask('POST', `/v1/bank-transactions/${lineId}/allocations`, { body: { allocations, remainder, seen } });
}
