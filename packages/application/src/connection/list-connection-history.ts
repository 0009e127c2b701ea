import { findLatestConnection, inCompany, listTransitions } from '@onfact-ponto/db';
import type { ConnectionTransition } from '@onfact-ponto/db';
import type { Context } from '../context.ts';

export type { ConnectionTransition as TransitionView };

const shown = 100;

/** How the company's link came to be as it is, newest first: of the live connection, or of the last one. */
export async function listConnectionHistory({ db, companyId }: Context): Promise<ConnectionTransition[]> {
  return inCompany(db, companyId, async (tx) => {
    const connection = await findLatestConnection(tx, companyId);
    return connection ? listTransitions(tx, connection, shown) : [];
  });
}
