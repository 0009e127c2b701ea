import { parseIsoDate, bankDayOf } from '@onfact-ponto/primitives';
import { minorOf } from '../amounts.ts';
import { invalidAttribute } from '../api-error.ts';
import type { PaymentOrder } from '../payment-state.ts';

type Attributes = Record<string, unknown>;

/** What may stand in a SEPA message. */
const sepa = /^[a-zA-Z0-9/\-?:().,'+ ]*$/;

/** @throws PontoApiError 400 naming the first attribute that a bank would not take */
export function readOrder(attributes: Attributes): PaymentOrder {
  const currency = required(attributes, 'currency');
  if (currency !== 'EUR') throw invalidAttribute('currency', 'The currency must be EUR.');
  return {
    currency,
    amountMinor: readAmount(attributes.amount, currency),
    creditorName: required(attributes, 'creditorName', 60),
    creditorAccountReference: readAccount(attributes),
    creditorAccountReferenceType: required(attributes, 'creditorAccountReferenceType'),
    creditorAgent: optional(attributes, 'creditorAgent'),
    creditorAgentType: optional(attributes, 'creditorAgentType'),
    ...readRemittance(attributes),
  };
}

/** What the payer tells the payee. */
export function readRemittance(
  attributes: Attributes,
): Pick<PaymentOrder, 'remittanceInformation' | 'remittanceInformationType' | 'endToEndId'> {
  const type = optional(attributes, 'remittanceInformationType');
  if (type !== null && type !== 'structured' && type !== 'unstructured') {
    throw invalidAttribute('remittanceInformationType', 'The type must be "structured" or "unstructured".');
  }
  return {
    remittanceInformation: optional(attributes, 'remittanceInformation', 140),
    remittanceInformationType: type,
    endToEndId: optional(attributes, 'endToEndId', 35),
  };
}

/** A number, or a text as some clients send it. */
export function readAmount(amount: unknown, currency: string): bigint {
  const decimal = typeof amount === 'number' || typeof amount === 'string' ? String(amount) : '';
  if (!/^\d+(?:\.\d{1,2})?$/.test(decimal) || Number(decimal) === 0) {
    throw invalidAttribute('amount', 'The amount must be positive, with at most two decimals.');
  }
  return minorOf(decimal, currency);
}

/** @returns null for "as soon as possible" */
export function readExecutionDate(attributes: Attributes, now: string): string | null {
  const given = optional(attributes, 'requestedExecutionDate');
  if (given === null) return null;
  if (parseIsoDate(given) === undefined || given <= bankDayOf(now)) {
    throw invalidAttribute('requestedExecutionDate', 'The requested execution date must be a day in the future.');
  }
  return given;
}

function readAccount(attributes: Attributes): string {
  const reference = required(attributes, 'creditorAccountReference');
  if (!/^[A-Z]{2}\d{2}[A-Z0-9]{8,30}$/.test(reference)) {
    throw invalidAttribute('creditorAccountReference', 'The account reference must be an IBAN.');
  }
  return reference;
}

export function required(attributes: Attributes, name: string, maximum?: number): string {
  const value = optional(attributes, name, maximum);
  if (value === null || value === '') throw invalidAttribute(name, `The attribute "${name}" is required.`);
  return value;
}

/** @param maximum given for a text that travels to the bank: its length and characters count */
export function optional(attributes: Attributes, name: string, maximum?: number): string | null {
  const value = attributes[name] ?? null;
  if (value === null) return null;
  if (typeof value !== 'string') throw invalidAttribute(name, `The attribute "${name}" must be a text.`);
  if (maximum !== undefined && (value.length > maximum || !sepa.test(value))) {
    throw invalidAttribute(name, `The attribute "${name}" holds at most ${maximum} characters of the SEPA set.`);
  }
  return value;
}
