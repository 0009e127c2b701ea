import { decodeSingle } from '../decode.ts';
import type { CallOptions, JsonApi } from '../json-api.ts';
import { decodePage, pageQuery, type PontoPage } from '../paging.ts';
import { apiPath } from './api-path.ts';
import { transactionDecoder, type PontoTransaction, type TransactionPageRequest } from './transaction-shape.ts';

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
      { timeZone, signal }: CallOptions & { timeZone?: string | undefined } = {},
    ): Promise<PontoTransaction> {
      const path = apiPath('/accounts/{accountId}/transactions/{transactionId}', { accountId, transactionId: id });
      const answer = await api({ operation: 'transactions.get', method: 'GET', path, accessToken, signal });
      return decodeSingle(answer, transactionDecoder(timeZone));
    },
  };
}
