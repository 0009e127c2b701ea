import { decodeSingle } from '../decode.ts';
import type { CallOptions, JsonApi, WriteOptions } from '../json-api.ts';
import { decodePage, pageQuery, type PontoPage } from '../paging.ts';
import { apiPath } from './api-path.ts';
import { decodeSynchronization, type PontoSynchronization } from './synchronization-shape.ts';
import {
  pendingTransactionDecoder,
  transactionDecoder,
  type PontoPendingTransaction,
  type PontoTransaction,
  type TransactionPageRequest,
} from './transaction-shape.ts';

export type SynchronizationSubtype = 'accountDetails' | 'accountTransactions' | 'accountTransactionsWithUnsettled';

export function createSynchronizations(api: JsonApi) {
  return {
    /**
     * Asks Ponto to refresh an account now. Ponto allows it only while the user is present.
     * @param customerIpAddress the real address of that user; inventing one gets the integration blocked
     */
    async create(
      accessToken: string,
      request: { accountId: string; subtype: SynchronizationSubtype; customerIpAddress: string },
      options: WriteOptions,
    ): Promise<PontoSynchronization> {
      const { accountId, subtype, customerIpAddress } = request;
      const attributes = { resourceType: 'account', resourceId: accountId, subtype, customerIpAddress };
      const answer = await api({
        operation: 'synchronizations.create',
        method: 'POST',
        path: apiPath('/synchronizations'),
        accessToken,
        body: { data: { type: 'synchronization', attributes } },
        ...options,
      });
      return decodeSingle(answer, decodeSynchronization);
    },

    async get(accessToken: string, id: string, options: CallOptions = {}): Promise<PontoSynchronization> {
      const path = apiPath('/synchronizations/{synchronizationId}', { synchronizationId: id });
      const answer = await api({ operation: 'synchronizations.get', method: 'GET', path, accessToken, ...options });
      return decodeSingle(answer, decodeSynchronization);
    },

    /** The transactions that one synchronization created or changed. */
    async updatedTransactions(
      accessToken: string,
      id: string,
      request: TransactionPageRequest = {},
    ): Promise<PontoPage<PontoTransaction>> {
      const answer = await api({
        operation: 'synchronizations.updatedTransactions',
        method: 'GET',
        path: apiPath('/synchronizations/{synchronizationId}/updated-transactions', { synchronizationId: id }),
        accessToken,
        query: pageQuery(request),
        signal: request.signal,
      });
      return decodePage(answer, transactionDecoder(request.timeZone));
    },

    /** The pending ones, after a synchronization of the kind "accountTransactionsWithUnsettled". */
    async updatedPendingTransactions(
      accessToken: string,
      id: string,
      request: TransactionPageRequest = {},
    ): Promise<PontoPage<PontoPendingTransaction>> {
      const answer = await api({
        operation: 'synchronizations.updatedPendingTransactions',
        method: 'GET',
        path: apiPath('/synchronizations/{synchronizationId}/updated-pending-transactions', { synchronizationId: id }),
        accessToken,
        query: pageQuery(request),
        signal: request.signal,
      });
      return decodePage(answer, pendingTransactionDecoder(request.timeZone));
    },
  };
}
