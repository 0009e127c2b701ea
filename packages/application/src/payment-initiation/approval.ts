import { findPaymentApprovalLimit } from '@onfact-ponto/db';
import type { Transaction } from '@onfact-ponto/db';

/** Whether a second person must agree: the company's own choice, from an amount on. */
export async function needsApproval(tx: Transaction, companyId: string, totalMinor: bigint): Promise<boolean> {
  const fromMinor = await findPaymentApprovalLimit(tx, companyId);
  return fromMinor !== null && totalMinor >= fromMinor;
}
