import { money } from '@onfact-ponto/primitives';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PontoUnexpectedResponseError } from '../errors.ts';
import { createJsonApi } from '../json-api.ts';
import { scriptedTransport } from '../testing/scripted-transport.ts';
import { createTransactions } from './transaction.ts';

describe('amounts', () => {
  it.each([
    ['59.0', 5900n],
    ['-100.00', -10000n],
    ['0.1', 10n],
    ['0.30', 30n],
    ['1.1e1', undefined],
    ['"1"', 100n],
    ['-0.0', 0n],
    ['90071992547409.93', 9007199254740993n],
    ['900719925474099312345.67', 90071992547409931234567n],
    ['0.30000000000000004', undefined],
    ['1.005', undefined],
    ['1e400', undefined],
    ['null', undefined],
    ['"12,50"', undefined],
    ['{}', undefined],
  ])('%s is exact or unreadable, never rounded', async (written, amountMinor) => {
    const page = await readPage(lineText({ amount: written }));
    expect(page.items.map(({ amount }) => amount)).toEqual(
      amountMinor === undefined ? [] : [money(amountMinor, 'EUR')],
    );
    expect(page.unreadable.map(({ path }) => path)).toEqual(amountMinor === undefined ? ['attributes.amount'] : []);
  });

  it('keep every digit in the raw line too', async () => {
    const { items, unreadable } = await readPage(
      lineText({ amount: '900719925474099312345.67' }),
      lineText({ amount: '0.30000000000000004' }),
    );
    expect(JSON.stringify(items[0]?.raw)).toContain('"amount":900719925474099312345.67');
    expect(JSON.stringify(unreadable[0]?.raw)).toContain('"amount":0.30000000000000004');
  });

  it('know how many decimals their currency has', async () => {
    const { items } = await readPage(
      lineText({ amount: '1500', currency: '"JPY"' }),
      lineText({ amount: '1.234', currency: '"TND"' }),
    );
    expect(items.map(({ amount }) => amount)).toEqual([money(1500n, 'JPY'), money(1234n, 'TND')]);
  });
});

describe('days', () => {
  it.each([
    ['2026-11-19T00:00:00.000Z', '2026-11-19'],
    ['2026-11-19T00:00:00Z', '2026-11-19'],
    ['2026-11-18T23:00:00.000Z', '2026-11-19'],
    ['2026-07-18T22:00:00.000000Z', '2026-07-19'],
    ['2026-11-19', '2026-11-19'],
  ])('%s is the booking day %s', async (written, day) => {
    expect((await readPage(lineText({ executionDate: `"${written}"` }))).items[0]?.executionDate).toBe(day);
  });

  it('are those of the institution when it has its own clock', async () => {
    const { transactions } = given(listText(lineText({ executionDate: '"2026-11-19T06:00:00Z"' })));
    const { items } = await transactions.list('token', 'account', { timeZone: 'America/New_York' });
    expect(items[0]?.executionDate).toBe('2026-11-19');
    const { transactions: late } = given(listText(lineText({ executionDate: '"2026-11-19T04:00:00Z"' })));
    expect((await late.list('token', 'account', { timeZone: 'America/New_York' })).items[0]?.executionDate).toBe(
      '2026-11-18',
    );
  });

  it.each(['"yesterday"', '"2026-02-30T00:00:00Z"', '"2026-11-19T00:00:00"', 'null', '20261119'])(
    '%s makes the line unreadable',
    async (written) => {
      expect((await readPage(lineText({ executionDate: written }))).unreadable).toMatchObject([
        { path: 'attributes.executionDate' },
      ]);
    },
  );
});

describe('a page', () => {
  it('sets apart what it cannot read, by id, part and reason, and gives the rest', async () => {
    const page = await readPage(
      lineText({ id: '"good-1"' }),
      lineText({ id: '"no-such-currency"', currency: '"XXQ"' }),
      '17',
      'null',
      lineText({ id: 'null' }),
      '{"id":"bare"}',
      lineText({ id: '"name-is-a-number"', counterpartName: '12' }),
      lineText({ id: '"good-2"', somethingNew: '{"deep":[1]}', remittanceInformationType: '"rhymed"' }),
    );

    expect(page.items.map(({ id }) => id)).toEqual(['good-1', 'good-2']);
    expect(page.items[1]).toMatchObject({
      remittanceInformationType: 'rhymed',
      raw: { attributes: { somethingNew: { deep: [1] } } },
    });
    expect(page.unreadable.map(({ id, path }) => [id, path])).toEqual([
      ['no-such-currency', 'attributes.currency'],
      [undefined, ''],
      [undefined, ''],
      [undefined, 'id'],
      ['bare', 'attributes'],
      ['name-is-a-number', 'attributes.counterpartName'],
    ]);
  });

  it('takes null and absent alike', async () => {
    const { items } = await readPage(
      lineText({ valueDate: 'null', fee: 'null', counterpartName: 'null' }),
      lineText({}),
    );
    for (const { valueDate, fee, counterpartName, createdAt } of items) {
      expect({ valueDate, fee, counterpartName, createdAt }).toEqual({});
    }
    expect(items).toHaveLength(2);
  });

  it.each([
    ['no list', '{"data":{}}'],
    ['no data', '{"meta":{}}'],
    ['a list without its envelope', '[]'],
    ['a cursor that is no text', '{"data":[],"meta":{"paging":{"after":5}}}'],
    ['a cut document', '{"data":[{"id":"a"'],
    ['a page of a proxy', '<html>be back soon</html>'],
    ['nothing', ''],
  ])('that is %s stops the reading', async (_what, body) => {
    const { transactions } = given(body);
    await expect(transactions.list('token', 'account')).rejects.toBeInstanceOf(PontoUnexpectedResponseError);
  });

  it('still comes when only the news about freshness is damaged', async () => {
    const { transactions } = given('{"data":[],"meta":{"synchronizedAt":"soon","latestSynchronization":{"id":5}}}');
    expect(await transactions.list('token', 'account')).toEqual({
      items: [],
      unreadable: [],
      paging: { limit: undefined, after: undefined, before: undefined },
      synchronizedAt: undefined,
      latestSynchronization: undefined,
    });
  });

  it('is asked for with bracketed names, and the account cannot lead out of its place', async () => {
    const { transactions, requests } = given(listText());
    await transactions.list('token', '../../oauth2/token?x=', { limit: 100, after: 'a b', before: undefined });
    expect(requests[0]?.target).toBe(
      '/ponto-connect/accounts/..%2F..%2Foauth2%2Ftoken%3Fx%3D/transactions?page%5Blimit%5D=100&page%5Bafter%5D=a+b',
    );
  });

  it.each([0, 101, 1.5, Number.NaN])('of %s lines is refused before it is asked', async (limit) => {
    const { transactions, requests } = given(listText());
    await expect(transactions.list('token', 'account', { limit })).rejects.toThrow(RangeError);
    expect(requests).toEqual([]);
  });
});

it('any damage to one line loses nothing but that line', async () => {
  const document = JSON.parse(listText(...['1', '2', '3'].map((id) => lineText({ id: `"${id}"` })))) as object;
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...placesIn(document)), fc.jsonValue(), async (place, value) => {
      const { transactions } = given(JSON.stringify(damaged(document, place, value)));
      const { items, unreadable } = await transactions.list('token', 'account');
      expect(items.length).toBeGreaterThanOrEqual(2);
      expect(items.length + unreadable.length).toBe(3);
    }),
  );
});

function readPage(...lines: string[]) {
  return given(listText(...lines)).transactions.list('token', 'account');
}

function given(body: string) {
  const { transport, requests } = scriptedTransport({ body });
  return { transactions: createTransactions(createJsonApi(transport)), requests };
}

function listText(...lines: string[]): string {
  return `{"data":[${lines.join(',')}]}`;
}

/** A line as JSON text, since the digits as written are the subject. */
function lineText({ id = '"line-1"', ...changes }: Record<string, string>): string {
  const attributes = { amount: '12.5', currency: '"EUR"', executionDate: '"2026-11-19T00:00:00.000Z"', ...changes };
  const text = Object.entries(attributes).map(([name, value]) => `"${name}":${value}`);
  return `{"type":"transaction","id":${id},"attributes":{${text.join(',')}}}`;
}

/** Every place inside one of the lines, and the line itself, as the way to it. */
function placesIn(document: object): string[][] {
  const inside = (value: unknown, way: string[]): string[][] =>
    typeof value === 'object' && value !== null
      ? [way, ...Object.entries(value).flatMap(([name, inner]) => inside(inner, [...way, name]))]
      : [way];
  return inside(document, []).filter((way) => way.length > 1);
}

function damaged(document: object, [name = '', ...rest]: string[], value: unknown): object {
  const copy = (Array.isArray(document) ? [...document] : { ...document }) as Record<string, unknown>;
  copy[name] = rest.length === 0 ? value : damaged(copy[name] as object, rest, value);
  return copy;
}
