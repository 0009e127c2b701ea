import type { Transaction } from '../database.ts';
import { reconciliationSetting } from '../schema/index.ts';

export type ReconciliationSetting = typeof reconciliationSetting.$inferSelect;

export async function saveReconciliationSetting(tx: Transaction, row: ReconciliationSetting): Promise<void> {
  const { paymentDifferenceLimitMinor, updatedAt, updatedBy } = row;
  await tx
    .insert(reconciliationSetting)
    .values(row)
    .onConflictDoUpdate({
      target: [reconciliationSetting.companyId],
      set: { paymentDifferenceLimitMinor, updatedAt, updatedBy },
    });
}
