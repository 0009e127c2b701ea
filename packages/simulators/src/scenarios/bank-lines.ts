import type { IsoDate } from '@onfact-ponto/primitives';
import type { BankLine, BankLineDetail } from '../ponto/state.ts';

type Facts = Pick<BankLine, 'amountMinor'> & { date: IsoDate };
type Counterpart = { name: string; iban: string | null };

/** Money that somebody sends us. */
export function transferIn(facts: Facts, from: Counterpart, message: Message): BankLine {
  return {
    ...blank(facts),
    ...counterpart(from),
    ...message,
    description: 'Overschrijving in uw voordeel',
    bankTransactionCode: 'PMNT-RCDT-ESCT',
    endToEndId: 'NOTPROVIDED',
  };
}

/** Money that we send. */
export function transferOut(facts: Facts, to: Counterpart, message: Message): BankLine {
  return {
    ...blank(facts),
    ...counterpart(to),
    ...message,
    description: 'Overschrijving',
    bankTransactionCode: 'PMNT-ICDT-ESCT',
  };
}

export function salary(facts: Facts, to: Counterpart, message: Message): BankLine {
  return { ...transferOut(facts, to, message), purposeCode: 'SALA' };
}

/** Several payments that were handed in together and booked as one sum. */
export function collectiveOrder(date: IsoDate, orders: readonly BankLineDetail[], message: Message): BankLine {
  const amountMinor = orders.reduce((sum, order) => sum + order.amountMinor, 0n);
  return {
    ...blank({ amountMinor, date }),
    ...message,
    description: 'Verzamelopdracht',
    bankTransactionCode: 'PMNT-ICDT-ESCT',
    details: orders,
  };
}

export function directDebit(
  facts: Facts,
  creditor: Counterpart & { creditorId: string; mandateId: string },
  message: Message,
): BankLine {
  return {
    ...blank(facts),
    ...counterpart(creditor),
    ...message,
    description: 'Europese domiciliëring',
    bankTransactionCode: 'PMNT-RDDT-ESDD',
    mandateId: creditor.mandateId,
    creditorId: creditor.creditorId,
  };
}

/** The company's card in a shop: no account number, and a name as the terminal prints it. */
export function cardPayment(facts: Facts, shop: string): BankLine {
  return {
    ...blank(facts),
    counterpartName: shop,
    remittanceInformation: `Betaling met kaart ${facts.date} ${shop}`,
    description: 'Betaling met debetkaart',
    bankTransactionCode: 'PMNT-CCRD-POSD',
    cardReference: '6703XXXXXXXX1842',
    cardReferenceType: 'MASKEDPAN',
  };
}

/** What customers paid by card in the showroom, less the fee of the provider, in one sum. */
export function cardPayout(facts: Facts, provider: Counterpart, batch: string): BankLine {
  return {
    ...blank(facts),
    ...counterpart(provider),
    remittanceInformation: `AFREKENING KAARTEN ${batch}`,
    description: 'Overschrijving in uw voordeel',
    bankTransactionCode: 'PMNT-RCDT-ESCT',
    proprietaryBankTransactionCode: '0501000',
  };
}

/** The bank's own costs and interest: nobody on the other side. */
export function bankCharge(facts: Facts, message: string): BankLine {
  return {
    ...blank(facts),
    remittanceInformation: message,
    description: facts.amountMinor < 0n ? 'Bankkosten' : 'Intresten',
    bankTransactionCode: facts.amountMinor < 0n ? 'ACMT-MDOP-CHRG' : 'ACMT-MCOP-INTR',
  };
}

/** From one own account to another. */
export function ownTransfer(facts: Facts, other: Counterpart): BankLine {
  return {
    ...blank(facts),
    ...counterpart(other),
    remittanceInformation: 'Eigen overboeking',
    description: facts.amountMinor < 0n ? 'Overschrijving' : 'Overschrijving in uw voordeel',
    bankTransactionCode: facts.amountMinor < 0n ? 'PMNT-ICDT-BOOK' : 'PMNT-RCDT-BOOK',
  };
}

export type Message = Pick<BankLine, 'remittanceInformation' | 'remittanceInformationType'>;

export function structured(communication: string): Message {
  return { remittanceInformation: communication, remittanceInformationType: 'structured' };
}

export function unstructured(text: string | null): Message {
  return { remittanceInformation: text, remittanceInformationType: 'unstructured' };
}

function counterpart({ name, iban }: Counterpart): Pick<BankLine, 'counterpartName' | 'counterpartReference'> {
  return { counterpartName: name, counterpartReference: iban };
}

function blank({ amountMinor, date }: Facts): BankLine {
  return {
    amountMinor,
    executionDate: date,
    valueDate: date,
    counterpartName: null,
    counterpartReference: null,
    remittanceInformation: null,
    remittanceInformationType: 'unstructured',
    description: null,
    bankTransactionCode: null,
    proprietaryBankTransactionCode: null,
    purposeCode: null,
    endToEndId: null,
    mandateId: null,
    creditorId: null,
    additionalInformation: null,
    cardReference: null,
    cardReferenceType: null,
    overrides: null,
  };
}
