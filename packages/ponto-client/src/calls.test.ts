import { AsyncLocalStorage } from 'node:async_hooks';
import { describe, expect, it } from 'vitest';
import { createCallObserver, type PontoCall } from './calls.ts';
import { PontoTimeoutError } from './errors.ts';
import { createJsonApi } from './json-api.ts';
import { createOAuth } from './oauth.ts';
import { createTransactions } from './resources/transaction.ts';
import { scriptedTransport } from './testing/scripted-transport.ts';
import type { Transport, WireResponse } from './transport.ts';

const accountId = '0b1c2d3e-0000-4000-8000-000000000001';

describe('every call', () => {
  it('is told once, with what support needs and nothing of the account', async () => {
    const { transactions, calls } = given({ body: '{"data":[]}' });
    await transactions.list('token', accountId, { limit: 100, after: accountId });

    expect(calls).toEqual([
      {
        operation: 'transactions.list',
        method: 'GET',
        pathTemplate: '/ponto-connect/accounts/{accountId}/transactions',
        status: 200,
        durationMs: 250,
        requestId: 'request-1',
        errorCode: undefined,
      },
    ]);
    expect(JSON.stringify(calls)).not.toContain(accountId);
  });

  it.each<[string, Partial<WireResponse> & { body: string }, object]>([
    ['refused', refused(401, 'credentialsInvalid'), { status: 401, errorCode: 'credentialsInvalid' }],
    ['refused without a code', { status: 502, body: '<html>' }, { status: 502, errorCode: 'PONTO_API' }],
    ['refused with a sentence', refused(400, 'BE68 is blocked'), { status: 400, errorCode: 'unnamed' }],
    ['answered with a page', { body: '<html>' }, { status: 200, errorCode: 'PONTO_UNEXPECTED_RESPONSE' }],
    ['sent elsewhere', { status: 302, body: '' }, { status: 302, errorCode: 'PONTO_UNEXPECTED_RESPONSE' }],
  ])('that is %s is told with its code', async (_what, answer, expected) => {
    const { transactions, calls } = given(answer);
    await transactions.list('token', accountId).catch(() => undefined);
    expect(calls).toMatchObject([{ ...expected, requestId: 'request-1' }]);
  });

  it.each([
    ['takes too long', new PontoTimeoutError('headers', 300), 'PONTO_TIMEOUT'],
    ['the caller stops', new Error('shutting down'), 'CANCELLED'],
  ])('that %s is told without a status', async (_what, failure, errorCode) => {
    const { transactions, calls } = given({ body: '' }, failure);
    await expect(transactions.list('token', accountId)).rejects.toBe(failure);
    expect(calls).toMatchObject([{ status: undefined, requestId: undefined, errorCode }]);
  });

  it('for tokens is told too, by its own name', async () => {
    const { oauth, calls } = given({ status: 400, body: '{"error":"invalid_grant"}' });
    await oauth.refresh({ refreshToken: 'r' }).catch(() => undefined);
    await oauth.revoke({ refreshToken: 'r' }).catch(() => undefined);

    expect(calls).toMatchObject([
      { operation: 'oauth.refresh', pathTemplate: '/ponto-connect/oauth2/token', errorCode: 'invalid_grant' },
      { operation: 'oauth.revoke', pathTemplate: '/ponto-connect/oauth2/revoke', errorCode: 'invalid_grant' },
    ]);
  });
});

describe('who listens', () => {
  it('is told in the async context of the caller', async () => {
    const company = new AsyncLocalStorage<string>();
    const heardFor: unknown[] = [];
    const { transactions } = given({ body: '{"data":[]}' }, undefined, () => heardFor.push(company.getStore()));
    await Promise.all(['a', 'b'].map((name) => company.run(name, () => transactions.list('token', accountId))));
    expect(heardFor).toEqual(['a', 'b']);
  });

  it('cannot lose an answer by failing', async () => {
    const { transactions } = given({ body: '{"data":[]}' }, undefined, () => {
      throw new Error('the log is full');
    });
    expect(await transactions.list('token', accountId)).toMatchObject({ items: [] });
  });
});

function refused(status: number, code: string) {
  return { status, body: JSON.stringify({ errors: [{ code, detail: 'about BE68539007547034' }] }) };
}

/** A clock on which every call takes a quarter of a second. */
function given(answer: Partial<WireResponse> & { body: string }, failure?: Error, onCall?: (call: PontoCall) => void) {
  const calls: PontoCall[] = [];
  let time = Date.parse('2026-11-20T07:01:13Z');
  const clock = { now: () => new Date(time) };
  const scripted = scriptedTransport(answer).transport;
  const transport: Transport = {
    ...scripted,
    async send(request) {
      time += 250;
      if (failure) throw failure;
      return scripted.send(request);
    },
  };
  const observe = createCallObserver(onCall ?? ((call) => calls.push(call)), clock);
  const oauth = createOAuth({
    clientId: 'client',
    redirectUri: 'https://example.test/return',
    authorizationEndpoint: new URL('https://authorization.example.test/oauth2/auth'),
    tokenOrigin: new URL('https://api.example.test'),
    run: (task) => task({ clientSecret: 'secret', transport }),
    observe,
    clock,
    random: { bytes: (count) => new Uint8Array(count) },
  });
  return { transactions: createTransactions(createJsonApi(transport, observe)), oauth, calls };
}
