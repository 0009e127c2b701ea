import { inCompany, noIssueDate, searchDocuments as readPage } from '@onfact-ponto/db';
import type { DocumentCursor } from '@onfact-ponto/db';
import type { Context } from '../context.ts';
import { parseAmountSearch } from '../transaction/amount-search.ts';
import { documentViewOf } from './match-choice.ts';
import type { DocumentView } from './match-choice.ts';

export type DocumentSearchInput = {
  search?: string | undefined;
  direction?: 'in' | 'out' | undefined;
  isPayable: boolean;
  after?: DocumentCursor | undefined;
  limit: number;
};

/** "Zoek document": by number in any spelling, name, reference or amount. Newest first. */
export async function searchDocuments(
  context: Context,
  { search, direction, isPayable, after, limit }: DocumentSearchInput,
): Promise<{ items: DocumentView[]; next: DocumentCursor | null }> {
  const { companyId } = context;
  const text = search?.trim();
  const filter = {
    direction,
    isPayable,
    search: text ? { text, amountMinor: parseAmountSearch(text) } : undefined,
  };
  return inCompany(context.db, companyId, async (tx) => {
    const rows = await readPage(tx, companyId, { filter, before: after, limit: limit + 1 });
    const items = rows.slice(0, limit);
    const last = items.at(-1);
    return {
      items: items.map(documentViewOf),
      next: rows.length > limit && last ? cursorOf(last) : null,
    };
  });
}

function cursorOf({ issueDate, documentId }: { issueDate: string | null; documentId: string }): DocumentCursor {
  return { issueDate: issueDate ?? noIssueDate, documentId };
}
