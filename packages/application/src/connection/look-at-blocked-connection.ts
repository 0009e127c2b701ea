import { findConnection, inCompany, lockConnection } from '@onfact-ponto/db';
import { PontoError } from '@onfact-ponto/ponto-client';
import type { Context } from '../context.ts';
import { lookAtBlockedConnection as lookAgain } from '../jobs/definitions.ts';
import { GrantLostError, withAccessToken } from './access-token.ts';
import { moveConnection } from './move-connection.ts';

/** Asks Ponto whether a blocked organization may be read again. If not, it is asked again as much later. */
export async function lookAtBlockedConnection(context: Context, input: { connectionId: string }): Promise<void> {
  const { companyId } = context;
  const { connectionId } = input;
  const known = await inCompany(context.db, companyId, (tx) => findConnection(tx, companyId, connectionId));
  if (known?.state !== 'blocked') return;
  const isReadable = await canRead(context, connectionId);
  await inCompany(context.db, companyId, async (tx) => {
    const connection = await lockConnection(tx, known);
    if (connection?.state !== 'blocked') return;
    if (isReadable) await moveConnection(tx, context, connection, 'organization_unblocked', { reason: 'read_again' });
    else await context.jobs.enqueue(tx, lookAgain, { companyId, connectionId });
  });
}

async function canRead(context: Context, connectionId: string): Promise<boolean> {
  try {
    await withAccessToken(context, connectionId, (token) => context.ponto.accounts.list(token, { limit: 1 }));
    return true;
  } catch (error) {
    if (error instanceof PontoError || error instanceof GrantLostError) return false;
    throw error;
  }
}
