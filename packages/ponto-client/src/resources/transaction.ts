import type { IsoDate, JsonObject, Money } from '@onfact-ponto/primitives';
import { z } from 'zod';
import {
  absent,
  createDayReader,
  decimal,
  decodeSingle,
  decodeWith,
  jsonObject,
  optionalDecimal,
  optionalMoment,
  optionalText,
  readMoney,
  type Decoder,
} from '../decode.ts';
import type { JsonApi } from '../json-api.ts';
import { decodePage, pageQuery, type PageRequest, type PontoPage } from '../paging.ts';
import { apiPath } from './api-path.ts';

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

/** `timeZone` is that of the institution when it names one; else Brussels. */
export type TransactionPageRequest = PageRequest & Readonly<{ timeZone?: string | undefined }>;

export function createTransactions(api: JsonApi) {
  return {
    /**
     * One page, newest in Ponto first. A late booking with an old date appears at the top, so a walk never stops
     * on a date; it stops on ids that are known.
     */
    async list(
      accessToken: string,
      accountId: string,
      request: TransactionPageRequest = {},
    ): Promise<PontoPage<PontoTransaction>> {
      const path = apiPath('/accounts/{accountId}/transactions', { accountId });
      const { signal, timeZone } = request;
      const answer = await api({
        operation: 'transactions.list',
        method: 'GET',
        path,
        accessToken,
        query: pageQuery(request),
        signal,
      });
      return decodePage(answer, transactionDecoder(timeZone));
    },

    async get(
      accessToken: string,
      accountId: string,
      id: string,
      { timeZone, signal }: { timeZone?: string | undefined; signal?: AbortSignal } = {},
    ): Promise<PontoTransaction> {
      const path = apiPath('/accounts/{accountId}/transactions/{transactionId}', { accountId, transactionId: id });
      const answer = await api({ operation: 'transactions.get', method: 'GET', path, accessToken, signal });
      return decodeSingle(answer, transactionDecoder(timeZone));
    },
  };
}

export function transactionDecoder(timeZone: string | undefined): Decoder<PontoTransaction> {
  const readDay = createDayReader(timeZone);
  return (resource) => {
    const raw = decodeWith(jsonObject, resource);
    const { id, attributes, relationships } = decodeWith(wire, raw);
    const { amount, fee, currency, executionDate, valueDate, ...rest } = attributes;
    return {
      ...rest,
      id,
      accountId: relationships?.account?.data?.id,
      amount: readMoney(amount, currency, 'attributes.amount'),
      fee: fee === undefined ? undefined : readMoney(fee, currency, 'attributes.fee'),
      executionDate: readDay(executionDate, 'attributes.executionDate'),
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
    executionDate: z.string(),
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
  relationships: z
    .object({ account: absent(z.object({ data: absent(z.object({ id: z.string() })) })) })
    .nullish()
    .catch(undefined),
});
