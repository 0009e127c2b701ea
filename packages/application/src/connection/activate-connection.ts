import { findLiveConnection, inCompany, insertConnection } from '@onfact-ponto/db';
import { actorColumns, recordAudit } from '../audit.ts';
import type { Context } from '../context.ts';
import { assertMayManage } from './assert-may-manage.ts';

/** The green button: the company uses Ponto from now on. Doing it twice changes nothing. */
export async function activateConnection(context: Context): Promise<void> {
  assertMayManage(context.actor);
  await inCompany(context.db, context.companyId, async (tx) => {
    if (await findLiveConnection(tx, context.companyId)) return;
    const at = context.clock.now();
    const cause = { at, event: 'activated', ...actorColumns(context.actor) };
    const added = await insertConnection(tx, { companyId: context.companyId, activatedAt: at }, cause);
    if (!added) return;
    await recordAudit(tx, context, {
      action: 'connection.activate',
      subject: { type: 'connection', id: added.connectionId },
    });
  });
}
