import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PontoError } from './errors.ts';
import { createJsonApi } from './json-api.ts';
import { apiPath } from './resources/api-path.ts';
import { createAccounts } from './resources/account.ts';
import { createTransactions } from './resources/transaction.ts';
import { scriptedTransport } from './testing/scripted-transport.ts';

const good = { id: 'line-1', attributes: { amount: 1, currency: 'EUR', executionDate: '2026-11-20' } };

describe('a hostile body', () => {
  it.each([
    `{"data":[{"__proto__":{"polluted":true},"id":"line-1","attributes":{"__proto__":{"amount":1}}}]}`,
    `{"data":[{"constructor":{"prototype":{"polluted":true}},"id":"line-1"}]}`,
    `{"__proto__":{"data":[]},"data":[{"id":"line-1","id":"line-2","attributes":null}]}`,
    `{"data":[{"id":"line-1","attributes":{"__proto__":${JSON.stringify(good.attributes)}}}]}`,
  ])('changes nothing but its own line: %s', async (body) => {
    const page = await transactionsIn(body).list('token', 'account');
    expect(page.items).toEqual([]);
    expect(page.unreadable).toHaveLength(1);
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
  });

  it.each([
    ['lists', '['.repeat(50_000) + ']'.repeat(50_000)],
    ['objects', '{"a":'.repeat(50_000) + '1' + '}'.repeat(50_000)],
    ['objects that are not closed', '{"a":'.repeat(50_000)],
  ])('of endless %s is refused as no JSON', async (_what, deep) => {
    const body = `{"data":[${deep}]}`;
    await expect(transactionsIn(body).list('token', 'account')).rejects.toMatchObject({
      code: 'PONTO_UNEXPECTED_RESPONSE',
    });
  });

  it('with a text of megabytes costs one line at most', async () => {
    const long = 'x'.repeat(5_000_000);
    const lines = [
      good,
      { ...good, attributes: { ...good.attributes, amount: long } },
      { ...good, attributes: { ...good.attributes, currency: long } },
      { ...good, attributes: { ...good.attributes, executionDate: long } },
    ];
    const page = await transactionsIn(JSON.stringify({ data: lines })).list('token', 'account');
    expect(page.items).toHaveLength(1);
    expect(page.unreadable.map(({ path }) => path)).toEqual([
      'attributes.amount',
      'attributes.currency',
      'attributes.executionDate',
    ]);
    for (const { problem } of page.unreadable) expect(problem.length).toBeLessThan(200);
  });

  it('of any kind ends in a value or in an error of this client, and never shows itself in it', async () => {
    const canary = 'BE68539007547034';
    const bodies = fc.oneof(
      fc.json(),
      fc.string(),
      fc.json().map((text) => text.slice(0, -1)),
    );
    await fc.assert(
      fc.asyncProperty(bodies, fc.constantFrom(200, 201, 302, 400, 401, 404, 429, 500), async (body, status) => {
        const { transport } = scriptedTransport({ status, body: `${body}${status === 200 ? '' : canary}` });
        const failure: unknown = await createAccounts(createJsonApi(transport))
          .list('token')
          .catch((error: unknown) => error);
        if (failure instanceof Error) {
          expect(failure).toBeInstanceOf(PontoError);
          expect(failure.message).not.toContain(canary);
        }
      }),
    );
  });
});

describe('an error document', () => {
  it.each<[string, unknown, object[]]>([
    [
      'the known shape',
      { errors: [{ code: 'a', detail: 'b', meta: { attribute: 'amount' } }] },
      [{ code: 'a', detail: 'b', attribute: 'amount' }],
    ],
    [
      'a pointer',
      { errors: [{ code: 'a', detail: 'b', source: { pointer: '/data' } }] },
      [{ code: 'a', detail: 'b', pointer: '/data' }],
    ],
    ['nulls', { errors: [{ code: 'a', detail: null, meta: null, source: null }] }, [{ code: 'a', detail: '' }]],
    ['no code', { errors: [{}] }, [{ code: 'unnamed', detail: '' }]],
    [
      'a code that is a sentence',
      { errors: [{ code: 'no such account', detail: '' }] },
      [{ code: 'unnamed', detail: '' }],
    ],
    ['no list', { errors: 'all wrong' }, []],
    ['nothing', null, []],
  ])('with %s is read', async (_what, document, errors) => {
    const { transport } = scriptedTransport({ status: 400, body: JSON.stringify(document) });
    const ask = createJsonApi(transport)({ operation: 'accounts.list', method: 'GET', path: apiPath('/accounts') });
    await expect(ask).rejects.toMatchObject({ code: 'PONTO_API', status: 400, errors, requestId: 'request-1' });
  });
});

function transactionsIn(body: string) {
  return createTransactions(createJsonApi(scriptedTransport({ body }).transport));
}
