import { DecisionResult, MatchingSettings, MatchRule } from '@onfact-ponto/api-contract';
import type { MatchMemoryEntry, MatchRun } from '@onfact-ponto/api-contract';
import { inCompany, saveMemory } from '@onfact-ponto/db';
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

const brewery = 'BE64733120447152';
const ruleOf = (action: object) => ({ counterpartReference: brewery, direction: 'in', action });

describe('a rule', () => {
  it('is offered after the third equal choice, and not after the first, the second or the fourth', async () => {
    const lines = await desk.lines({}, {}, {}, {});
    const offers: unknown[] = [];
    for (const lineId of lines) {
      const documentId = await desk.document({ onfactContactId: 7 });
      const done = await read(desk.allocate(tom, lineId, [[documentId, '121.00']]), DecisionResult, 201);
      offers.push(done.ruleOffer);
    }
    expect(offers).toEqual([
      null,
      null,
      {
        counterpartReference: brewery,
        direction: 'in',
        action: { type: 'relation', relationId: '7', relationName: 'Brouwerij Zilvermeeuw BV' },
        choiceCount: 3,
      },
      null,
    ]);
  });

  it('is offered for lines that are ignored for the same reason', async () => {
    const lines = await desk.lines({}, {}, {});
    let last;
    for (const lineId of lines) last = await read(desk.ignore(tom, lineId, 'salary'), DecisionResult);
    expect(last?.ruleOffer).toMatchObject({ action: { type: 'ignore', reason: 'salary' }, choiceCount: 3 });
  });

  it('is not offered when the choices were not all the same, nor when there is one', async () => {
    const [first = '', second = '', third = '', fourth = ''] = await desk.lines({}, {}, {}, {});
    await desk.ignore(tom, first, 'private');
    for (const lineId of [second, third]) await desk.ignore(tom, lineId, 'salary');
    const mixed = await read(desk.ignore(tom, fourth, 'salary'), DecisionResult);
    expect(mixed.ruleOffer).toBeNull();

    const other = 'BE71096123456769';
    await read(
      tom('POST', '/v1/match-rules', {
        body: { counterpartReference: other, direction: 'in', action: { type: 'ignore', reason: 'tax' } },
      }),
      MatchRule,
      201,
    );
    const known = await desk.lines(...Array.from({ length: 3 }, () => ({ counterpartReference: other })));
    let last;
    for (const lineId of known) last = await read(desk.ignore(tom, lineId, 'tax'), DecisionResult);
    expect(last?.ruleOffer).toBeNull();
  });

  it('shows before it is made what it would have met, and what people decided otherwise', async () => {
    const [ignored = '', matched = '', waiting = ''] = await desk.lines({}, {}, {}, { amountMinor: -5n });
    await desk.lines({ counterpartReference: 'BE71096123456769' });
    await desk.ignore(tom, ignored, 'salary');
    await desk.allocate(tom, matched, [[await desk.document(), '121.00']]);

    const preview = await read<{ examples: { id: string }[] }>(
      tom('POST', '/v1/match-rules/preview', { body: ruleOf({ type: 'ignore', reason: 'salary' }) }),
    );
    expect(preview).toMatchObject({ hitCount: 3, toProcessCount: 1, decidedOtherwiseCount: 1 });
    expect(new Set(preview.examples.map(({ id }) => id))).toEqual(new Set([ignored, matched, waiting]));
    expect((await read<{ items: unknown[] }>(tom('GET', '/v1/match-rules'))).items).toEqual([]);
  });

  it('is made once for an account and a direction, switched off and deleted', async () => {
    await desk.document({ onfactContactId: 7 });
    const body = ruleOf({ type: 'relation', relationId: '7' });
    const preview = await read<object>(tom('POST', '/v1/match-rules/preview', { body }));
    expect(preview).toMatchObject({ relationName: 'Brouwerij Zilvermeeuw BV' });
    const rule = await read(tom('POST', '/v1/match-rules', { body }), MatchRule, 201);
    expect(rule).toMatchObject({ relationName: 'Brouwerij Zilvermeeuw BV', isOn: true, createdBy: 'Tom', hitCount: 0 });
    await refused(mieke('POST', '/v1/match-rules', { body }), 'match_rule_exists');
    await read(mieke('POST', '/v1/match-rules', { body: { ...body, direction: 'out' } }), MatchRule, 201);

    const path = `/v1/match-rules/${rule.id}`;
    expect(await read(tom('PATCH', path, { body: { isOn: false } }), MatchRule)).toMatchObject({ isOn: false });
    await read(tom('DELETE', path));
    await refused(tom('DELETE', path), 'match_rule_not_found');
    await refused(tom('PATCH', path, { body: { isOn: true } }), 'match_rule_not_found');
  });

  it.each(['8', '0', 'x', '99999999999'])('cannot be about relation %j, whom nobody knows', async (relationId) => {
    await refused(
      tom('POST', '/v1/match-rules', { body: ruleOf({ type: 'relation', relationId }) }),
      'relation_not_found',
    );
  });
});

describe('what was learned', () => {
  const entry = (value: string, onfactContactId: number, lastOn = '2026-11-20') => ({
    companyId: desk.companyId,
    kind: 'iban',
    value,
    onfactContactId,
    confirmations: 3,
    contradictions: 0,
    lastOn,
  });
  type Page = { items: MatchMemoryEntry[]; next: string | null };

  beforeEach(async () => {
    await desk.document({ onfactContactId: 7 });
    const rows = [entry('BE1', 7, '2026-11-18'), entry('BE2', 7, '2026-11-19'), entry('BE3', 8)];
    await inCompany(api.db, desk.companyId, (tx) => saveMemory(tx, rows));
  });

  it('is listed latest first, with how often and when', async () => {
    const first = await read<Page>(tom('GET', '/v1/match-memory?limit=2'));
    const second = await read<Page>(tom('GET', `/v1/match-memory?limit=2&after=${first.next}`));
    expect([...first.items, ...second.items].map(({ value }) => value)).toEqual(['BE3', 'BE2', 'BE1']);
    expect(second.next).toBeNull();
    expect(second.items).toMatchObject([
      { kind: 'iban', relation: { id: '7' }, confirmations: 3, contradictions: 0, lastOn: '2026-11-18' },
    ]);
    const found = await read<Page>(tom('GET', '/v1/match-memory?search=be%202&relationId=7'));
    expect(found.items.map(({ value }) => value)).toEqual(['BE2']);
  });

  it('is forgotten one by one', async () => {
    const { items } = await read<Page>(tom('GET', '/v1/match-memory?search=BE3'));
    const path = `/v1/match-memory/${items[0]?.id}`;
    expect(await read(tom('DELETE', path))).toEqual({ erasedCount: 1 });
    await refused(tom('DELETE', path), 'match_memory_not_found');
  });

  it('is forgotten of a whole relation, with its rules, by an administrator', async () => {
    await read(tom('POST', '/v1/match-rules', { body: ruleOf({ type: 'relation', relationId: '7' }) }), MatchRule, 201);
    await refused(tom('DELETE', '/v1/relations/7/match-memory'), 'forbidden');
    expect(await read(mieke('DELETE', '/v1/relations/7/match-memory'))).toEqual({ erasedCount: 3 });
    const left = await read<Page>(tom('GET', '/v1/match-memory'));
    expect(left.items.map(({ value }) => value)).toEqual(['BE3']);
    expect((await read<{ items: unknown[] }>(tom('GET', '/v1/match-rules'))).items).toEqual([]);
  });

  it('comes from what people decide', async () => {
    const [lineId = ''] = await desk.lines({});
    const documentId = await desk.document({ onfactContactId: 9 });
    await read(desk.allocate(tom, lineId, [[documentId, '121.00']]), DecisionResult, 201);
    const { items } = await read<Page>(tom('GET', '/v1/match-memory?relationId=9'));
    expect(items).toContainEqual(expect.objectContaining({ kind: 'iban', value: brewery, confirmations: 1 }));
  });
});

describe('the settings', () => {
  const change = (amount: string, currency = 'EUR') => ({ body: { differenceLimit: { amount, currency } } });
  const path = '/v1/reconciliation/settings';

  it('let no difference go until an administrator says how much', async () => {
    const before = await read(tom('GET', path), MatchingSettings);
    expect(before).toMatchObject({
      differenceLimit: { amount: '0.00' },
      mayChange: false,
      accounts: [{ bankAccountId: desk.account.bankAccountId, automaticMatching: 'exact' }],
    });
    await refused(tom('PATCH', path, change('0.05')), 'forbidden');
    expect(await read(mieke('PATCH', path, change('0.05')), MatchingSettings)).toMatchObject({
      differenceLimit: { amount: '0.05' },
      mayChange: true,
    });
  });

  it.each([
    ['-0.01', 'EUR', 'difference_limit_not_possible'],
    ['5.01', 'EUR', 'difference_limit_not_possible'],
    ['1.00', 'USD', 'difference_limit_not_possible'],
    ['0.001', 'EUR', 'invalid_request'],
    /** ISO 4217's code for no currency at all. */
    ['1.00', 'XXX', 'invalid_request'],
  ])('cannot be %s %s', async (amount, currency, code) => {
    await refused(mieke('PATCH', path, change(amount, currency)), code);
  });
});

describe('all certain ones at once', () => {
  it('are counted by a dry run, matched as one run, and freed by one undo', async () => {
    const [certain = '', likely = ''] = await desk.lines({}, {});
    const documentId = await desk.document();
    await desk.proposals({ [certain]: 'certain', [likely]: 'strong' }, documentId);
    const path = '/v1/reconciliation/accept-certain';

    const dry = await read(tom('POST', path, { body: { dryRun: true } }));
    expect(dry).toEqual({
      run: null,
      lineCount: 1,
      totals: [{ amount: '121.00', currency: 'EUR' }],
      until: api.time.now.toISOString(),
      staleCount: 0,
    });
    expect(await desk.openOf(documentId)).toBe(121_00n);

    const { run } = await read<{ run: MatchRun }>(tom('POST', path, { body: { dryRun: false } }));
    expect(run).toMatchObject({ kind: 'accept_certain', by: 'Tom', lineCount: 1, undoneCount: 0, undone: null });
    expect(await desk.openOf(documentId)).toBe(0n);
    const { items } = await read<QueuePage>(mieke('GET', '/v1/reconciliation/queue'));
    expect(items.map(({ transaction }) => transaction.id)).toEqual([likely]);

    const undone = await read(mieke('POST', `/v1/match-runs/${run.id}/undo`));
    expect(undone).toMatchObject({ id: run.id, undoneCount: 1, undone: { by: 'Mieke' } });
    expect(await desk.openOf(documentId)).toBe(121_00n);
    await refused(mieke('POST', `/v1/match-runs/${run.id}/undo`), 'match_run_already_undone');
    expect(await read(tom('GET', '/v1/match-runs'))).toMatchObject({ items: [{ id: run.id }], next: null });
  });

  it('leave out what is not certain any more', async () => {
    const [certain = '', other = ''] = await desk.lines({}, { amountMinor: 21_00n });
    const documentId = await desk.document();
    await desk.proposals({ [certain]: 'certain' }, documentId);
    await desk.allocate(tom, other, [[documentId, '21.00']], { remainder: 'leave_open' });
    const answer = await read(tom('POST', '/v1/reconciliation/accept-certain', { body: { dryRun: false } }));
    expect(answer).toMatchObject({ lineCount: 0, staleCount: 1 });
    expect(await desk.openOf(documentId)).toBe(100_00n);
  });

  it('are those that were shown: what a colleague was first with is told, what came since is left', async () => {
    const path = '/v1/reconciliation/accept-certain';
    const [first = '', second = '', later = ''] = await desk.lines({}, {}, {});
    const [document, another, third] = [await desk.document(), await desk.document(), await desk.document()];
    await desk.proposals({ [first]: 'certain' }, document);
    await desk.proposals({ [second]: 'certain' }, another);
    const { counts, certainUntil } = await read<QueuePage>(tom('GET', '/v1/reconciliation/queue'));
    expect(counts.certain).toBe(2);

    await desk.allocate(mieke, second, [[another, '121.00']]);
    desk.passTime();
    await desk.proposals({ [later]: 'certain' }, third);
    const shown = { lineCount: counts.certain, until: certainUntil };
    const answer = await read(tom('POST', path, { body: { dryRun: false, shown } }));
    expect(answer).toMatchObject({
      lineCount: 1,
      totals: [{ amount: '121.00', currency: 'EUR' }],
      until: certainUntil,
      staleCount: 1,
    });
    expect(await desk.openOf(third)).toBe(121_00n);
  });
});
