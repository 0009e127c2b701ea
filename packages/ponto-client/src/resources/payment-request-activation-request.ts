import type { JsonApi, WriteOptions } from '../json-api.ts';
import type { ReadPageLink } from '../page-link.ts';
import { apiPath } from './api-path.ts';
import { requestRedirect, type PontoRedirectRequest } from './redirect-request.ts';

export function createPaymentRequestActivationRequests(api: JsonApi, readPageLink: ReadPageLink) {
  return {
    /** Lets the user ask Ponto for payment requests: `userinfo.paymentRequestsActivated` tells when it is done. */
    create(
      accessToken: string,
      { redirectUri }: { redirectUri: string },
      options: WriteOptions,
    ): Promise<PontoRedirectRequest> {
      const request = {
        operation: 'paymentRequestActivationRequests.create',
        path: apiPath('/payment-request-activation-requests'),
        type: 'paymentRequestActivationRequest',
        accessToken,
        redirectUri,
      };
      return requestRedirect({ api, readPageLink }, request, options);
    },
  };
}
