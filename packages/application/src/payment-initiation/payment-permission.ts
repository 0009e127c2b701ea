import type { BankAccount, Connection } from '@onfact-ponto/db';

/**
 * Whether purchases can be paid through Ponto, and what is missing, in the order in which a user mends it.
 * - `not_linked`: no connection that works.
 * - `not_granted`: Ponto did not give the scope `pi`: the plan "Betalingsinitiëring" is missing, or was added since.
 * - `not_activated`: the organization has not asked Ponto for payments.
 * - `requested`: asked; Ponto reviews it, which takes days.
 * - `bank_not_supported`: activated, and no linked account is at a bank that takes such payments.
 * - `ready`: at least one account can pay.
 */
export type PaymentPermission =
  'not_linked' | 'not_granted' | 'not_activated' | 'requested' | 'bank_not_supported' | 'ready';

type Facts = Pick<Connection, 'state' | 'scope' | 'paymentsActivated' | 'paymentsActivationRequested'>;

export function paymentPermission(
  connection: Facts | undefined,
  accounts: readonly Pick<BankAccount, 'isShared' | 'paymentsSupported'>[],
): PaymentPermission {
  if (connection?.state !== 'active') return 'not_linked';
  if (!(connection.scope ?? '').split(' ').includes('pi')) return 'not_granted';
  if (connection.paymentsActivated !== true)
    return connection.paymentsActivationRequested === true ? 'requested' : 'not_activated';
  return accounts.some(canPay) ? 'ready' : 'bank_not_supported';
}

/** A bank of which nothing is known may be able to: Ponto will say so when it cannot. */
export function canPay({ isShared, paymentsSupported }: Pick<BankAccount, 'isShared' | 'paymentsSupported'>): boolean {
  return isShared && paymentsSupported !== false;
}
