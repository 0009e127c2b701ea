import type * as application from '@onfact-ponto/application';
import type * as contract from '@onfact-ponto/api-contract';
import { amountOfMinor, momentOf, momentOrNull } from './wire-values.ts';

/** How payments that go out look in JSON. */

export function purchaseOf({
  document,
  running,
  openMinor,
  communication,
}: application.PurchaseView): contract.Purchase {
  return {
    documentId: document.documentId,
    kind: document.kind === 'sales_credit_note' ? 'sales_credit_note' : 'purchase_invoice',
    number: document.number,
    payeeName: document.contactName,
    payeeIban: document.payeeIban,
    issueDate: document.issueDate,
    dueDate: document.dueDate,
    total: amountOfMinor(document.totalMinor, document.currency),
    open: amountOfMinor(openMinor, document.currency),
    communication,
    isLocked: document.isLocked,
    running: running && { paymentId: running.paymentInitiationId, state: running.state },
  };
}

export function reviewOf(
  { account, plans, guards, totalMinor, seal }: application.PaymentReview,
  { approvalFromMinor }: application.PaymentSettings,
): contract.PaymentReview {
  const balanceMinor = account.availableBalanceMinor ?? account.currentBalanceMinor;
  return {
    transfers: plans.map((plan) => ({
      documentId: plan.documentId,
      amount: amountOfMinor(plan.amountMinor, 'EUR'),
      payeeName: plan.creditorName,
      payeeIban: plan.creditorIban,
      communication: plan.remittanceInformation,
    })),
    total: amountOfMinor(totalMinor, 'EUR'),
    guards: guards.map(({ code, level, documentId }) => ({ code, level, documentId: documentId ?? null })),
    balanceAfter: balanceMinor === null ? null : amountOfMinor(balanceMinor - totalMinor, account.currency),
    needsApproval: approvalFromMinor !== null && totalMinor >= approvalFromMinor,
    seal,
  };
}

export function paymentOf({ payment, items }: application.PaymentSummary): contract.OutgoingPayment {
  return {
    id: payment.paymentInitiationId,
    method: payment.method,
    state: payment.state,
    stateSince: momentOf(payment.stateSince),
    stateReason: payment.stateReason,
    reference: payment.reference,
    bankAccountId: payment.bankAccountId,
    executionDate: payment.executionDate,
    total: amountOfMinor(payment.totalMinor, payment.currency),
    preparedAt: momentOf(payment.preparedAt),
    preparedBy: payment.preparedByName,
    approvedBy: payment.approvedByName,
    transfers: items.map(({ item, number }) => ({
      documentId: item.documentId,
      number,
      amount: amountOfMinor(item.amountMinor, payment.currency),
      payeeName: item.creditorName,
      payeeIban: item.creditorIban,
      communication: item.remittanceInformation,
      endToEndId: item.endToEndId,
      bankTransactionId: item.bankTransactionId,
    })),
  };
}

export function paymentDetailOf({
  steps,
  can,
  paidOtherwise,
  ...summary
}: application.PaymentView): contract.OutgoingPaymentDetail {
  const { payment } = summary;
  return {
    ...paymentOf(summary),
    signingUrl: can.sign ? payment.signingUrl : null,
    pontoStatus: payment.pontoStatus,
    pontoPaymentId: payment.pontoPaymentId,
    lookedAt: momentOrNull(payment.lookedAt),
    paidOtherwise: [...paidOtherwise],
    can,
    steps: steps.map((step) => ({
      at: momentOf(step.at),
      event: step.event,
      from: step.fromState,
      to: step.toState,
      reason: step.reason,
      actor: { type: step.actorType, name: step.actorName },
      providerRequestId: step.providerRequestId,
    })),
  };
}

export function settingsOf({ approvalFromMinor }: application.PaymentSettings): contract.PaymentSettings {
  return { approvalFrom: approvalFromMinor === null ? null : amountOfMinor(approvalFromMinor, 'EUR') };
}
