import type * as application from '@onfact-ponto/application';
import type * as contract from '@onfact-ponto/api-contract';
import { amountOfMinor, momentOf, momentOrNull } from './wire-values.ts';

/** How payments that go out look in JSON. */

export function purchaseOf(view: application.PurchaseView): contract.Purchase {
  const { totalMinor, openMinor, currency, running, ...told } = view;
  return {
    ...told,
    total: amountOfMinor(totalMinor, currency),
    open: amountOfMinor(openMinor, currency),
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
      payableId: payableIdOf(plan),
      amount: amountOfMinor(plan.amountMinor, 'EUR'),
      payeeName: plan.creditorName,
      payeeIban: plan.creditorIban,
      communication: plan.remittanceInformation,
    })),
    total: amountOfMinor(totalMinor, 'EUR'),
    guards: guards.map(guardOf),
    balanceAfter: balanceMinor === null ? null : amountOfMinor(balanceMinor - totalMinor, account.currency),
    needsApproval: approvalFromMinor !== null && totalMinor >= approvalFromMinor,
    seal,
  };
}

/** Each guard with what is known about its own matter only. */
function guardOf({ code, level, payableId, transfer }: application.Guard): contract.PaymentGuard {
  const before = code === 'account_changed' ? (transfer?.accountBefore ?? null) : null;
  const paid = code === 'paid_before' ? (transfer?.paidBefore ?? null) : null;
  const credits = code === 'credit_notes_open' ? (transfer?.openCredits ?? []) : [];
  return {
    code,
    level,
    payableId: payableId ?? null,
    paidBefore: paid && {
      paymentId: paid.paymentInitiationId,
      reference: paid.reference,
      seenAt: momentOf(paid.seenAt),
    },
    accountBefore: before && { ...before, paidAt: momentOf(before.paidAt), changedAt: momentOrNull(before.changedAt) },
    accountKnownAs: code === 'account_of_another_name' ? (transfer?.accountKnownAs ?? null) : null,
    openCredits: credits.map(({ number, openMinor }) => ({
      number,
      open: amountOfMinor(openMinor, transfer?.currency ?? 'EUR'),
    })),
  };
}

/** @throws Error for a transfer that pays nothing: the database holds that there is none */
function payableIdOf({ documentId, refundedTransactionId }: Subject): string {
  const id = documentId ?? refundedTransactionId;
  if (id === null) throw new Error('A transfer that pays nothing');
  return id;
}

type Subject = Pick<application.PaymentReview['plans'][number], 'documentId' | 'refundedTransactionId'>;

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
    transfers: items.map(({ item, number, kind }) => ({
      payableId: payableIdOf(item),
      kind: kind === 'purchase_invoice' || kind === 'sales_credit_note' ? kind : 'overpayment',
      number,
      amount: amountOfMinor(item.amountMinor, payment.currency),
      payeeName: item.creditorName,
      payeeIban: item.creditorIban,
      communication: item.remittanceInformation,
      endToEndId: item.endToEndId,
      bankTransactionId: item.bankTransactionId,
      returnedTransactionId: item.returnedTransactionId,
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
