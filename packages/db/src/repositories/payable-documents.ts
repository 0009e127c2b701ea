import { and, asc, desc, eq, inArray, sql } from 'drizzle-orm';
import type { Transaction } from '../database.ts';
import {
  allocation,
  bankTransaction,
  openDocument,
  payeeAccount,
  paymentInitiation,
  paymentInitiationItem,
} from '../schema/index.ts';
import { isPaymentOfItem } from './payment-initiations.ts';
import type { OpenDocument } from './open-documents.ts';

/** A document that can be paid, with the payment that carries it now, if one does. */
export type PayableDocument = {
  document: OpenDocument;
  running: { paymentInitiationId: string; state: (typeof paymentInitiation.$inferSelect)['state'] } | null;
};

/** Open purchases, and sales credit notes to refund: first what is due first. */
export async function listPayableDocuments(
  tx: Transaction,
  companyId: string,
  limit: number,
): Promise<PayableDocument[]> {
  const isRunning = and(
    eq(paymentInitiationItem.companyId, openDocument.companyId),
    eq(paymentInitiationItem.documentId, openDocument.documentId),
    eq(paymentInitiationItem.isLive, true),
  );
  const rows = await tx
    .select({
      document: openDocument,
      paymentInitiationId: paymentInitiation.paymentInitiationId,
      state: paymentInitiation.state,
    })
    .from(openDocument)
    .leftJoin(paymentInitiationItem, isRunning)
    .leftJoin(paymentInitiation, isPaymentOfItem)
    .where(
      and(
        eq(openDocument.companyId, companyId),
        inArray(openDocument.kind, ['purchase_invoice', 'sales_credit_note']),
        eq(openDocument.isOpen, true),
        eq(openDocument.isDeleted, false),
        sql`${openDocument.allocatedMinor} + ${openDocument.adjustedMinor} < ${openDocument.totalMinor}`,
      ),
    )
    .orderBy(sql`${openDocument.dueDate} asc nulls last`, asc(openDocument.number), asc(openDocument.documentId))
    .limit(limit);
  return rows.map(({ document, paymentInitiationId, state }) => ({
    document,
    running: paymentInitiationId === null || state === null ? null : { paymentInitiationId, state },
  }));
}

/** The last payment to a supplier that was not refused or taken back. */
export type LastPayment = {
  onfactContactId: number;
  iban: string;
  paidAt: Date;
  paidBy: string | null;
};

export async function listLastPayments(
  tx: Transaction,
  companyId: string,
  contactIds: readonly number[],
): Promise<LastPayment[]> {
  const rows = await tx
    .selectDistinctOn([openDocument.onfactContactId], {
      onfactContactId: openDocument.onfactContactId,
      iban: paymentInitiationItem.creditorIban,
      paidAt: paymentInitiation.preparedAt,
      paidBy: paymentInitiation.preparedByName,
    })
    .from(paymentInitiationItem)
    .innerJoin(paymentInitiation, isPaymentOfItem)
    .innerJoin(
      openDocument,
      and(
        eq(openDocument.companyId, paymentInitiationItem.companyId),
        eq(openDocument.documentId, paymentInitiationItem.documentId),
      ),
    )
    .where(
      and(
        eq(paymentInitiationItem.companyId, companyId),
        inArray(openDocument.onfactContactId, [...contactIds]),
        sql`${paymentInitiation.state} not in ('refused', 'expired', 'cancelled')`,
      ),
    )
    .orderBy(openDocument.onfactContactId, desc(paymentInitiation.preparedAt));
  return rows.flatMap(({ onfactContactId, ...row }) => (onfactContactId === null ? [] : [{ onfactContactId, ...row }]));
}

export type PayeeAccount = typeof payeeAccount.$inferSelect;

/** Since when each account stands on the purchases of these suppliers. */
export async function listPayeeAccounts(
  tx: Transaction,
  companyId: string,
  contactIds: readonly number[],
): Promise<PayeeAccount[]> {
  return tx
    .select()
    .from(payeeAccount)
    .where(and(eq(payeeAccount.companyId, companyId), inArray(payeeAccount.onfactContactId, [...contactIds])));
}

/** From which account each customer last paid something that was matched: where a credit note is paid back to. */
export async function listPayerAccounts(
  tx: Transaction,
  companyId: string,
  contactIds: readonly number[],
): Promise<{ onfactContactId: number; iban: string }[]> {
  const rows = await tx
    .selectDistinctOn([openDocument.onfactContactId], {
      onfactContactId: openDocument.onfactContactId,
      iban: bankTransaction.counterpartReference,
    })
    .from(allocation)
    .innerJoin(
      openDocument,
      and(eq(openDocument.companyId, allocation.companyId), eq(openDocument.documentId, allocation.documentId)),
    )
    .innerJoin(
      bankTransaction,
      and(
        eq(bankTransaction.companyId, allocation.companyId),
        eq(bankTransaction.bankTransactionId, allocation.bankTransactionId),
      ),
    )
    .where(
      and(
        eq(allocation.companyId, companyId),
        inArray(openDocument.onfactContactId, [...contactIds]),
        inArray(openDocument.kind, ['sales_invoice', 'payment_request']),
        sql`${bankTransaction.amountMinor} > 0 and ${bankTransaction.counterpartReference} is not null
          and not exists (select from allocation_undo undo where undo.company_id = ${allocation.companyId}
            and undo.allocation_id = ${allocation.allocationId})`,
      ),
    )
    .orderBy(openDocument.onfactContactId, desc(bankTransaction.executionDate), bankTransaction.bankTransactionId);
  return rows.flatMap(({ onfactContactId, iban }) =>
    onfactContactId === null || iban === null ? [] : [{ onfactContactId, iban }],
  );
}

/** An open credit note of a supplier, and what it leaves to be set off. */
export type OpenCredit = { onfactContactId: number; number: string; currency: string; openMinor: bigint };

export async function listOpenCredits(
  tx: Transaction,
  companyId: string,
  contactIds: readonly number[],
): Promise<OpenCredit[]> {
  const openMinor = sql<string>`${openDocument.totalMinor} - ${openDocument.allocatedMinor} - ${openDocument.adjustedMinor}`;
  const rows = await tx
    .select({
      onfactContactId: openDocument.onfactContactId,
      number: openDocument.number,
      currency: openDocument.currency,
      openMinor,
    })
    .from(openDocument)
    .where(
      and(
        eq(openDocument.companyId, companyId),
        eq(openDocument.kind, 'purchase_credit_note'),
        eq(openDocument.isOpen, true),
        eq(openDocument.isDeleted, false),
        inArray(openDocument.onfactContactId, [...contactIds]),
        sql`${openMinor} > 0`,
      ),
    )
    .orderBy(asc(openDocument.issueDate), asc(openDocument.number));
  return rows.flatMap(({ onfactContactId, openMinor: open, ...row }) =>
    onfactContactId === null ? [] : [{ ...row, onfactContactId, openMinor: BigInt(open) }],
  );
}

/** Under which name the bank last showed each account. */
export async function listNamesOfAccounts(
  tx: Transaction,
  companyId: string,
  ibans: readonly string[],
): Promise<{ iban: string; name: string }[]> {
  const rows = await tx
    .selectDistinctOn([bankTransaction.counterpartReference], {
      iban: bankTransaction.counterpartReference,
      name: bankTransaction.counterpartName,
    })
    .from(bankTransaction)
    .where(
      and(
        eq(bankTransaction.companyId, companyId),
        inArray(bankTransaction.counterpartReference, [...ibans]),
        sql`${bankTransaction.counterpartName} is not null and ${bankTransaction.withdrawnAt} is null`,
      ),
    )
    .orderBy(bankTransaction.counterpartReference, desc(bankTransaction.executionDate));
  return rows.flatMap(({ iban, name }) => (iban === null || name === null ? [] : [{ iban, name }]));
}
