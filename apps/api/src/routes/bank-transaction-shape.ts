import { directionOf } from '@onfact-ponto/application';
import type { ListedPendingLine, TransactionDetail, TransactionPage } from '@onfact-ponto/application';
import type {
  Allocation,
  Attention,
  BankTransaction,
  BankTransactionDetail,
  DayClosing,
  PendingTransaction,
} from '@onfact-ponto/api-contract';
import { reasonOf } from './match-reason-shape.ts';
import { amountOfMinor, momentOf } from './wire-values.ts';

/** Bank lines from the domain to the wire. */

export function transactionOf(listed: TransactionPage['items'][number]): BankTransaction {
  return {
    id: listed.bankTransactionId,
    bankAccountId: listed.bankAccountId,
    bankAccountName: listed.accountDescription ?? listed.accountReference,
    executionDate: listed.executionDate,
    valueDate: listed.valueDate,
    amount: amountOfMinor(listed.amountMinor, listed.currency),
    counterpartName: listed.counterpartName,
    counterpartReference: listed.counterpartReference,
    remittanceInformation: listed.remittanceInformation,
    structuredCommunication: listed.structuredCommunication,
    status: listed.status,
    attention: attentionOf(listed),
    witnesses: [
      ...(listed.isToldByPonto ? (['ponto'] as const) : []),
      ...(listed.isToldByCoda ? (['coda'] as const) : []),
    ],
    documentNumbers: listed.documentNumbers,
  };
}

export function balancesOf({ currency, after, days }: NonNullable<TransactionPage['balances']>) {
  const amount = (amountMinor: bigint | null) => (amountMinor === null ? null : amountOfMinor(amountMinor, currency));
  return {
    after: [...after].map(([bankTransactionId, balanceMinor]) => ({
      bankTransactionId,
      balance: amount(balanceMinor),
    })),
    days: days.map(({ day, balanceMinor, state, check }): DayClosing => ({
      day,
      balance: amount(balanceMinor),
      state,
      check: check && { from: check.from, to: check.to, difference: amountOfMinor(check.differenceMinor, currency) },
    })),
  };
}

/** An amount that a person must decide about comes before a line that may only be late, and the bank before onFact. */
function attentionOf({
  toldOtherwise,
  missingSince,
  troubleInBooks,
}: Pick<TransactionPage['items'][number], 'toldOtherwise' | 'missingSince' | 'troubleInBooks'>): Attention | null {
  const reason = toldOtherwise ? 'amount_changed' : missingSince ? 'missing_at_bank' : troubleInBooks;
  if (reason === null) return null;
  return {
    reason,
    bankAmount: toldOtherwise && amountOfMinor(BigInt(toldOtherwise.amountMinor), toldOtherwise.currency),
    missingSince: missingSince && momentOf(missingSince),
  };
}

export function pendingTransactionOf(line: ListedPendingLine): PendingTransaction {
  return {
    id: line.sourceReference,
    bankAccountId: line.bankAccountId,
    bankAccountName: line.accountDescription ?? line.accountReference,
    executionDate: line.executionDate,
    amount: amountOfMinor(line.amountMinor, line.currency),
    counterpartName: line.counterpartName,
    counterpartReference: line.counterpartReference,
    remittanceInformation: line.remittanceInformation ?? line.description,
  };
}

export function transactionDetailOf(detail: TransactionDetail): BankTransactionDetail {
  const { transaction, account, status, isToldByCoda, troubleInBooks } = detail;
  const isToldByPonto = transaction.source === 'ponto';
  return {
    ...transactionOf({
      ...transaction,
      status,
      isToldByPonto,
      isToldByCoda,
      troubleInBooks,
      accountDescription: account.description,
      accountReference: account.reference,
      documentNumbers: detail.allocations.flatMap(({ document, undo }) => (undo ? [] : [document.number])),
    }),
    bankAccountReference: account.reference,
    description: transaction.description,
    endToEndId: transaction.endToEndId,
    bankTransactionCode: transaction.bankTransactionCode,
    proprietaryBankTransactionCode: transaction.proprietaryBankTransactionCode,
    purposeCode: transaction.purposeCode,
    mandateId: transaction.mandateId,
    creditorId: transaction.creditorId,
    additionalInformation: transaction.additionalInformation,
    bankReference: transaction.bankReference,
    filledFromCoda: [...transaction.filledFromCoda],
    parts: detail.parts.map((part) => ({
      amount: amountOfMinor(part.amountMinor, part.currency),
      counterpartName: part.counterpartName,
      counterpartReference: part.counterpartReference,
      remittanceInformation: part.remittanceInformation,
      structuredCommunication: part.structuredCommunication,
    })),
    refundable: detail.refundableMinor === null ? null : amountOfMinor(detail.refundableMinor, transaction.currency),
    refunds: detail.refunds.map(({ item, payment }) => ({
      paymentId: payment.paymentInitiationId,
      state: payment.state,
      amount: amountOfMinor(item.amountMinor, transaction.currency),
      isReturned: item.returnedTransactionId !== null,
    })),
    doubtfulOf: detail.doubtfulOf && transactionOf(detail.doubtfulOf),
    allocations: detail.allocations.map(allocationOf),
    history: detail.history.map((entry) => ({
      at: momentOf(entry.at),
      action: entry.action,
      actor: { type: entry.actorType, name: entry.actorName },
      facts: entry.facts,
    })),
    technical: {
      pontoTransactionId: isToldByPonto ? transaction.sourceReference : null,
      pontoAccountId: account.pontoAccountId,
      fetchedAt: momentOf(transaction.fetchedAt),
      codaMovements: detail.codaMovements.map(({ sequenceNumber, ...movement }) => ({
        ...movement,
        sequenceNumber: sequenceNumber === null ? null : String(sequenceNumber),
      })),
    },
  };
}

function allocationOf({
  allocation,
  document,
  undo,
  publications,
}: TransactionDetail['allocations'][number]): Allocation {
  return {
    id: allocation.allocationId,
    document: {
      id: document.documentId,
      number: document.number,
      customerName: document.contactName,
      issueDate: document.issueDate,
      dueDate: document.dueDate,
      total: amountOfMinor(document.totalMinor, document.currency),
      isLocked: document.isLocked,
    },
    bookingId: allocation.bookingId,
    amount: amountOfMinor(
      directionOf(document.kind) === 'in' ? allocation.amountMinor : -allocation.amountMinor,
      document.currency,
    ),
    adjustment: allocation.adjustmentKind && {
      kind: allocation.adjustmentKind,
      amount: amountOfMinor(allocation.adjustmentMinor, document.currency),
    },
    cause: allocation.cause,
    reasons: allocation.reasons.map((reason) => reasonOf({ ...reason, side: 'for' })),
    createdAt: momentOf(allocation.createdAt),
    undone: undo && { at: momentOf(undo.undoneAt), by: undo.undoneBy },
    publications: publications.map(({ operation, state, onfactPaymentId, problem, updatedAt }) => ({
      operation,
      state,
      onfactPaymentId: onfactPaymentId === null ? null : String(onfactPaymentId),
      problem,
      updatedAt: momentOf(updatedAt),
    })),
  };
}
