import type { Actor } from '../context.ts';
import { ApplicationError } from '../errors.ts';

/** Importing changes the books of everybody: for administrators, and for programs with a key of the company. */
export function assertMayImport(actor: Actor): void {
  if (actor.type === 'user' && !actor.isAdministrator) throw new ApplicationError('forbidden');
}
