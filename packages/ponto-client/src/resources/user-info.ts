import { z } from 'zod';
import { absent, decodeDocument, decodeWith, jsonObject, optionalText, type Decoder } from '../decode.ts';
import type { JsonObject } from '@onfact-ponto/primitives';
import type { CallOptions, JsonApi } from '../json-api.ts';
import { apiPath } from './api-path.ts';

/** The organization behind an access token. */
export type PontoUserInfo = Readonly<{
  /** Keep it: after a revocation it cannot be asked any more, and `integrations.delete` needs it. */
  organizationId: string;
  /** Only with the scope `name`. */
  organizationName: string | undefined;
  /** False for more than 72 hours after creation deletes the organization, and the integration with it. */
  onboardingComplete: boolean | undefined;
  /** May sign payments with real money. */
  paymentsActivated: boolean | undefined;
  paymentsActivationRequested: boolean | undefined;
  paymentRequestsActivated: boolean | undefined;
  paymentRequestsActivationRequested: boolean | undefined;
  /** The organization that acts under a mandate, such as an accountant. */
  representativeOrganizationId: string | undefined;
  representativeOrganizationName: string | undefined;
  raw: JsonObject;
}>;

export function createUserInfo(api: JsonApi) {
  return {
    async get(accessToken: string, options: CallOptions = {}): Promise<PontoUserInfo> {
      return decodeDocument(
        await api({ operation: 'userinfo.get', method: 'GET', path: apiPath('/userinfo'), accessToken, ...options }),
        decodeUserInfo,
      );
    },
  };
}

/** The one flat document among the resources. */
export const decodeUserInfo: Decoder<PontoUserInfo> = (document) => {
  const raw = decodeWith(jsonObject, document);
  const { sub, name, ...rest } = decodeWith(wire, raw);
  return { ...rest, organizationId: sub, organizationName: name, raw };
};

const optionalFlag = absent(z.boolean());
const wire = z.object({
  sub: z.string().min(1),
  name: optionalText,
  onboardingComplete: optionalFlag,
  paymentsActivated: optionalFlag,
  paymentsActivationRequested: optionalFlag,
  paymentRequestsActivated: optionalFlag,
  paymentRequestsActivationRequested: optionalFlag,
  representativeOrganizationId: optionalText,
  representativeOrganizationName: optionalText,
});
