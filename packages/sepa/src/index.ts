export { SepaRefusedError, isBic, problemsOf } from './credit-transfer.ts';
export type { CreditTransfer, Party, Remittance, TransferProblem } from './credit-transfer.ts';
export { epcQrModules, epcQrPicture, epcQrText } from './epc-qr.ts';
export type { QrTransfer } from './epc-qr.ts';
export { writePaymentFile } from './pain-001.ts';
export type { PaymentFile } from './pain-001.ts';
export { isSepaText, toSepaText } from './sepa-text.ts';
