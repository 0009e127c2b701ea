import {
  findBankTransaction,
  inCompany,
  listAllocationsOfTransaction,
  listAuditEntriesOfSubject,
} from '@onfact-ponto/db';
import type { Context } from '../context.ts';
import { ApplicationError } from '../errors.ts';

type Found = NonNullable<Awaited<ReturnType<typeof findBankTransaction>>>;

export type TransactionDetail = Found & {
  allocations: Awaited<ReturnType<typeof listAllocationsOfTransaction>>;
  history: Awaited<ReturnType<typeof listAuditEntriesOfSubject>>;
};

/** All that is known of a line: its fields, what it was booked on and why, and who did what. */
export async function getBankTransaction(
  context: Context,
  { bankTransactionId }: { bankTransactionId: string },
): Promise<TransactionDetail> {
  const { companyId } = context;
  return inCompany(context.db, companyId, async (tx) => {
    const [found, allocations, history] = await Promise.all([
      findBankTransaction(tx, companyId, bankTransactionId),
      listAllocationsOfTransaction(tx, companyId, bankTransactionId),
      listAuditEntriesOfSubject(tx, companyId, { subjectType: 'bank-transaction', subjectId: bankTransactionId }),
    ]);
    if (!found) throw new ApplicationError('bank_transaction_not_found');
    return { ...found, allocations, history };
  });
}
