import { money, type JsonValue } from '@onfact-ponto/primitives';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { UndecodableError } from '../decode.ts';
import { givenOnfact } from '../testing/given-onfact.ts';
import { decodePurchase } from './purchase.ts';

const purchase = {
  id: 91,
  number: 4,
  number_formatted: 'A2026-004',
  date: '2026-10-20',
  expiration_date: '2026-11-19',
  status: 'unpaid',
  supplier_id: 12,
  supplier_name: 'Houthandel Leemans NV',
  supplier_vat: 'BE0461207074',
  supplier_iban: 'be68 5390 0754 7034',
  supplier_bic: 'KEMPBEBB',
  ogm: '+++090/9337/55493+++',
  currency_id: 'EUR',
  total_amount_incl: { _: 363, EUR: 363 },
  modified: '2026-10-20 12:00:00',
};

describe('a purchase', () => {
  it('says whom to pay, where, and with which words', () => {
    expect(decodePurchase(purchase)).toMatchObject({
      number: 'A2026-004',
      isOpen: true,
      isCredit: false,
      contact: { id: 12, name: 'Houthandel Leemans NV', vat: 'BE0461207074' },
      payee: { iban: 'BE68539007547034', bic: 'KEMPBEBB' },
      total: money(36300n, 'EUR'),
      structuredCommunication: '090933755493',
    });
  });

  it.each([
    ['RF18 5390 0754 7034', { creditorReference: 'RF18539007547034', structuredCommunication: undefined }],
    ['F26/1804', { creditorReference: undefined, communication: 'F26/1804' }],
  ])('with the reference %s keeps it', (reference, expected) => {
    expect(decodePurchase({ ...purchase, ogm: null, reference })).toMatchObject(expected);
  });

  it.each([
    ['unpaid', true, false],
    ['overdue', true, false],
    ['paid', false, true],
    ['to approve', false, false],
  ])('that is %s is open: %s, paid: %s', (status, isOpen, isPaid) => {
    expect(decodePurchase({ ...purchase, status })).toMatchObject({ isOpen, isPaid });
  });

  it('below nothing is a credit of the supplier', () => {
    const credit = decodePurchase({ ...purchase, total_amount_incl: { _: -50, EUR: -50 } });
    expect(credit).toMatchObject({ isCredit: true, isOpen: true, total: money(5000n, 'EUR') });
  });

  it('without a valid account number has none', () => {
    expect(decodePurchase({ ...purchase, supplier_iban: 'BE00 1111' }).payee.iban).toBeUndefined();
  });

  it('however damaged, is a purchase or a named problem', () => {
    fc.assert(
      fc.property(fc.constantFrom(...Object.keys(purchase)), fc.jsonValue(), (field, value) => {
        try {
          const { total } = decodePurchase({ ...purchase, [field]: value as JsonValue });
          expect(total.amountMinor).toBeGreaterThanOrEqual(0n);
        } catch (error) {
          expect(error).toBeInstanceOf(UndecodableError);
        }
      }),
    );
  });
});

it('each kind of document takes payments at its own address', async () => {
  await using given = await givenOnfact((_request, response) => response.writeHead(201).end('{"id":5,"code":"OK"}'));
  const { invoices, creditNotes, paymentRequests, purchases } = given.onfact;
  for (const documents of [invoices, creditNotes, paymentRequests, purchases]) {
    await documents.createPayment(3, { paymentAccountId: 7, date: '2026-11-19' as never, amount: money(1n, 'EUR') });
  }
  expect(given.requests.map(({ url }) => url)).toEqual([
    '/v1/invoices/3/payments.json',
    '/v1/creditnotes/3/payments.json',
    '/v1/paymentrequests/3/payments.json',
    '/v1/purchases/3/payments.json',
  ]);
});

it('each kind of document is opened again with its own word', async () => {
  await using given = await givenOnfact((_request, response) => response.writeHead(201).end());
  await given.onfact.invoices.postEvent(3, 'open');
  await given.onfact.purchases.postEvent(3, 'open');
  await given.onfact.purchases.postEvent(3, 'paid');
  expect(given.requests.map(({ body }) => body)).toEqual([
    '{"status":"sent"}',
    '{"status":"unpaid"}',
    '{"status":"paid"}',
  ]);
});
