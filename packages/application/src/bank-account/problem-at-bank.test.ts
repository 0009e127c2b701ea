import type { PontoAccount } from '@onfact-ponto/ponto-client';
import { expect, it } from 'vitest';
import { problemAtBank } from './refresh-bank-accounts.ts';

const failedAt = new Date('2026-11-24T09:00:00Z');

it.each([
  ['authorizationInvalid', '2026-11-01T00:00:00Z', 'authorization_expired'],
  ['authorizationInvalid', '2026-11-24T09:00:01Z', undefined],
  ['temporarilyUnavailable', '2026-11-24T09:00:01Z', 'bank_error'],
])('takes %s of a consent that was given at %s for %s', (code, authorizedAt, expected) => {
  const needsReauthorization = code.startsWith('authorization');
  const account = {
    authorizedAt: new Date(authorizedAt),
    latestSynchronization: {
      status: 'error',
      updatedAt: failedAt,
      errors: [{ code, detail: '', needsReauthorization }],
    },
  } as unknown as PontoAccount;
  expect(problemAtBank(account)?.code).toBe(expected);
});

it('has nothing to say of an account whose last visit to the bank went well', () => {
  expect(problemAtBank({ latestSynchronization: undefined } as PontoAccount)).toBeUndefined();
});
