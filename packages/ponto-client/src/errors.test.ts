import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import {
  PontoApiError,
  PontoInvalidRequestError,
  PontoNetworkError,
  PontoOAuthError,
  PontoTimeoutError,
  PontoUnexpectedResponseError,
  type PontoError,
} from './errors.ts';

const secret = 'BE68539007547034';
const answer = { status: 400, requestId: 'request-7', body: `{"secret":"${secret}"}` };

const failures: readonly PontoError[] = [
  new PontoApiError([{ code: 'attributeInvalid', detail: secret }], answer),
  new PontoOAuthError('invalid_grant', secret, answer),
  new PontoUnexpectedResponseError('no JSON', answer),
  new PontoInvalidRequestError('creditorName', 'is empty'),
  new PontoNetworkError('ECONNRESET'),
  new PontoTimeoutError('headers', 300),
];

describe.each(failures.map((failure) => [failure.name, failure] as const))('%s', (_name, failure) => {
  it('never shows what Ponto answered when it is logged', () => {
    const logged = [
      inspect(failure, { depth: null }),
      JSON.stringify(failure),
      JSON.stringify(Object.entries(failure)),
      String(failure),
    ];
    expect(logged.join('\n')).not.toContain(secret);
  });

  it('has a stable code and an advice', () => {
    expect(failure.code).toMatch(/^PONTO_/);
    expect(failure.retryAdvice).toBeDefined();
  });
});

it('still gives what Ponto answered to who asks for it', () => {
  const error = new PontoApiError([{ code: 'attributeInvalid', detail: secret }], answer);
  expect(error.body).toBe(answer.body);
  expect(error.errors).toEqual([{ code: 'attributeInvalid', detail: secret }]);
  expect(error.message).toBe('Ponto answered 400: attributeInvalid');
});
