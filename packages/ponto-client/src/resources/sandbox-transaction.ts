import { exactNumberOf, formatMoney, type IsoDate, type Money } from '@onfact-ponto/primitives';
import { decodeSingle } from '../decode.ts';
import type { ApiRequest, CallOptions, JsonApi, WriteOptions } from '../json-api.ts';
import { decodePage, pageQuery, type PontoPage } from '../paging.ts';
import { apiPath } from './api-path.ts';
import { transactionDecoder, type PontoTransaction, type TransactionPageRequest } from './transaction-shape.ts';

/** What may change after a booking. A name of the counterpart is only taken when there was none. */
export type SandboxTransactionChanges = Readonly<{
  counterpartName?: string | undefined;
  description?: string | undefined;
  remittanceInformation?: string | undefined;
  endToEndId?: string | undefined;
  purposeCode?: string | undefined;
  mandateId?: string | undefined;
  creditorId?: string | undefined;
  additionalInformation?: string | undefined;
  bankTransactionCode?: string | undefined;
  proprietaryBankTransactionCode?: string | undefined;
}>;

export type SandboxTransaction = SandboxTransactionChanges &
  Readonly<{
    amount: Money;
    executionDate: IsoDate;
    valueDate: IsoDate;
    description: string;
    remittanceInformationType: 'structured' | 'unstructured';
    counterpartReference?: string | undefined;
    cardReference?: string | undefined;
    cardReferenceType?: string | undefined;
    /** In the currency of the amount. */
    fee?: Money | undefined;
  }>;

type Place = Readonly<{ financialInstitutionId: string; accountId: string }>;

/** Lines at a bank of the sandbox. Ponto has them after the next synchronization of the account. */
export function createSandboxTransactions(api: JsonApi) {
  const ask = async (request: ApiRequest) => decodeSingle(await api(request), transactionDecoder(undefined));
  return {
    async list(
      accessToken: string,
      place: Place,
      request: TransactionPageRequest = {},
    ): Promise<PontoPage<PontoTransaction>> {
      const answer = await api({
        operation: 'sandbox.transactions.list',
        method: 'GET',
        path: pathOfAll(place),
        accessToken,
        query: pageQuery(request),
        signal: request.signal,
      });
      return decodePage(answer, transactionDecoder(request.timeZone));
    },

    get(accessToken: string, place: Place, id: string, options: CallOptions = {}): Promise<PontoTransaction> {
      return ask({
        operation: 'sandbox.transactions.get',
        method: 'GET',
        path: pathOf(place, id),
        accessToken,
        ...options,
      });
    },

    create(
      accessToken: string,
      place: Place,
      transaction: SandboxTransaction,
      options: WriteOptions,
    ): Promise<PontoTransaction> {
      return ask({
        operation: 'sandbox.transactions.create',
        method: 'POST',
        path: pathOfAll(place),
        accessToken,
        body: { data: { type: 'financialInstitutionTransaction', attributes: attributesOf(transaction) } },
        ...options,
      });
    },

    /** Makes a changed line under the same id, once the account is synchronized. */
    update(
      accessToken: string,
      place: Place,
      id: string,
      changes: SandboxTransactionChanges,
      options: WriteOptions,
    ): Promise<PontoTransaction> {
      return ask({
        operation: 'sandbox.transactions.update',
        method: 'PATCH',
        path: pathOf(place, id),
        accessToken,
        body: { data: { type: 'financialInstitutionTransaction', attributes: changes } },
        ...options,
      });
    },
  };
}

function attributesOf({ amount, fee, executionDate, valueDate, ...rest }: SandboxTransaction): object {
  return {
    ...rest,
    amount: exactNumberOf(formatMoney(amount)),
    currency: amount.currency,
    fee: fee === undefined ? undefined : exactNumberOf(formatMoney(fee)),
    executionDate: `${executionDate}T00:00:00Z`,
    valueDate: `${valueDate}T00:00:00Z`,
  };
}

function pathOfAll(place: Place) {
  return apiPath(
    '/sandbox/financial-institutions/{financialInstitutionId}/financial-institution-accounts/{accountId}/financial-institution-transactions',
    place,
  );
}

function pathOf(place: Place, transactionId: string) {
  return apiPath(
    '/sandbox/financial-institutions/{financialInstitutionId}/financial-institution-accounts/{accountId}/financial-institution-transactions/{transactionId}',
    { ...place, transactionId },
  );
}
