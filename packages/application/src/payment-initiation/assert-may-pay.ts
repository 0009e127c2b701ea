import type { Actor } from '../context.ts';
import { ApplicationError } from '../errors.ts';

/**
 * Users of the company prepare payments, and so do programs with a key: nothing moves before a person signs at the bank.
 * Support looks, and pays nothing.
 * @throws ApplicationError forbidden
 */
export function assertMayPay(actor: Actor): void {
  if (actor.type !== 'user' && actor.type !== 'api-client') throw new ApplicationError('forbidden');
}
