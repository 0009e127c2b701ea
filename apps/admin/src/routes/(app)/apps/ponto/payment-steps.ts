import type { Connection, PaymentPermission } from '@onfact-ponto/api-contract';
import { isShared } from '#lib/ponto/status.ts';

/** The plan in Ponto, the activation that Ponto reviews, and a bank that takes the payments. */
export type PaymentStep = Readonly<{ id: 'plan' | 'activation' | 'bank'; state: StepState }>;
export type StepState = 'done' | 'waiting' | 'todo' | 'impossible';

const statesOf: Readonly<Record<PaymentPermission, readonly [plan: StepState, activation: StepState]>> = {
  not_linked: ['todo', 'todo'],
  not_granted: ['todo', 'todo'],
  not_activated: ['done', 'todo'],
  requested: ['done', 'waiting'],
  bank_not_supported: ['done', 'done'],
  ready: ['done', 'done'],
};

export function paymentSteps({
  payments,
  bankAccounts,
}: Pick<Connection, 'payments' | 'bankAccounts'>): readonly PaymentStep[] {
  const [plan, activation] = statesOf[payments.permission];
  return [
    { id: 'plan', state: plan },
    { id: 'activation', state: activation },
    { id: 'bank', state: stateOfBanks(bankAccounts) },
  ];
}

/** It hangs on the linked accounts alone: a bank of which nothing is known may be able to. */
function stateOfBanks(bankAccounts: Connection['bankAccounts']): StepState {
  const shared = bankAccounts.filter(isShared);
  if (shared.some(({ paymentsSupported }) => paymentsSupported !== false)) return 'done';
  return shared.length > 0 ? 'impossible' : 'todo';
}
