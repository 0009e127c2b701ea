import type { Actor } from '../context.ts';
import { ApplicationError } from '../errors.ts';

/** Activating, linking and deactivating are for administrators of the company. */
export function assertMayManage(actor: Actor): void {
  if (actor.type !== 'user') throw new ApplicationError('user_required');
  if (!actor.isAdministrator) throw new ApplicationError('forbidden');
}
