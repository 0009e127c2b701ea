import { money, type JsonValue } from '@onfact-ponto/primitives';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { UndecodableError } from '../decode.ts';
import { givenOnfact } from '../testing/given-onfact.ts';
import { decodeCreditNote, decodeSalesDocument } from './sales-document.ts';

const invoice = {
  id: 4711,
  uuid: 'secret-uuid',
  number: 17,
  number_formatted: '2026/0017',
  status: 'sent',
  customer_id: 9,
  customer_name: 'Bakkerij Peeters',
  date: '2026-10-20',
  expiration_date: '2026-11-19',
  currency_id: 'EUR',
  total_amount_incl: { _: 121, EUR: 121 },
  ogm: '+++090/9337/55493+++',
  deleted: false,
  locked: false,
  modified: '2026-10-20 12:00:00',
};

describe('an invoice', () => {
  it('is read from the fields of the published description', () => {
    expect(decodeSalesDocument({ ...invoice, something_new: { deep: [1] } })).toEqual({
      id: 4711,
      uuid: 'secret-uuid',
      number: '2026/0017',
      status: 'sent',
      isPaid: false,
      isOpen: true,
      contact: { id: 9, name: 'Bakkerij Peeters', vat: undefined },
      issueDate: '2026-10-20',
      dueDate: '2026-11-19',
      total: money(12100n, 'EUR'),
      structuredCommunication: '090933755493',
      creditorReference: undefined,
      orderReference: undefined,
      discount: undefined,
      communication: '+++090/9337/55493+++',
      deleted: false,
      locked: false,
      modified: '2026-10-20 12:00:00',
      raw: { ...invoice, something_new: { deep: [1] } },
    });
  });

  it.each([
    ['sent', {}, { isOpen: true, isPaid: false }],
    ['paid', {}, { isOpen: false, isPaid: true }],
    ['concept', {}, { isOpen: false, isPaid: false }],
    ['a word of next year', {}, { isOpen: false, isPaid: false }],
    ['sent', { deleted: true }, { isOpen: false, deleted: true }],
    ['sent', { deleted: '2026-11-01 10:00:00' }, { isOpen: false, deleted: true }],
    ['sent', { deleted: null }, { isOpen: true, deleted: false }],
    ['sent', { locked: 1 }, { isOpen: true, locked: true }],
  ])('that is %s %j can only be paid when that is sure', (status, change, expected) => {
    expect(decodeSalesDocument({ ...invoice, status, ...change })).toMatchObject(expected);
  });

  it.each([
    ['090933755493', '090933755493'],
    ['***090/9337/55493***', '090933755493'],
    ['090 9337 55493', '090933755493'],
    ['+++090/9337/55494+++', undefined],
    ['RF18 5390 0754 7034', undefined],
  ])('with the communication %s keeps it, and has %s to match on', (ogm, structuredCommunication) => {
    expect(decodeSalesDocument({ ...invoice, ogm })).toMatchObject({ structuredCommunication, communication: ogm });
  });

  it.each([
    ['keyed by underscore only', { total_amount_incl: { _: 99.9 } }, money(9990n, 'EUR')],
    ['keyed by currency only', { total_amount_incl: { USD: 99.9 }, currency_id: 'USD' }, money(9990n, 'USD')],
    [
      'in the currency of the document, not of the company',
      { total_amount_incl: { _: 50, USD: 50, EUR: 46.2 }, currency_id: 'USD' },
      money(5000n, 'USD'),
    ],
    ['without a currency of its own', { currency_id: null }, money(12100n, 'EUR')],
    ['as a plain number', { total_amount_incl: 12.34 }, money(1234n, 'EUR')],
    ['as text', { total_amount_incl: { _: '12.34' } }, money(1234n, 'EUR')],
  ])('reads money %s', (_what, change, total) => {
    expect(decodeSalesDocument({ ...invoice, ...change })).toMatchObject({ total });
  });

  it.each([
    ['total_amount_incl', { total_amount_incl: null }],
    ['total_amount_incl', { total_amount_incl: { _: 0.30000000000000004 } }],
    ['total_amount_incl', { total_amount_incl: { _: 121, EUR: 122 } }],
    ['total_amount_incl', { total_amount_incl: { _: 121, EUR: 121, USD: 140 }, currency_id: null }],
    ['total_amount_incl', { currency_id: 'QQQ' }],
    ['total_amount_incl', { currency_id: 'USD', total_amount_incl: {} }],
    ['date', { date: '2026-02-30' }],
    ['expiration_date', { expiration_date: 'soon' }],
    ['id', { id: 0 }],
    ['id', { id: 'abc' }],
    ['id', { id: true }],
    ['customer_name', { customer_name: { first: 'Jan' } }],
  ])('is set apart for its %s: %j', (path, change) => {
    expect(() => decodeSalesDocument({ ...invoice, ...change })).toThrow(expect.objectContaining({ path }));
  });

  it.each([null, 17, 'text', []])('is not %j', (value) =>
    expect(() => decodeSalesDocument(value)).toThrow(UndecodableError),
  );

  it('without number, dates, customer or communication is a draft that says so', () => {
    const draft = { id: 1, status: 'concept', total_amount_incl: { _: 0, EUR: 0 } };
    expect(decodeSalesDocument(draft)).toMatchObject({
      number: undefined,
      contact: { id: undefined, name: undefined },
      issueDate: undefined,
      dueDate: undefined,
      structuredCommunication: undefined,
      isOpen: false,
    });
  });
});

describe('a discount for early payment', () => {
  it.each([
    ['2', 14, { amount: money(242n, 'EUR'), until: '2026-11-03' }],
    [2.5, '8', { amount: money(303n, 'EUR'), until: '2026-10-28' }],
    [0, 14, undefined],
    [2, 0, undefined],
    [100, 14, undefined],
    [null, null, undefined],
    ['veel', 14, undefined],
  ])(
    'of %j percent within %j days is the amount and the day, or none',
    (settlement_discount, settlement_term, discount) => {
      expect(decodeSalesDocument({ ...invoice, settlement_discount, settlement_term }).discount).toEqual(discount);
    },
  );

  it('needs a day to count from', () => {
    const undated = { ...invoice, date: null, settlement_discount: 2, settlement_term: 14 };
    expect(decodeSalesDocument(undated).discount).toBeUndefined();
  });
});

describe('a total', () => {
  it.each([0, -121])('of %d is nothing that a customer can pay', (amount) => {
    expect(decodeSalesDocument({ ...invoice, total_amount_incl: { _: amount, EUR: amount } }).isOpen).toBe(false);
  });

  it.each([121, -121])('of %d is what a credit note is worth', (amount) => {
    const creditNote = decodeCreditNote({ ...invoice, ogm: null, total_amount_incl: { _: amount, EUR: amount } });
    expect(creditNote).toMatchObject({ total: money(12100n, 'EUR'), isOpen: true, structuredCommunication: undefined });
  });
});

it('any damage to an invoice gives an invoice or a named problem, never anything else', () => {
  fc.assert(
    fc.property(fc.constantFrom(...Object.keys(invoice)), fc.jsonValue(), (field, value) => {
      try {
        expect(decodeSalesDocument({ ...invoice, [field]: value as JsonValue })).toHaveProperty('total.amountMinor');
      } catch (error) {
        expect(error).toBeInstanceOf(UndecodableError);
      }
    }),
  );
});

describe('a list of invoices', () => {
  it('sets apart a bad one and gives the rest', async () => {
    const items = [invoice, { ...invoice, id: 2, total_amount_incl: { _: 1.234 } }, 'nonsense', { ...invoice, id: 3 }];
    await using given = await givenOnfact((_request, response) => response.end(JSON.stringify({ count: 4, items })));

    const page = await given.onfact.invoices.listPage();
    expect(page.items.map(({ id }) => id)).toEqual([4711, 3]);
    expect(page.unreadable.map(({ id, path }) => [id, path])).toEqual([
      [2, 'total_amount_incl'],
      [undefined, ''],
    ]);
    expect(page.count).toBe(4);
  });

  it('is asked for newest change first, with pages that overlap', async () => {
    const rows = Array.from({ length: 150 }, (_, index) => ({
      ...invoice,
      id: index + 1,
      modified: String(1000 - index),
    }));
    await using given = await givenOnfact(({ url }, response) => {
      const offset = Number(new URL(url, 'http://localhost').searchParams.get('offset'));
      response.end(JSON.stringify({ count: rows.length, items: rows.slice(offset, offset + 100) }));
    });
    const ids: number[] = [];
    for await (const { items } of given.onfact.invoices.pages()) ids.push(...items.map(({ id }) => id));

    expect(ids).toEqual(rows.map(({ id }) => id));
    expect(given.requests.map(({ url }) => url)).toEqual([
      '/v1/invoices.json?offset=0&limit=100&order_by=modified%3Adescend',
      '/v1/invoices.json?offset=90&limit=100&order_by=modified%3Adescend',
      '/v1/invoices.json?offset=0&limit=100&order_by=modified%3Adescend',
    ]);
  });

  it.each(['{"items":[]}', '{"count":"many","items":[]}', '{"count":1}', '[]', 'null'])('is not %s', async (body) => {
    await using given = await givenOnfact((_request, response) => response.end(body));
    await expect(given.onfact.invoices.listPage()).rejects.toMatchObject({ code: 'ONFACT_UNEXPECTED_RESPONSE' });
  });

  it.each([{ limit: 0 }, { limit: 101 }, { offset: -1 }, { offset: 0.5 }])(
    'is not asked for with %j',
    async (request) => {
      await using given = await givenOnfact((_request, response) => response.end());
      await expect(given.onfact.invoices.listPage(request)).rejects.toThrow(RangeError);
      expect(given.requests).toEqual([]);
    },
  );
});
