import { Document, enableValidations } from 'sepa';
import { formatMoney } from '@onfact-ponto/primitives';
import type { PaymentFile } from '../pain-001.ts';

/** The same file by the npm package `sepa`, which knows nothing of ours. Amounts are floats there. */
export function writtenBySepaJs(file: PaymentFile): string {
  enableValidations(false);
  const document = new Document('pain.001.001.09');
  document.grpHdr.id = file.messageId;
  document.grpHdr.created = file.createdAt;
  document.grpHdr.initiatorName = file.debtor.name;

  const info = document.createPaymentInfo();
  info.requestedExecutionDate = new Date(`${file.executionDate}T12:00:00`);
  info.batchBooking = file.batchBooking;
  info.debtorName = file.debtor.name;
  info.debtorIBAN = file.debtor.iban;
  info.debtorBIC = file.debtor.bic ?? '';
  document.addPaymentInfo(info);

  for (const { endToEndId, amount, creditor, remittance } of file.transfers) {
    const transaction = info.createTransaction();
    transaction.end2endId = endToEndId;
    transaction.amount = Number(formatMoney(amount));
    transaction.creditorName = creditor.name;
    transaction.creditorIBAN = creditor.iban;
    transaction.creditorBIC = creditor.bic ?? '';
    transaction.remittanceInfo = remittance?.type === 'unstructured' ? remittance.text : 'none';
    info.addTransaction(transaction);
  }
  return document.toString();
}
