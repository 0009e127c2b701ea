import {
  findBankAccount,
  findCompany,
  inCompany,
  listPaymentInitiationItems,
  lockPaymentInitiation,
} from '@onfact-ponto/db';
import type { PaymentInitiation, PaymentInitiationItem, Transaction } from '@onfact-ponto/db';
import {
  bankDayOfDate,
  money,
  parseCreditorReference,
  parseIban,
  parseStructuredCommunication,
} from '@onfact-ponto/primitives';
import type { Iban, IsoDate } from '@onfact-ponto/primitives';
import { epcQrPicture, toSepaText, writePaymentFile } from '@onfact-ponto/sepa';
import type { CreditTransfer, Remittance } from '@onfact-ponto/sepa';
import { recordAudit } from '../audit.ts';
import type { Context } from '../context.ts';
import { ApplicationError } from '../errors.ts';
import { assertMayPay } from './assert-may-pay.ts';
import { stepPayment } from './step-payment.ts';

export type HandedOut =
  Readonly<{ type: 'sepa_file'; fileName: string; content: string }> | Readonly<{ type: 'qr'; svg: string }>;

/**
 * Gives a person the payment file, or the QR code of the one transfer. From here on it may be paid, so its documents
 * stay taken until the bank line is seen or somebody says that it was not used. The same file can be had again.
 * @throws ApplicationError payment_not_found, payment_not_in_that_state
 */
export async function handOutPayment(context: Context, input: { paymentInitiationId: string }): Promise<HandedOut> {
  assertMayPay(context.actor);
  const { companyId } = context;
  return inCompany(context.db, companyId, async (tx) => {
    const locked = await lockPaymentInitiation(tx, { companyId, ...input });
    if (!locked) throw new ApplicationError('payment_not_found');
    if (locked.method === 'ponto' || (locked.state !== 'prepared' && locked.state !== 'handed_out')) {
      throw new ApplicationError('payment_not_in_that_state', { state: locked.state });
    }
    if (locked.state === 'prepared') {
      await stepPayment(tx, context, locked, 'handed_out');
      await recordAudit(tx, context, {
        action: 'payment.hand-out',
        subject: { type: 'payment', id: locked.paymentInitiationId },
        facts: { method: locked.method },
      });
    }
    const transfers = (await listPaymentInitiationItems(tx, locked)).map(transferOf);
    const [first] = transfers;
    if (!first) throw new Error('A payment without transfers');
    return locked.method === 'qr' ? { type: 'qr', svg: epcQrPicture(first) } : fileOf(tx, context, locked, transfers);
  });
}

async function fileOf(
  tx: Transaction,
  { companyId }: Context,
  payment: PaymentInitiation,
  transfers: readonly CreditTransfer[],
): Promise<HandedOut> {
  const account = await findBankAccount(tx, companyId, payment.bankAccountId);
  const company = await findCompany(tx, companyId);
  const iban = parseIban(account?.reference ?? '');
  if (!account || !iban) throw new ApplicationError('bank_account_not_found');
  const name = toSepaText(account.holderName ?? company?.name ?? '')
    .slice(0, 70)
    .trim();
  const content = writePaymentFile({
    messageId: payment.reference,
    createdAt: payment.preparedAt,
    debtor: { name: name === '' ? 'NOTPROVIDED' : name, iban, bic: undefined },
    executionDate: (payment.executionDate as IsoDate | null) ?? bankDayOfDate(payment.preparedAt),
    batchBooking: payment.batchBookingPreferred,
    transfers,
  });
  return { type: 'sepa_file', fileName: `${payment.reference}.xml`, content };
}

function transferOf(item: PaymentInitiationItem): CreditTransfer {
  return {
    endToEndId: item.endToEndId,
    amount: money(item.amountMinor, 'EUR'),
    creditor: { name: item.creditorName, iban: item.creditorIban as Iban, bic: item.creditorBic ?? undefined },
    remittance: remittanceOf(item),
  };
}

function remittanceOf({
  remittanceInformation,
  remittanceInformationType,
}: PaymentInitiationItem): Remittance | undefined {
  if (remittanceInformation === null) return undefined;
  if (remittanceInformationType !== 'structured') return { type: 'unstructured', text: remittanceInformation };
  const reference =
    parseStructuredCommunication(remittanceInformation) ?? parseCreditorReference(remittanceInformation);
  return reference === undefined
    ? { type: 'unstructured', text: remittanceInformation }
    : { type: 'structured', reference };
}
