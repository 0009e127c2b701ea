import { and, eq, gte, isNull, ne, or, sql } from 'drizzle-orm';
import type { Transaction } from '../database.ts';
import { bankAccount, bankTransaction, openDocument } from '../schema/index.ts';
import type { BankTransaction } from './bank-transactions.ts';
import type { OpenDocument } from './open-documents.ts';
import { asArray } from './parameters.ts';

/** What matching and booking read of lines and documents. */

/** A line with what its account says about it. */
export type LineOfAccount = Readonly<{
  line: BankTransaction;
  accountReference: string;
  automaticMatching: 'off' | 'exact' | 'learned';
}>;

const columns = {
  line: bankTransaction,
  accountReference: bankAccount.reference,
  automaticMatching: bankAccount.automaticMatching,
};

const ofAccount = and(
  eq(bankAccount.companyId, bankTransaction.companyId),
  eq(bankAccount.bankAccountId, bankTransaction.bankAccountId),
);

/**
 * Lines to process: nothing is allocated on them, nobody said what else they are, and they are no refund of ours, nor the
 * return of a payment. Of all accounts, by id.
 */
export async function listLinesToMatch(tx: Transaction, companyId: string): Promise<LineOfAccount[]> {
  return tx
    .select(columns)
    .from(bankTransaction)
    .innerJoin(bankAccount, ofAccount)
    .where(
      and(
        eq(bankTransaction.companyId, companyId),
        eq(bankTransaction.allocatedMinor, 0n),
        ne(bankTransaction.amountMinor, 0n),
        isNull(bankTransaction.disposition),
        isNull(bankTransaction.withdrawnAt),
        isNull(bankTransaction.doubtfulOf),
        isNull(bankTransaction.missingSince),
        sql`not exists (select from payment_initiation_item ours where ours.company_id = ${bankTransaction.companyId}
          and ours.end_to_end_id = ${bankTransaction.endToEndId}
          and (ours.refunded_transaction_id is not null or ${bankTransaction.amountMinor} > 0))`,
      ),
    )
    .orderBy(bankTransaction.bankTransactionId);
}

export async function listLinesOfAccounts(
  tx: Transaction,
  companyId: string,
  bankTransactionIds: readonly string[],
): Promise<LineOfAccount[]> {
  return tx
    .select(columns)
    .from(bankTransaction)
    .innerJoin(bankAccount, ofAccount)
    .where(areThese(companyId, bankTransactionIds));
}

/**
 * Locks lines, in the order of their ids, until the transaction ends. Everybody who books locks lines first and
 * documents after.
 * @param skipBusy leaves out a line that somebody else is at, instead of waiting
 */
export async function lockLines(
  tx: Transaction,
  companyId: string,
  bankTransactionIds: readonly string[],
  { skipBusy }: { skipBusy: boolean },
): Promise<LineOfAccount[]> {
  return tx
    .select(columns)
    .from(bankTransaction)
    .innerJoin(bankAccount, ofAccount)
    .where(areThese(companyId, bankTransactionIds))
    .orderBy(bankTransaction.bankTransactionId)
    .for('no key update', { of: bankTransaction, ...(skipBusy ? { skipLocked: true } : {}) });
}

function areThese(companyId: string, bankTransactionIds: readonly string[]) {
  return and(
    eq(bankTransaction.companyId, companyId),
    sql`${bankTransaction.bankTransactionId} = any(${asArray(bankTransactionIds)}::uuid[])`,
  );
}

/** Locks documents, in the order of their ids, until the transaction ends. */
export async function lockDocuments(
  tx: Transaction,
  companyId: string,
  documentIds: readonly string[],
): Promise<OpenDocument[]> {
  return tx
    .select()
    .from(openDocument)
    .where(
      and(
        eq(openDocument.companyId, companyId),
        sql`${openDocument.documentId} = any(${asArray(documentIds)}::uuid[])`,
      ),
    )
    .orderBy(openDocument.documentId)
    .for('no key update');
}

/**
 * Documents that a line may name: all that are open, and closed ones since a day, whose reference tells who pays.
 * Deleted ones are left out.
 */
export async function listDocumentsToMatch(
  tx: Transaction,
  companyId: string,
  closedSince: string,
): Promise<OpenDocument[]> {
  return tx
    .select()
    .from(openDocument)
    .where(
      and(
        eq(openDocument.companyId, companyId),
        eq(openDocument.isDeleted, false),
        or(eq(openDocument.isOpen, true), gte(openDocument.issueDate, closedSince)),
      ),
    )
    .orderBy(openDocument.documentId);
}
