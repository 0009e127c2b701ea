import { decodeSingle } from '../decode.ts';
import type { CallOptions, JsonApi } from '../json-api.ts';
import { decodePage, pageQuery, type PageRequest, type PontoPage } from '../paging.ts';
import { decodeAccount, type PontoAccount } from './account.ts';
import { apiPath } from './api-path.ts';

/** The accounts at a bank of the sandbox. What only Ponto knows of an account, such as its consent, is undefined. */
export function createSandboxAccounts(api: JsonApi) {
  return {
    async list(
      accessToken: string,
      financialInstitutionId: string,
      request: PageRequest = {},
    ): Promise<PontoPage<PontoAccount>> {
      const answer = await api({
        operation: 'sandbox.accounts.list',
        method: 'GET',
        path: apiPath('/sandbox/financial-institutions/{financialInstitutionId}/financial-institution-accounts', {
          financialInstitutionId,
        }),
        accessToken,
        query: pageQuery(request),
        signal: request.signal,
      });
      return decodePage(answer, decodeAccount);
    },

    async get(
      accessToken: string,
      { financialInstitutionId, accountId }: { financialInstitutionId: string; accountId: string },
      options: CallOptions = {},
    ): Promise<PontoAccount> {
      const answer = await api({
        operation: 'sandbox.accounts.get',
        method: 'GET',
        path: apiPath(
          '/sandbox/financial-institutions/{financialInstitutionId}/financial-institution-accounts/{accountId}',
          { financialInstitutionId, accountId },
        ),
        accessToken,
        ...options,
      });
      return decodeSingle(answer, decodeAccount);
    },
  };
}
