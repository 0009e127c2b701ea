import type { JsonApi, WriteOptions } from '../json-api.ts';
import type { ReadPageLink } from '../page-link.ts';
import { apiPath } from './api-path.ts';
import { requestRedirect, type PontoRedirectRequest } from './redirect-request.ts';

export function createPaymentActivationRequests(api: JsonApi, readPageLink: ReadPageLink) {
  return {
    /** Lets the user ask Ponto for payments. Ponto reviews it: `userinfo.paymentsActivated` tells when it is done. */
    create(
      accessToken: string,
      { redirectUri }: { redirectUri: string },
      options: WriteOptions,
    ): Promise<PontoRedirectRequest> {
      const request = {
        operation: 'paymentActivationRequests.create',
        path: apiPath('/payment-activation-requests'),
        type: 'paymentActivationRequest',
        accessToken,
        redirectUri,
      };
      return requestRedirect({ api, readPageLink }, request, options);
    },
  };
}
