import { asUser, listMemberships } from '@onfact-ponto/db';
import type { Membership } from '@onfact-ponto/db';
import type { Services } from '../context.ts';

export type { Membership };

/** The companies of a user, last used first. */
export async function listCompanies({ db }: Pick<Services, 'db'>, userId: string): Promise<Membership[]> {
  return asUser(db, userId, (tx) => listMemberships(tx, userId));
}
