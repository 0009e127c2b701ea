import { deleteRulesOfContact, eraseMemory, inCompany, listMemoryPage } from '@onfact-ponto/db';
import type { ListedMemory, MemoryCursor } from '@onfact-ponto/db';
import { recordAudit } from '../audit.ts';
import type { Context } from '../context.ts';
import { ApplicationError } from '../errors.ts';
import { reconcileCompany } from '../jobs/definitions.ts';
import { contactIdOf } from './relation-id.ts';

export type MemoryInput = {
  search?: string | undefined;
  relationId?: string | undefined;
  after?: MemoryCursor | undefined;
  limit: number;
};

/** What the matcher learned of the decisions of this company, latest first. */
export async function listMatchMemory(
  context: Context,
  { search, relationId, after, limit }: MemoryInput,
): Promise<{ items: ListedMemory[]; next: MemoryCursor | null }> {
  const { companyId } = context;
  const onfactContactId = relationId === undefined ? undefined : contactIdOf(relationId);
  if (relationId !== undefined && onfactContactId === undefined) return { items: [], next: null };
  const text = search?.trim();
  const wanted = { search: text === '' ? undefined : text, onfactContactId, before: after, limit: limit + 1 };
  const rows = await inCompany(context.db, companyId, (tx) => listMemoryPage(tx, companyId, wanted));
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  return { items, next: rows.length > limit && last ? last : null };
}

/** One thing is forgotten for good. What was matched with it stays matched. */
export async function eraseMatchMemoryEntry(
  context: Context,
  { matchMemoryId }: { matchMemoryId: string },
): Promise<{ erasedCount: number }> {
  const { companyId } = context;
  return inCompany(context.db, companyId, async (tx) => {
    const erasedCount = await eraseMemory(tx, companyId, { matchMemoryId });
    if (erasedCount === 0) throw new ApplicationError('match_memory_not_found');
    await recordAudit(tx, context, {
      action: 'match-memory.erase',
      subject: { type: 'company', id: companyId },
      facts: { matchMemoryId },
    });
    await context.jobs.enqueue(tx, reconcileCompany, { companyId });
    return { erasedCount };
  });
}

/** Everything about a customer or supplier is forgotten, its rules too: for a person who asks for that. */
export async function eraseMatchMemoryOfRelation(
  context: Context,
  { relationId }: { relationId: string },
): Promise<{ erasedCount: number }> {
  const { companyId, actor } = context;
  if (actor.type === 'user' && !actor.isAdministrator) throw new ApplicationError('forbidden');
  const onfactContactId = contactIdOf(relationId);
  if (onfactContactId === undefined) return { erasedCount: 0 };
  return inCompany(context.db, companyId, async (tx) => {
    const entries = await eraseMemory(tx, companyId, { onfactContactId });
    const rules = await deleteRulesOfContact(tx, companyId, onfactContactId);
    const erasedCount = entries + rules;
    if (erasedCount === 0) return { erasedCount };
    await recordAudit(tx, context, {
      action: 'match-memory.erase',
      subject: { type: 'company', id: companyId },
      facts: { relationId, erasedCount: String(erasedCount) },
    });
    await context.jobs.enqueue(tx, reconcileCompany, { companyId });
    return { erasedCount };
  });
}
