import { isIsoDate, money, parseIban, structuredCommunicationOf } from '@onfact-ponto/primitives';
import { epcQrText, toSepaText, writePaymentFile } from '@onfact-ponto/sepa';
import type { CreditTransfer } from '@onfact-ponto/sepa';

export function payASupplier(own: string, supplier: string, executionDate: string) {
  const [debtorIban, creditorIban] = [parseIban(own), parseIban(supplier)];
  if (!debtorIban || !creditorIban || !isIsoDate(executionDate)) return undefined;

  const transfer: CreditTransfer = {
    endToEndId: 'P-2026-114',
    amount: money(121_00n, 'EUR'),
    creditor: { name: toSepaText('Café Zoë & fils'), iban: creditorIban, bic: undefined },
    remittance: { type: 'structured', reference: structuredCommunicationOf(909337554n) },
  };
  const file = writePaymentFile({
    messageId: 'M-2026-7',
    createdAt: new Date('2026-11-27T10:00:00Z'),
    debtor: { name: 'De Linde BV', iban: debtorIban, bic: undefined },
    executionDate,
    batchBooking: false,
    transfers: [transfer],
  });
  return { file, qrText: epcQrText(transfer) };
}
