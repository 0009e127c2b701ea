import type { Actor } from '../context.ts';
import { ApplicationError } from '../errors.ts';

/** Pausing and reading again are for support employees, who gave a reason. */
export function assertIsSupport(actor: Actor): void {
  if (actor.type !== 'support') throw new ApplicationError('forbidden');
}
