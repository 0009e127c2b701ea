import { describeTransactionCode } from '@onfact-ponto/coda';
import {
  findBankTransaction,
  findListedTransactions,
  findRefundableLines,
  inCompany,
  listAllocationsOfTransaction,
  listAuditEntriesOfSubject,
  listDetailsOfMovement,
  listMovementsOfTransaction,
  listRefundsOfLine,
} from '@onfact-ponto/db';
import type { ListedTransaction, RefundableLine, StatementMovement, Transaction } from '@onfact-ponto/db';
import type { Context } from '../context.ts';
import { ApplicationError } from '../errors.ts';
import { codaReadingOf, isTotalCode } from '../statement-import/witnesses.ts';
import type { Reading } from '../statement-import/witnesses.ts';

type Found = NonNullable<Awaited<ReturnType<typeof findBankTransaction>>>;

export type TransactionDetail = Found & {
  allocations: Awaited<ReturnType<typeof listAllocationsOfTransaction>>;
  history: Awaited<ReturnType<typeof listAuditEntriesOfSubject>>;
  /** Where CODA statements tell of it. */
  codaMovements: CodaMovement[];
  /** What the bank booked as one total. */
  parts: Reading[];
  /** What could be paid back of it now: it came in, and no document asked it. Null when nothing can. */
  refundableMinor: bigint | null;
  /** Payments that pay back what came in too much, newest first. */
  refunds: Awaited<ReturnType<typeof listRefundsOfLine>>;
  /** What a doubtful line may be equal to. */
  doubtfulOf: ListedTransaction | null;
};

export type CodaMovement = {
  statementImportId: string;
  fileName: string;
  line: number;
  sequenceNumber: number | null;
  transactionCode: string;
  transactionCodeTexts: { nl: string; fr: string; en: string };
};

/** All that is known of a line: its fields, what it was booked on and why, and who did what. */
export async function getBankTransaction(
  context: Context,
  { bankTransactionId }: { bankTransactionId: string },
): Promise<TransactionDetail> {
  const { companyId } = context;
  return inCompany(context.db, companyId, async (tx) => {
    const [found, allocations, history, movements, [refundable], refunds] = await Promise.all([
      findBankTransaction(tx, companyId, bankTransactionId),
      listAllocationsOfTransaction(tx, companyId, bankTransactionId),
      listAuditEntriesOfSubject(tx, companyId, { subjectType: 'bank-transaction', subjectId: bankTransactionId }),
      listMovementsOfTransaction(tx, companyId, bankTransactionId),
      findRefundableLines(tx, companyId, [bankTransactionId]),
      listRefundsOfLine(tx, companyId, bankTransactionId),
    ]);
    if (!found) throw new ApplicationError('bank_transaction_not_found');
    const { doubtfulOf } = found.transaction;
    const [other] = doubtfulOf === null ? [] : await findListedTransactions(tx, companyId, [doubtfulOf]);
    return {
      ...found,
      allocations,
      history,
      codaMovements: movements.map(codaMovementOf),
      parts: await partsOf(tx, movements[0]?.movement),
      refundableMinor: refundable ? refundableNow(refundable) : null,
      refunds,
      doubtfulOf: other ?? null,
    };
  });
}

/** Only in euro and to an account, as everything that is paid here. */
function refundableNow({ line, openMinor, running }: RefundableLine): bigint | null {
  const canBe = running === null && openMinor > 0n && line.currency === 'EUR' && line.counterpartReference !== null;
  return canBe ? openMinor : null;
}

async function partsOf(tx: Transaction, movement: StatementMovement | undefined): Promise<Reading[]> {
  if (!movement?.bankTransactionId || !isTotalCode(movement.transactionCode)) return [];
  return (await listDetailsOfMovement(tx, movement)).map(codaReadingOf);
}

function codaMovementOf({
  movement,
  file,
}: Awaited<ReturnType<typeof listMovementsOfTransaction>>[number]): CodaMovement {
  const { transactionCode } = movement;
  const code = {
    type: transactionCode.slice(0, 1),
    family: transactionCode.slice(1, 3),
    operation: transactionCode.slice(3, 5),
    category: transactionCode.slice(5),
  };
  const textIn = (language: 'nl' | 'fr' | 'en') => describeTransactionCode(code, language).description;
  return {
    statementImportId: file.statementImportId,
    fileName: file.name,
    line: movement.line,
    sequenceNumber: movement.sequenceNumber,
    transactionCode,
    transactionCodeTexts: { nl: textIn('nl'), fr: textIn('fr'), en: textIn('en') },
  };
}
