import { inCompany } from '@onfact-ponto/db';
import type { Context } from '../context.ts';
import type { BooksState } from '../support/find-faults.ts';
import { readBooks } from '../support/read-link-facts.ts';

/** @property readAt the last reading that succeeded: what is listed is as it was then */
export type PurchasesReading = Readonly<{ state: BooksState; readAt: Date | null }>;

/** How far the purchases were read, and what keeps them from being read now: nobody pays again what was paid since. */
export async function getPurchasesReading({ db, companyId }: Context): Promise<PurchasesReading> {
  return inCompany(db, companyId, async (tx) => {
    const { state, reading } = await readBooks(tx, { companyId, kind: 'purchase_invoice' });
    return { state, readAt: reading?.readAt ?? null };
  });
}
