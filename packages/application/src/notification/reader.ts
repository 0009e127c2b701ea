import type { Context } from '../context.ts';
import { ApplicationError } from '../errors.ts';

/** Notifications belong to people: an api client has none. */
export function userIdOf({ actor }: Context): string {
  if (actor.type !== 'user') throw new ApplicationError('user_required');
  return actor.userId;
}
