import { findBankTransaction, inCompany, listLinePresence, saveLinePresence } from '@onfact-ponto/db';
import type { Transaction } from '@onfact-ponto/db';
import type { Context } from '../context.ts';
import { ApplicationError } from '../errors.ts';

/** Whom a line is before now. It hinders nobody: what is decided twice is refused when it is written. */
export type PresenceView = { name: string; since: Date };

/** Readers repeat it every twenty seconds; one that was missed does not hide a colleague. */
const livesMs = 50_000;

export async function announcePresence(
  context: Context,
  { bankTransactionId }: { bankTransactionId: string },
): Promise<{ others: PresenceView[]; expiresAt: Date }> {
  const { companyId, actor } = context;
  if (actor.type !== 'user') throw new ApplicationError('user_required');
  const now = context.clock.now();
  return inCompany(context.db, companyId, async (tx) => {
    if (!(await findBankTransaction(tx, companyId, bankTransactionId))) {
      throw new ApplicationError('bank_transaction_not_found');
    }
    await saveLinePresence(tx, {
      companyId,
      bankTransactionId,
      userId: actor.userId,
      userName: actor.name,
      seenAt: now,
    });
    const present = await listPresence(tx, context, [bankTransactionId]);
    return { others: present.get(bankTransactionId) ?? [], expiresAt: new Date(now.getTime() + livesMs) };
  });
}

/** Others than the asker, by line. */
export async function listPresence(
  tx: Transaction,
  { companyId, actor, clock }: Context,
  bankTransactionIds: readonly string[],
): Promise<Map<string, PresenceView[]>> {
  const rows = await listLinePresence(tx, companyId, {
    bankTransactionIds,
    since: new Date(clock.now().getTime() - livesMs),
    exceptUserId: actor.type === 'user' ? actor.userId : undefined,
  });
  const byLine = Map.groupBy(rows, (row) => row.bankTransactionId);
  return new Map(
    [...byLine].map(([id, present]) => [
      id,
      present.map(({ userName, seenAt }) => ({ name: userName, since: seenAt })),
    ]),
  );
}
