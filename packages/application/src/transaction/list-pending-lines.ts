import { inCompany, listPendingLines as readLines } from '@onfact-ponto/db';
import type { ListedPendingLine } from '@onfact-ponto/db';
import type { Context } from '../context.ts';

/** Older news of an account says nothing about what its bank announces today. */
const staleMs = 24 * 60 * 60_000;

/** What banks have announced and not booked: to look at, of accounts that are read. */
export function listPendingLines(
  context: Context,
  { bankAccountId }: { bankAccountId?: string | undefined },
): Promise<ListedPendingLine[]> {
  const { companyId } = context;
  const readSince = new Date(context.clock.now().getTime() - staleMs);
  return inCompany(context.db, companyId, (tx) => readLines(tx, companyId, { bankAccountId, readSince }));
}
