import { expect, it } from 'vitest';
import { paymentPermission } from './payment-permission.ts';
import type { PaymentPermission } from './payment-permission.ts';

type Connection = NonNullable<Parameters<typeof paymentPermission>[0]>;

const ready: Connection = {
  state: 'active',
  scope: 'offline_access ai pi name',
  paymentsActivated: true,
  paymentsActivationRequested: true,
};
const account = { isShared: true, paymentsSupported: true };

it.each<[PaymentPermission, Partial<Connection>, (typeof account)[]]>([
  ['ready', {}, [account]],
  ['ready', {}, [{ ...account, paymentsSupported: false }, account]],
  ['not_linked', { state: 'blocked' }, [account]],
  ['not_linked', { state: 'needs_reconnect' }, [account]],
  ['not_granted', { scope: 'offline_access ai name' }, [account]],
  ['not_granted', { scope: 'offline_access ai apiname' }, [account]],
  ['not_granted', { scope: null }, [account]],
  ['not_activated', { paymentsActivated: false, paymentsActivationRequested: false }, [account]],
  ['not_activated', { paymentsActivated: null, paymentsActivationRequested: null }, [account]],
  ['requested', { paymentsActivated: false }, [account]],
  ['bank_not_supported', {}, [{ ...account, paymentsSupported: false }]],
  ['bank_not_supported', {}, [{ ...account, isShared: false }]],
])('is %s with %o and the accounts %o', (permission, change, accounts) => {
  expect(paymentPermission({ ...ready, ...change }, accounts)).toBe(permission);
});

it('takes a bank of which nothing is known for one that can', () => {
  expect(paymentPermission(ready, [{ isShared: true, paymentsSupported: null }])).toBe('ready');
});

it('is not linked without a connection', () => {
  expect(paymentPermission(undefined, [account])).toBe('not_linked');
});
