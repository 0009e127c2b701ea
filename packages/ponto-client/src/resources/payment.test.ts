import { money, parseIban, parseIsoDate } from '@onfact-ponto/primitives';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createJsonApi } from '../json-api.ts';
import { createPageLinkReader } from '../page-link.ts';
import { scriptedTransport } from '../testing/scripted-transport.ts';
import { createBulkPayments } from './bulk-payment.ts';
import type { PaymentOrder } from './payment-order.ts';
import { createPaymentRequests } from './payment-request.ts';
import { createPayments } from './payment.ts';

const iban = parseIban('BE68539007547034')!;
const order: PaymentOrder = { amount: money(12_105n, 'EUR'), creditorName: 'Bakkerij Peeters', creditorIban: iban };
const key = { idempotencyKey: 'key-1' };

describe('a payment', () => {
  it('is sent with all digits of its amount and nothing that was not said', async () => {
    const { payments, sent } = given({ data: { type: 'payment', id: 'payment-1' } });
    await payments.create('token', 'account', order, key);
    expect(sent()).toBe(
      '{"data":{"type":"payment","attributes":{"currency":"EUR","amount":121.05,"creditorName":"Bakkerij Peeters",' +
        '"creditorAccountReference":"BE68539007547034","creditorAccountReferenceType":"IBAN"}}}',
    );
  });

  it('is sent with all that was said', async () => {
    const { payments, sent } = given({ data: { type: 'payment', id: 'payment-1' } });
    const full = {
      ...order,
      creditorBic: 'NBBEBEBB203',
      remittanceInformation: '+++090/9337/55493+++',
      remittanceInformationType: 'structured',
      endToEndId: 'F-2026-114',
      requestedExecutionDate: parseIsoDate('2026-12-01')!,
      redirectUri: 'https://example.test/return',
    } as const;
    await payments.create('token', 'account', full, key);
    expect(JSON.parse(sent())).toMatchObject({
      data: {
        attributes: {
          creditorAgent: 'NBBEBEBB203',
          creditorAgentType: 'BIC',
          remittanceInformation: '+++090/9337/55493+++',
          remittanceInformationType: 'structured',
          endToEndId: 'F-2026-114',
          requestedExecutionDate: '2026-12-01',
          redirectUri: 'https://example.test/return',
        },
      },
    });
  });

  it('of any amount that SEPA can carry is written digit by digit', async () => {
    await fc.assert(
      fc.asyncProperty(fc.bigInt({ min: 1n, max: 99_999_999_999n }), async (amountMinor) => {
        const { payments, sent } = given({ data: { id: 'payment-1' } });
        await payments.create('token', 'account', { ...order, amount: money(amountMinor, 'EUR') }, key);
        const digits = /"amount":(\d+)\.(\d\d),/.exec(sent());
        expect(BigInt(`${digits?.[1]}${digits?.[2]}`)).toBe(amountMinor);
      }),
    );
  });
});

describe('what cannot be paid', () => {
  it.each<[string, Partial<PaymentOrder>, string]>([
    ['amount', { amount: money(0n, 'EUR') }, 'zero'],
    ['amount', { amount: money(-1n, 'EUR') }, 'zero'],
    ['amount', { amount: money(100n, 'USD') }, 'USD'],
    ['amount', { amount: money(100_000_000_000n, 'EUR') }, 'SEPA'],
    ['creditorName', { creditorName: '' }, 'empty'],
    ['creditorName', { creditorName: '   ' }, 'empty'],
    ['creditorName', { creditorName: 'x'.repeat(61) }, '60'],
    ['creditorName', { creditorName: 'Café Peeters' }, 'é'],
    ['creditorName', { creditorName: 'Peeters & zoon' }, '&'],
    ['creditorName', { creditorName: 'Peeters 🥐' }, '🥐'],
    ['creditorName', { creditorName: 'Peeters\nzoon' }, '\\n'],
    ['creditorBic', { creditorBic: 'NBBEBEBB20' }, 'BIC'],
    ['remittanceInformation', { remittanceInformation: 'x'.repeat(141) }, '140'],
    ['remittanceInformation', { remittanceInformation: 'factuur_114' }, '_'],
    ['endToEndId', { endToEndId: 'x'.repeat(36) }, '35'],
  ])('is refused for its %s before anything is sent', async (attribute, change, word) => {
    const { payments, bulkPayments, requests } = given({ data: { id: 'payment-1' } });
    const refused = { code: 'PONTO_INVALID_REQUEST', attribute, retryAdvice: 'never' };
    const single = payments.create('token', 'account', { ...order, ...change }, key);
    await expect(single).rejects.toMatchObject({ ...refused, message: expect.stringContaining(word) as string });

    const bulk = { reference: 'Week 48', payments: [order, { ...order, ...change }] };
    await expect(bulkPayments.create('token', 'account', bulk, key)).rejects.toMatchObject({
      ...refused,
      attribute: `payments[1].${attribute}`,
    });
    expect(requests).toEqual([]);
  });

  it('holds for payment requests and empty bulks too', async () => {
    const { paymentRequests, bulkPayments, requests } = given({ data: { id: 'payment-1' } });
    const ask = (change: object) =>
      paymentRequests.create('token', 'account', { amount: order.amount, ...change }, key);
    await expect(ask({ amount: money(0n, 'EUR') })).rejects.toMatchObject({ attribute: 'amount' });
    await expect(ask({ remittanceInformation: 'é' })).rejects.toMatchObject({ attribute: 'remittanceInformation' });
    await expect(ask({ endToEndId: '' })).rejects.toMatchObject({ attribute: 'endToEndId' });
    const empty = bulkPayments.create('token', 'account', { reference: 'Week 48', payments: [] }, key);
    await expect(empty).rejects.toMatchObject({ attribute: 'payments' });
    expect(requests).toEqual([]);
  });

  it('leaves out no character that SEPA knows', async () => {
    const { payments } = given({ data: { id: 'payment-1' } });
    const all = ['abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789', "/-?:().,'+ "];
    for (const remittanceInformation of all) {
      await expect(
        payments.create('token', 'account', { ...order, remittanceInformation }, key),
      ).resolves.toBeDefined();
    }
  });
});

describe('a bulk', () => {
  it('is one request with all its payments', async () => {
    const { bulkPayments, sent } = given({ data: { type: 'bulkPayment', id: 'bulk-1' } });
    const bulk = { reference: 'Week 48', payments: [order, order], batchBookingPreferred: true };
    await bulkPayments.create('token', 'account', bulk, key);
    expect(JSON.parse(sent())).toMatchObject({
      data: {
        type: 'bulkPayment',
        attributes: { reference: 'Week 48', batchBookingPreferred: true, payments: [{ amount: 121.05 }, {}] },
      },
    });
  });
});

describe('what Ponto answers', () => {
  it.each([
    ['unsigned', 'open'],
    ['pending', 'open'],
    ['received', 'open'],
    ['accepted-technical-validation', 'signed'],
    ['accepted-settlement-in-progress', 'signed'],
    ['accepted-settlement-completed', 'executed'],
    ['rejected', 'ended'],
    ['cancelled', 'ended'],
    ['failed', 'ended'],
    ['half-way to the moon', 'unknown'],
    [null, 'unknown'],
  ])('with the status %s is %s', async (status, stage) => {
    const { payments } = given({ data: { id: 'payment-1', attributes: { status } } });
    expect(await payments.get('token', 'account', 'payment-1')).toMatchObject({ status: status ?? undefined, stage });
  });

  it('always gives the id, however damaged the rest is: the payment exists', async () => {
    await fc.assert(
      fc.asyncProperty(fc.jsonValue(), fc.jsonValue(), fc.jsonValue(), async (attributes, amount, links) => {
        for (const damaged of [
          attributes,
          { amount, currency: amount, status: amount, requestedExecutionDate: amount },
        ]) {
          const { payments } = given({ data: { id: 'payment-1', attributes: damaged, links } });
          expect(await payments.create('token', 'account', order, key)).toMatchObject({ id: 'payment-1' });
        }
      }),
    );
  });

  it('sends the user to pages of Ponto only', async () => {
    const pageFor = async (redirect: unknown) => {
      const { payments } = given({ data: { id: 'payment-1', links: { redirect } } });
      return (await payments.create('token', 'account', order, key)).redirectUrl?.href;
    };
    const good = 'https://authorize.myponto.com/organizations/o/payments/p';
    expect(await pageFor(good)).toBe(good);
    expect(await pageFor('http://localhost:4811/payments/p')).toBe('http://localhost:4811/payments/p');
    for (const bad of [
      'http://authorize.myponto.com/p',
      'https://myponto.com.example.test/p',
      'https://notmyponto.com/p',
      'https://authorize.myponto.com@example.test/p',
      'javascript:alert(1)',
      '//example.test',
      7,
      null,
    ]) {
      expect(await pageFor(bad)).toBeUndefined();
    }
  });
});

/** The authorization pages stand on this machine, as with a simulator. */
function given(answer: object) {
  const { transport, requests } = scriptedTransport({ body: JSON.stringify(answer) });
  const api = createJsonApi(transport);
  const pages = createPageLinkReader(new URL('http://localhost:4811/oauth2/auth'), ['myponto.com']);
  return {
    payments: createPayments(api, pages),
    bulkPayments: createBulkPayments(api, pages),
    paymentRequests: createPaymentRequests(api, pages),
    requests,
    sent: () => requests[0]?.body ?? '',
  };
}
