import { decodeSingle } from '../decode.ts';
import type { CallOptions, JsonApi } from '../json-api.ts';
import { decodePage, pageQuery, type PontoPage } from '../paging.ts';
import { apiPath } from './api-path.ts';
import {
  pendingTransactionDecoder,
  type PontoPendingTransaction,
  type TransactionPageRequest,
} from './transaction-shape.ts';

/** As fresh as the last synchronization of the kind "accountTransactionsWithUnsettled". */
export function createPendingTransactions(api: JsonApi) {
  return {
    async list(
      accessToken: string,
      accountId: string,
      request: TransactionPageRequest = {},
    ): Promise<PontoPage<PontoPendingTransaction>> {
      const answer = await api({
        operation: 'pendingTransactions.list',
        method: 'GET',
        path: apiPath('/accounts/{accountId}/pending-transactions', { accountId }),
        accessToken,
        query: pageQuery(request),
        signal: request.signal,
      });
      return decodePage(answer, pendingTransactionDecoder(request.timeZone));
    },

    async get(
      accessToken: string,
      accountId: string,
      id: string,
      { timeZone, signal }: CallOptions & { timeZone?: string | undefined } = {},
    ): Promise<PontoPendingTransaction> {
      const answer = await api({
        operation: 'pendingTransactions.get',
        method: 'GET',
        path: apiPath('/accounts/{accountId}/pending-transactions/{pendingTransactionId}', {
          accountId,
          pendingTransactionId: id,
        }),
        accessToken,
        signal,
      });
      return decodeSingle(answer, pendingTransactionDecoder(timeZone));
    },
  };
}
