import type { Connection, PaymentPermission } from '@onfact-ponto/api-contract';
import { expect, it } from 'vitest';
import { paymentSteps } from './payment-steps.ts';

it.each<[PaymentPermission, (boolean | null)[], string]>([
  ['not_linked', [], 'todo todo todo'],
  ['not_granted', [true], 'todo todo done'],
  ['not_activated', [true, false], 'done todo done'],
  ['not_activated', [null], 'done todo done'],
  ['requested', [true], 'done waiting done'],
  ['bank_not_supported', [false, false], 'done done impossible'],
  ['ready', [true], 'done done done'],
])('shows for "%s" and banks that can or cannot (%j) what is still to do: %s', (permission, banks, states) => {
  const bankAccounts = banks.map((paymentsSupported) => ({ state: 'linked', paymentsSupported }));
  const connection = { payments: { permission, checkedAt: null }, bankAccounts } as unknown as Connection;
  expect(
    paymentSteps(connection)
      .map(({ state }) => state)
      .join(' '),
  ).toBe(states);
});
