import { and, desc, eq } from 'drizzle-orm';
import type { Transaction } from '../database.ts';
import { synchronizationOfAccount, synchronizationRequest } from '../schema/index.ts';

export type SynchronizationRequest = typeof synchronizationRequest.$inferSelect;
export type SynchronizationOfAccount = typeof synchronizationOfAccount.$inferSelect;
export type SynchronizationSubtype = SynchronizationOfAccount['subtype'];

/** Writes down what will be asked of Ponto before it is asked: each account, transactions and then balances. */
export async function insertSynchronizationRequest(
  tx: Transaction,
  row: typeof synchronizationRequest.$inferInsert,
  bankAccountIds: readonly string[],
): Promise<SynchronizationRequest> {
  const [added] = await tx.insert(synchronizationRequest).values(row).returning();
  if (!added) throw new Error('A synchronization request was not inserted');
  const { companyId, synchronizationRequestId } = added;
  const parts = bankAccountIds.flatMap((bankAccountId) =>
    (['accountTransactionsWithUnsettled', 'accountDetails'] as const).map((subtype) => ({
      companyId,
      synchronizationRequestId,
      bankAccountId,
      subtype,
      state: 'intended' as const,
    })),
  );
  if (parts.length > 0) await tx.insert(synchronizationOfAccount).values(parts);
  return added;
}

export async function findLatestSynchronizationRequest(
  tx: Transaction,
  { companyId, connectionId }: { companyId: string; connectionId: string },
): Promise<SynchronizationRequest | undefined> {
  const [row] = await tx
    .select()
    .from(synchronizationRequest)
    .where(and(eq(synchronizationRequest.companyId, companyId), eq(synchronizationRequest.connectionId, connectionId)))
    .orderBy(desc(synchronizationRequest.requestedAt))
    .limit(1);
  return row;
}

export async function findSynchronizationRequest(
  tx: Transaction,
  companyId: string,
  synchronizationRequestId: string,
): Promise<SynchronizationRequest | undefined> {
  const [row] = await tx
    .select()
    .from(synchronizationRequest)
    .where(
      and(
        eq(synchronizationRequest.companyId, companyId),
        eq(synchronizationRequest.synchronizationRequestId, synchronizationRequestId),
      ),
    );
  return row;
}

export async function listSynchronizationsOfAccounts(
  tx: Transaction,
  companyId: string,
  synchronizationRequestId: string,
): Promise<SynchronizationOfAccount[]> {
  return tx
    .select()
    .from(synchronizationOfAccount)
    .where(
      and(
        eq(synchronizationOfAccount.companyId, companyId),
        eq(synchronizationOfAccount.synchronizationRequestId, synchronizationRequestId),
      ),
    )
    .orderBy(synchronizationOfAccount.bankAccountId, desc(synchronizationOfAccount.subtype));
}

export async function updateSynchronizationOfAccount(
  tx: Transaction,
  part: SynchronizationOfAccount,
  change: Pick<Partial<SynchronizationOfAccount>, 'state' | 'pontoSynchronizationId' | 'problem'>,
): Promise<void> {
  await tx
    .update(synchronizationOfAccount)
    .set(change)
    .where(
      and(
        eq(synchronizationOfAccount.companyId, part.companyId),
        eq(synchronizationOfAccount.synchronizationRequestId, part.synchronizationRequestId),
        eq(synchronizationOfAccount.bankAccountId, part.bankAccountId),
        eq(synchronizationOfAccount.subtype, part.subtype),
      ),
    );
}

/**
 * Requests that Ponto has answered for every account, or that nobody can be following any more: the pull that comes
 * now reads their result.
 */
export async function listAnsweredRequests(
  tx: Transaction,
  { companyId, connectionId }: { companyId: string; connectionId: string },
  { givenUpBefore }: { givenUpBefore: Date },
): Promise<{ request: SynchronizationRequest; parts: SynchronizationOfAccount[] }[]> {
  const running = await tx
    .select()
    .from(synchronizationRequest)
    .where(
      and(
        eq(synchronizationRequest.companyId, companyId),
        eq(synchronizationRequest.connectionId, connectionId),
        eq(synchronizationRequest.state, 'running'),
      ),
    );
  const answered = [];
  for (const request of running) {
    const parts = await listSynchronizationsOfAccounts(tx, companyId, request.synchronizationRequestId);
    const isAnswered = parts.every(({ state }) => state !== 'intended' && state !== 'running');
    if (isAnswered || request.requestedAt < givenUpBefore) answered.push({ request, parts });
  }
  return answered;
}

/** What users still wait for ends with the connection. */
export async function failRunningRequests(
  tx: Transaction,
  { companyId, connectionId }: { companyId: string; connectionId: string },
  finishedAt: Date,
): Promise<void> {
  await tx
    .update(synchronizationRequest)
    .set({ state: 'failed', finishedAt, customerIpAddress: null })
    .where(
      and(
        eq(synchronizationRequest.companyId, companyId),
        eq(synchronizationRequest.connectionId, connectionId),
        eq(synchronizationRequest.state, 'running'),
      ),
    );
}

/** Ends a request and forgets the user's address. */
export async function closeSynchronizationRequest(
  tx: Transaction,
  { companyId, synchronizationRequestId }: { companyId: string; synchronizationRequestId: string },
  end: Pick<SynchronizationRequest, 'state' | 'finishedAt' | 'newTransactionCount'>,
): Promise<void> {
  await tx
    .update(synchronizationRequest)
    .set({ ...end, customerIpAddress: null })
    .where(
      and(
        eq(synchronizationRequest.companyId, companyId),
        eq(synchronizationRequest.synchronizationRequestId, synchronizationRequestId),
      ),
    );
}
