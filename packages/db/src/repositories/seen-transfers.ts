import { and, asc, eq, gt, gte, inArray, isNotNull, isNull, lt, notExists, or, sql } from 'drizzle-orm';
import type { Transaction } from '../database.ts';
import {
  allocation,
  allocationUndo,
  bankTransaction,
  paymentInitiation,
  paymentInitiationItem,
} from '../schema/index.ts';
import type { BankTransaction } from './bank-transactions.ts';
import { asArray } from './parameters.ts';
import { isPaymentOfItem } from './payment-initiations.ts';
import type { PaymentInitiation, PaymentInitiationItem } from './payment-initiations.ts';

/** What the bank shows of transfers: the debit that proves one, and the credit that returns it. */

export type TransferOfPayment = { item: PaymentInitiationItem; payment: PaymentInitiation };

type Part = Pick<PaymentInitiationItem, 'companyId' | 'paymentInitiationId' | 'position'>;

const transfer = { item: paymentInitiationItem, payment: paymentInitiation };

/** Transfers that may still show on the account: also those of payments that are over, for a bank may book them. */
export async function listUnseenTransfers(
  tx: Transaction,
  companyId: string,
  preparedSince: Date,
): Promise<TransferOfPayment[]> {
  return tx
    .select(transfer)
    .from(paymentInitiationItem)
    .innerJoin(paymentInitiation, isPaymentOfItem)
    .where(
      and(
        eq(paymentInitiationItem.companyId, companyId),
        isNull(paymentInitiationItem.bankTransactionId),
        gte(paymentInitiation.preparedAt, preparedSince),
      ),
    )
    .orderBy(asc(paymentInitiation.preparedAt), asc(paymentInitiationItem.position));
}

/** The line that proves a transfer, as long as the bank stands by it. */
const isProofOfItem = and(
  eq(bankTransaction.companyId, paymentInitiationItem.companyId),
  eq(bankTransaction.bankTransactionId, paymentInitiationItem.bankTransactionId),
  isNull(bankTransaction.withdrawnAt),
  isNull(bankTransaction.missingSince),
);

/** Transfers that were seen and carry one of these ids, or come to one of these amounts. */
export async function listSeenTransfers(
  tx: Transaction,
  companyId: string,
  { endToEndIds, amounts }: { endToEndIds: readonly string[]; amounts: readonly bigint[] },
): Promise<TransferOfPayment[]> {
  return tx
    .select(transfer)
    .from(paymentInitiationItem)
    .innerJoin(paymentInitiation, isPaymentOfItem)
    .innerJoin(bankTransaction, isProofOfItem)
    .where(
      and(
        eq(paymentInitiationItem.companyId, companyId),
        or(
          inArray(paymentInitiationItem.endToEndId, [...endToEndIds]),
          inArray(paymentInitiationItem.amountMinor, [...amounts]),
        ),
      ),
    )
    .orderBy(asc(paymentInitiation.preparedAt), asc(paymentInitiationItem.position));
}

const counts = and(isNull(bankTransaction.withdrawnAt), isNull(bankTransaction.doubtfulOf));
const inOrder = [asc(bankTransaction.executionDate), asc(bankTransaction.bankTransactionId)] as const;

/** Lines by which money left an account since a day, and that no transfer of ours explains yet. */
export async function listUnexplainedDebits(
  tx: Transaction,
  companyId: string,
  since: string,
): Promise<BankTransaction[]> {
  const isExplained = tx
    .select({ one: sql`1` })
    .from(paymentInitiationItem)
    .where(
      and(
        eq(paymentInitiationItem.companyId, bankTransaction.companyId),
        eq(paymentInitiationItem.bankTransactionId, bankTransaction.bankTransactionId),
      ),
    );
  return tx
    .select()
    .from(bankTransaction)
    .where(
      and(
        eq(bankTransaction.companyId, companyId),
        gte(bankTransaction.executionDate, since),
        lt(bankTransaction.amountMinor, 0n),
        counts,
        notExists(isExplained),
      ),
    )
    .orderBy(...inOrder);
}

/**
 * Lines of which nobody said yet what they are, and by which money may have come back that we sent: they carry an id like
 * ours, or the bank calls them a returned transfer.
 */
export async function listPossibleReturns(
  tx: Transaction,
  companyId: string,
  { since, idPrefix, returnCodes }: { since: string; idPrefix: string; returnCodes: RegExp },
): Promise<BankTransaction[]> {
  return tx
    .select()
    .from(bankTransaction)
    .where(
      and(
        eq(bankTransaction.companyId, companyId),
        gte(bankTransaction.executionDate, since),
        gt(bankTransaction.amountMinor, 0n),
        eq(bankTransaction.allocatedMinor, 0n),
        isNull(bankTransaction.disposition),
        isNull(bankTransaction.missingSince),
        counts,
        or(
          sql`starts_with(${bankTransaction.endToEndId}, ${idPrefix})`,
          sql`${bankTransaction.bankTransactionCode} ~ ${returnCodes.source}`,
        ),
      ),
    )
    .orderBy(...inOrder);
}

/** Writes down which line proves a transfer; its document is free for what may still be open of it. */
export async function saveSeenTransfer(
  tx: Transaction,
  part: Part,
  seen: { bankTransactionId: string; seenAt: Date },
): Promise<void> {
  await tx.update(paymentInitiationItem).set(seen).where(isPart(part));
}

/** Writes down by which line a transfer came back, or that it did not after all. */
export async function saveReturnedTransfer(
  tx: Transaction,
  part: Part,
  returnedTransactionId: string | null,
): Promise<void> {
  await tx.update(paymentInitiationItem).set({ returnedTransactionId }).where(isPart(part));
}

/** The transfer that came back by one of these lines. */
export async function findReturnedTransfer(
  tx: Transaction,
  companyId: string,
  bankTransactionIds: readonly string[],
): Promise<PaymentInitiationItem | undefined> {
  const [row] = await tx
    .select()
    .from(paymentInitiationItem)
    .where(
      and(
        eq(paymentInitiationItem.companyId, companyId),
        inArray(paymentInitiationItem.returnedTransactionId, [...bankTransactionIds]),
      ),
    );
  return row;
}

/** A payment of a document that left the account, and whose line is not matched to it. */
export type UnmatchedPayment = {
  documentId: string | null;
  paymentInitiationId: string;
  reference: string;
  seenAt: Date | null;
};

/** Of these documents; what came back does not count. */
export async function listUnmatchedPayments(
  tx: Transaction,
  companyId: string,
  documentIds: readonly string[],
): Promise<UnmatchedPayment[]> {
  const { documentId, paymentInitiationId, seenAt } = paymentInitiationItem;
  const isMatched = tx
    .select({ one: sql`1` })
    .from(allocation)
    .leftJoin(
      allocationUndo,
      and(eq(allocationUndo.companyId, allocation.companyId), eq(allocationUndo.allocationId, allocation.allocationId)),
    )
    .where(
      and(
        eq(allocation.companyId, paymentInitiationItem.companyId),
        eq(allocation.bankTransactionId, paymentInitiationItem.bankTransactionId),
        eq(allocation.documentId, paymentInitiationItem.documentId),
        isNull(allocationUndo.undoneAt),
      ),
    );
  return tx
    .select({ documentId, paymentInitiationId, reference: paymentInitiation.reference, seenAt })
    .from(paymentInitiationItem)
    .innerJoin(paymentInitiation, isPaymentOfItem)
    .innerJoin(bankTransaction, isProofOfItem)
    .where(
      and(
        eq(paymentInitiationItem.companyId, companyId),
        sql`${documentId} = any(${asArray(documentIds)}::uuid[])`,
        isNotNull(paymentInitiationItem.bankTransactionId),
        isNull(paymentInitiationItem.returnedTransactionId),
        notExists(isMatched),
      ),
    )
    .orderBy(asc(paymentInitiation.preparedAt));
}

function isPart({ companyId, paymentInitiationId, position }: Part) {
  return and(
    eq(paymentInitiationItem.companyId, companyId),
    eq(paymentInitiationItem.paymentInitiationId, paymentInitiationId),
    eq(paymentInitiationItem.position, position),
  );
}
