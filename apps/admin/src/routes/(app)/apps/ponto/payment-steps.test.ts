import type { PaymentPermission } from '@onfact-ponto/api-contract';
import { expect, it } from 'vitest';
import { paymentSteps } from './payment-steps.ts';

it.each<[PaymentPermission, string]>([
  ['not_linked', 'todo todo todo'],
  ['not_granted', 'todo todo todo'],
  ['not_activated', 'done todo todo'],
  ['requested', 'done waiting todo'],
  ['bank_not_supported', 'done done impossible'],
  ['ready', 'done done done'],
])('shows for "%s" which step is next: %s', (permission, states) => {
  const steps = paymentSteps({ payments: { permission, checkedAt: null } });
  expect(steps.map(({ state }) => state).join(' ')).toBe(states);
});
