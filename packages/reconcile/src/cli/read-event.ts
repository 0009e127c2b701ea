import type { IsoDate } from '@onfact-ponto/primitives';
import type { Allocation, BankLine, LedgerSettings, OpenDocument, Relation } from '../model.ts';
import {
  amountAt,
  dateAt,
  InvalidEvent,
  isObject,
  objectAt,
  objectOf,
  objectsAt,
  oneOfAt,
  optionalDateAt,
  optionalTextAt,
  positiveAmountAt,
  textAt,
  textsAt,
} from './event-json.ts';
import type { JsonObject } from './event-json.ts';

/** One line of the input, checked. */
export type ReplayEvent =
  | { type: 'settings'; settings: LedgerSettings }
  | { type: 'relation'; relation: Relation }
  | { type: 'document'; document: OpenDocument }
  | { type: 'transaction'; line: BankLine }
  | { type: 'match'; today: IsoDate }
  | Action;

/** What a user did with a transaction. */
export type Action =
  | { type: 'confirm'; lineId: string; allocations: Allocation[] }
  | { type: 'reject'; lineId: string; documentIds: string[] }
  | { type: 'undo'; lineId: string };

/** @throws InvalidEvent with what is wrong with it */
export function readEvent(text: string): ReplayEvent {
  const event = objectOf(text);
  const type = textAt(event, 'type');
  switch (type) {
    case 'settings':
      return { type, settings: settingsOf(objectAt(event, 'company')) };
    case 'relation':
      return { type, relation: relationOf(event) };
    case 'document':
      return { type, document: documentOf(event) };
    case 'transaction':
      return { type, line: lineOf(event) };
    case 'match':
      return { type, today: dateAt(event, 'today') };
    case 'confirm':
      return { type, lineId: textAt(event, 'transactionId'), allocations: allocationsOf(event) };
    case 'reject':
      return { type, lineId: textAt(event, 'transactionId'), documentIds: textsAt(event, 'documentIds') };
    case 'undo':
      return { type, lineId: textAt(event, 'transactionId') };
    default:
      throw new InvalidEvent('unknown_type', `There is no event "${type}"`);
  }
}

function settingsOf(company: JsonObject): LedgerSettings {
  return {
    name: textAt(company, 'name'),
    ownAccounts: textsAt(company, 'ownAccounts'),
    paymentDifferenceLimitMinor: positiveAmountAt(company, 'paymentDifferenceLimitMinor'),
  };
}

function relationOf(event: JsonObject): Relation {
  return {
    id: textAt(event, 'id'),
    role: oneOfAt(event, 'role', ['customer', 'supplier', 'both']),
    name: textAt(event, 'name'),
    aliases: textsAt(event, 'aliases'),
    ibans: textsAt(event, 'ibans'),
  };
}

function documentOf(event: JsonObject): OpenDocument {
  const kinds = ['sales_invoice', 'sales_credit_note', 'purchase_invoice', 'purchase_credit_note'] as const;
  const { discount } = event;
  return {
    id: textAt(event, 'id'),
    kind: oneOfAt(event, 'kind', kinds),
    number: textAt(event, 'number'),
    structuredCommunication: optionalTextAt(event, 'structuredCommunication'),
    creditorReference: optionalTextAt(event, 'creditorReference'),
    relationId: optionalTextAt(event, 'relationId'),
    issueDate: dateAt(event, 'issueDate'),
    dueDate: optionalDateAt(event, 'dueDate'),
    currency: textAt(event, 'currency'),
    totalMinor: positiveAmountAt(event, 'totalMinor'),
    openMinor: positiveAmountAt(event, 'openMinor'),
    discount: isObject(discount)
      ? { amountMinor: positiveAmountAt(discount, 'amountMinor'), until: dateAt(discount, 'until') }
      : undefined,
    status: oneOfAt(event, 'status', ['open', 'closed', 'disputed']),
  };
}

function lineOf(event: JsonObject): BankLine {
  const isTyped = optionalTextAt(event, 'remittanceInformationType') !== undefined;
  return {
    id: textAt(event, 'id'),
    accountIban: textAt(event, 'accountIban'),
    executionDate: dateAt(event, 'executionDate'),
    valueDate: dateAt(event, 'valueDate'),
    amountMinor: amountAt(event, 'amountMinor'),
    currency: textAt(event, 'currency'),
    counterpartName: optionalTextAt(event, 'counterpartName'),
    counterpartReference: optionalTextAt(event, 'counterpartReference'),
    remittanceInformation: optionalTextAt(event, 'remittanceInformation'),
    remittanceInformationType: isTyped ? oneOfAt(event, 'remittanceInformationType', remittanceTypes) : undefined,
    additionalInformation: optionalTextAt(event, 'additionalInformation'),
    endToEndId: optionalTextAt(event, 'endToEndId'),
    bankTransactionCode: optionalTextAt(event, 'bankTransactionCode'),
    mandateId: optionalTextAt(event, 'mandateId'),
    creditorId: optionalTextAt(event, 'creditorId'),
    source: oneOfAt(event, 'source', ['ponto', 'coda']),
  };
}

const remittanceTypes = ['structured', 'unstructured'] as const;

function allocationsOf(event: JsonObject): Allocation[] {
  return objectsAt(event, 'allocations').map((allocation) => ({
    documentId: textAt(allocation, 'documentId'),
    amountMinor: positiveAmountAt(allocation, 'amountMinor'),
  }));
}
