import type { Connection, PaymentPermission } from '@onfact-ponto/api-contract';

/** The plan in Ponto, the activation that Ponto reviews, and a bank that takes the payments. */
export type PaymentStep = Readonly<{ id: 'plan' | 'activation' | 'bank'; state: StepState }>;
export type StepState = 'done' | 'waiting' | 'todo' | 'impossible';

const statesOf: Readonly<Record<PaymentPermission, readonly [StepState, StepState, StepState]>> = {
  not_linked: ['todo', 'todo', 'todo'],
  not_granted: ['todo', 'todo', 'todo'],
  not_activated: ['done', 'todo', 'todo'],
  requested: ['done', 'waiting', 'todo'],
  bank_not_supported: ['done', 'done', 'impossible'],
  ready: ['done', 'done', 'done'],
};

export function paymentSteps({ payments }: Pick<Connection, 'payments'>): readonly PaymentStep[] {
  const [plan, activation, bank] = statesOf[payments.permission];
  return [
    { id: 'plan', state: plan },
    { id: 'activation', state: activation },
    { id: 'bank', state: bank },
  ];
}
