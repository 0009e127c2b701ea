import type { JsonApi, WriteOptions } from '../json-api.ts';
import type { ReadPageLink } from '../page-link.ts';
import { apiPath } from './api-path.ts';
import { requestRedirect, type PontoRedirectRequest } from './redirect-request.ts';

export function createReauthorizationRequests(api: JsonApi, readPageLink: ReadPageLink) {
  return {
    /**
     * Sends the account holder to the bank to renew the authorization. It shows as a later `authorizedAt` of the
     * account and as the event `account.reauthorized`; the return of the browser says nothing.
     */
    create(
      accessToken: string,
      { accountId, redirectUri }: { accountId: string; redirectUri: string },
      options: WriteOptions,
    ): Promise<PontoRedirectRequest> {
      const request = {
        operation: 'reauthorizationRequests.create',
        path: apiPath('/accounts/{accountId}/reauthorization-requests', { accountId }),
        type: 'reauthorizationRequest',
        accessToken,
        redirectUri,
      };
      return requestRedirect({ api, readPageLink }, request, options);
    },
  };
}
