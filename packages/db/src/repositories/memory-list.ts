import { and, desc, eq, ilike, lt, or } from 'drizzle-orm';
import type { SQL } from 'drizzle-orm';
import type { Transaction } from '../database.ts';
import { contact, matchMemory } from '../schema/index.ts';

/** What was learned, for people to look at and to erase. */

export type ListedMemory = typeof matchMemory.$inferSelect & { contactName: string | null };
export type MemoryCursor = { lastOn: string; matchMemoryId: string };

/** Latest first; `before` is the last entry of the page before. */
export async function listMemoryPage(
  tx: Transaction,
  companyId: string,
  {
    search,
    onfactContactId,
    before,
    limit,
  }: {
    search?: string | undefined;
    onfactContactId?: number | undefined;
    before?: MemoryCursor | undefined;
    limit: number;
  },
): Promise<ListedMemory[]> {
  const rows = await tx
    .select({ entry: matchMemory, contactName: contact.name })
    .from(matchMemory)
    .leftJoin(
      contact,
      and(eq(contact.companyId, matchMemory.companyId), eq(contact.onfactContactId, matchMemory.onfactContactId)),
    )
    .where(
      and(
        eq(matchMemory.companyId, companyId),
        onfactContactId === undefined ? undefined : eq(matchMemory.onfactContactId, onfactContactId),
        search === undefined ? undefined : searchCondition(search),
        before &&
          or(
            lt(matchMemory.lastOn, before.lastOn),
            and(eq(matchMemory.lastOn, before.lastOn), lt(matchMemory.matchMemoryId, before.matchMemoryId)),
          ),
      ),
    )
    .orderBy(desc(matchMemory.lastOn), desc(matchMemory.matchMemoryId))
    .limit(limit);
  return rows.map(({ entry, contactName }) => ({ ...entry, contactName }));
}

/** Account numbers are found however they are grouped. */
function searchCondition(search: string): SQL | undefined {
  const pattern = `%${search.replace(/[\\%_]/g, '\\$&')}%`;
  const compact = `%${search.replace(/[\s\\%_]/g, '')}%`;
  return or(ilike(matchMemory.value, pattern), ilike(matchMemory.value, compact), ilike(contact.name, pattern));
}

/** For good. @returns how many there were: of one entry, or of a contact */
export async function eraseMemory(
  tx: Transaction,
  companyId: string,
  which: { matchMemoryId: string } | { onfactContactId: number },
): Promise<number> {
  const gone = await tx
    .delete(matchMemory)
    .where(
      and(
        eq(matchMemory.companyId, companyId),
        'matchMemoryId' in which
          ? eq(matchMemory.matchMemoryId, which.matchMemoryId)
          : eq(matchMemory.onfactContactId, which.onfactContactId),
      ),
    )
    .returning();
  return gone.length;
}
