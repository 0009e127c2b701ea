import { exactNumberOf, formatMoney, type Iban, type IsoDate, type Money } from '@onfact-ponto/primitives';
import { PontoInvalidRequestError } from '../errors.ts';
import { assertSepaText } from '../sepa-text.ts';

/** One credit transfer in euro. Texts hold characters of SEPA only. */
export type PaymentOrder = Readonly<{
  amount: Money;
  /** At most 60 characters. */
  creditorName: string;
  creditorIban: Iban;
  creditorBic?: string | undefined;
  /** At most 140 characters; a structured communication as "+++090/9337/55493+++". */
  remittanceInformation?: string | undefined;
  remittanceInformationType?: 'structured' | 'unstructured' | undefined;
  /** At most 35 characters; comes back on the line of the bank. */
  endToEndId?: string | undefined;
}>;

/** How and when a payment, or a bulk of them, is to be signed and carried out. */
export type SigningOptions = Readonly<{
  /** In the future, and only at a bank with `futureDatedPaymentsAllowed`. */
  requestedExecutionDate?: IsoDate | undefined;
  /** Where the user comes back, whatever the outcome. Without it there is no page: the user signs in Ponto itself. */
  redirectUri?: string | undefined;
}>;

/**
 * The attributes of one payment as Ponto takes them.
 * @param place in front of the name of an attribute that is refused: "payments[2]."
 * @throws PontoInvalidRequestError
 */
export function paymentAttributes(order: PaymentOrder, place = ''): object {
  assertPayable(order.amount, `${place}amount`);
  assertSepaText(`${place}creditorName`, order.creditorName, 60);
  if (order.remittanceInformation !== undefined) {
    assertSepaText(`${place}remittanceInformation`, order.remittanceInformation, 140);
  }
  if (order.endToEndId !== undefined) assertSepaText(`${place}endToEndId`, order.endToEndId, 35);
  if (order.creditorBic !== undefined) assertBic(order.creditorBic, `${place}creditorBic`);

  return {
    currency: order.amount.currency,
    amount: exactNumberOf(formatMoney(order.amount)),
    creditorName: order.creditorName,
    creditorAccountReference: order.creditorIban,
    creditorAccountReferenceType: 'IBAN',
    ...(order.creditorBic === undefined ? {} : { creditorAgent: order.creditorBic, creditorAgentType: 'BIC' }),
    remittanceInformation: order.remittanceInformation,
    remittanceInformationType: order.remittanceInformationType,
    endToEndId: order.endToEndId,
  };
}

/** @throws PontoInvalidRequestError */
export function assertPayable({ amountMinor, currency }: Money, attribute: string): void {
  if (currency !== 'EUR') throw new PontoInvalidRequestError(attribute, `is in ${currency}, Ponto pays in EUR`);
  if (amountMinor <= 0n) throw new PontoInvalidRequestError(attribute, 'is not more than zero');
  if (amountMinor > highestAmountMinor) throw new PontoInvalidRequestError(attribute, 'is more than SEPA can carry');
}

/** 999 999 999.99 EUR. */
const highestAmountMinor = 99_999_999_999n;

function assertBic(bic: string, attribute: string): void {
  if (!/^[A-Z]{6}[A-Z0-9]{2}(?:[A-Z0-9]{3})?$/.test(bic)) throw new PontoInvalidRequestError(attribute, 'is no BIC');
}
