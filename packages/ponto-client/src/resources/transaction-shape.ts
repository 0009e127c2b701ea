import type { IsoDate, JsonObject, Money } from '@onfact-ponto/primitives';
import { z } from 'zod';
import {
  createDayReader,
  decimal,
  decodeWith,
  jsonObject,
  optionalDecimal,
  optionalMoment,
  optionalText,
  readMoney,
  relatedIds,
  UndecodableError,
  type Decoder,
} from '../decode.ts';
import type { PageRequest } from '../paging.ts';

/** One booked line of a bank account. The sign of the amount is its direction: positive came in. */
export type PontoTransaction = Readonly<{
  /** Stable; a change after booking keeps it. */
  id: string;
  accountId: string | undefined;
  amount: Money;
  /** The booking day on the bank's clock. */
  executionDate: IsoDate;
  valueDate: IsoDate | undefined;
  counterpartName: string | undefined;
  /** Normally an IBAN, not always a valid one. */
  counterpartReference: string | undefined;
  description: string | undefined;
  remittanceInformation: string | undefined;
  /** "structured" or "unstructured"; banks mislabel. */
  remittanceInformationType: string | undefined;
  endToEndId: string | undefined;
  bankTransactionCode: string | undefined;
  proprietaryBankTransactionCode: string | undefined;
  purposeCode: string | undefined;
  mandateId: string | undefined;
  creditorId: string | undefined;
  additionalInformation: string | undefined;
  internalReference: string | undefined;
  /** Not unique: two equal lines of one day share it. */
  digest: string | undefined;
  cardReference: string | undefined;
  cardReferenceType: string | undefined;
  fee: Money | undefined;
  /** When Ponto first had the line: the order of every list. */
  createdAt: Date | undefined;
  updatedAt: Date | undefined;
  raw: JsonObject;
}>;

/**
 * A line that the bank did not book yet, or never will. Once booked it comes back as a transaction under another id,
 * and nothing links the two: show it, and build nothing on it.
 */
export type PontoPendingTransaction = Omit<PontoTransaction, 'executionDate'> &
  Readonly<{ executionDate: IsoDate | undefined }>;

/** `timeZone` is that of the institution when it names one; else Brussels. */
export type TransactionPageRequest = PageRequest & Readonly<{ timeZone?: string | undefined }>;

export function transactionDecoder(timeZone: string | undefined): Decoder<PontoTransaction> {
  const decode = pendingTransactionDecoder(timeZone);
  return (resource) => {
    const { executionDate, ...line } = decode(resource);
    if (executionDate === undefined) throw new UndecodableError('attributes.executionDate', 'missing');
    return { ...line, executionDate };
  };
}

export function pendingTransactionDecoder(timeZone: string | undefined): Decoder<PontoPendingTransaction> {
  const readDay = createDayReader(timeZone);
  return (resource) => {
    const raw = decodeWith(jsonObject, resource);
    const { id, attributes, relationships } = decodeWith(wire, raw);
    const { amount, fee, currency, executionDate, valueDate, ...rest } = attributes;
    return {
      ...rest,
      id,
      accountId: relationships.account,
      amount: readMoney(amount, currency, 'attributes.amount'),
      fee: fee === undefined ? undefined : readMoney(fee, currency, 'attributes.fee'),
      executionDate: executionDate === undefined ? undefined : readDay(executionDate, 'attributes.executionDate'),
      valueDate: valueDate === undefined ? undefined : readDay(valueDate, 'attributes.valueDate'),
      raw,
    };
  };
}

const wire = z.object({
  id: z.string().min(1),
  attributes: z.object({
    amount: decimal,
    currency: z.string(),
    executionDate: optionalText,
    valueDate: optionalText,
    counterpartName: optionalText,
    counterpartReference: optionalText,
    description: optionalText,
    remittanceInformation: optionalText,
    remittanceInformationType: optionalText,
    endToEndId: optionalText,
    bankTransactionCode: optionalText,
    proprietaryBankTransactionCode: optionalText,
    purposeCode: optionalText,
    mandateId: optionalText,
    creditorId: optionalText,
    additionalInformation: optionalText,
    internalReference: optionalText,
    digest: optionalText,
    cardReference: optionalText,
    cardReferenceType: optionalText,
    fee: optionalDecimal,
    createdAt: optionalMoment,
    updatedAt: optionalMoment,
  }),
  relationships: relatedIds('account'),
});
