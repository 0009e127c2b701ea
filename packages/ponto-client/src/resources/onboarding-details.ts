import type { JsonObject } from '@onfact-ponto/primitives';
import { z } from 'zod';
import { decodeSingle, decodeWith, jsonObject } from '../decode.ts';
import type { JsonApi, WriteOptions } from '../json-api.ts';
import { apiPath } from './api-path.ts';

/** What Ponto fills in for a user who is new there. Only the address of the mail is needed. */
export type OnboardingDetails = Readonly<{
  email: string;
  firstName?: string | undefined;
  lastName?: string | undefined;
  organizationName?: string | undefined;
  /** "0999999999". */
  enterpriseNumber?: string | undefined;
  /** "BE0999999999". */
  vatNumber?: string | undefined;
  addressStreetAddress?: string | undefined;
  addressPostalCode?: string | undefined;
  addressCity?: string | undefined;
  addressCountry?: string | undefined;
  /** "+32484000000". */
  phoneNumber?: string | undefined;
  initialFinancialInstitutionId?: string | undefined;
  /** Our own key. */
  partnerReference?: string | undefined;
  organizationType?: 'business' | 'personal' | undefined;
  automaticSubmissionOnCompletedForms?: boolean | undefined;
  preferredOtpMethod?: string | undefined;
  /** Spelled as Ponto spells it. */
  requestedOrganisationId?: string | undefined;
  skipFinancialInstitutionSelection?: boolean | undefined;
}>;

export type PontoOnboardingDetails = Readonly<{
  /** For `onboardingDetailsId` of `oauth.authorizationUrl`, within five minutes. */
  id: string;
  raw: JsonObject;
}>;

export function createOnboardingDetails(api: JsonApi) {
  return {
    /**
     * A convenience: when it fails, link without it.
     * @param clientToken from `oauth.clientCredentials`: there is no organization yet
     */
    async create(
      clientToken: string,
      details: OnboardingDetails,
      options: WriteOptions,
    ): Promise<PontoOnboardingDetails> {
      const answer = await api({
        operation: 'onboardingDetails.create',
        method: 'POST',
        path: apiPath('/onboarding-details'),
        accessToken: clientToken,
        body: { data: { type: 'onboardingDetails', attributes: details } },
        ...options,
      });
      return decodeSingle(answer, (resource) => {
        const raw = decodeWith(jsonObject, resource);
        return { ...decodeWith(z.object({ id: z.string().min(1) }), raw), raw };
      });
    },
  };
}
