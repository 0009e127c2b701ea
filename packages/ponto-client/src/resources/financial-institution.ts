import { z } from 'zod';
import { absent, decodeSingle, decodeWith, jsonObject, optionalMoment, optionalText, type Decoder } from '../decode.ts';
import type { JsonObject } from '@onfact-ponto/primitives';
import type { JsonApi } from '../json-api.ts';
import { decodePage, pageQuery, type PageRequest, type PontoPage } from '../paging.ts';
import { apiPath } from './api-path.ts';

/** A bank, or another institution with accounts, that Ponto can reach. */
export type PontoFinancialInstitution = Readonly<{
  id: string;
  name: string;
  bic: string | undefined;
  /** ISO 3166 alpha-2; undefined for an international one. */
  country: string | undefined;
  /** "experimental", "beta", "stable", … */
  status: string | undefined;
  deprecated: boolean;
  logoUrl: string | undefined;
  primaryColor: string | undefined;
  secondaryColor: string | undefined;
  sharedBrandName: string | undefined;
  sharedBrandReference: string | undefined;
  /** The clock of its booking days: pass it to `transactions.list`. */
  timeZone: string | undefined;
  maintenanceFrom: Date | undefined;
  maintenanceTo: Date | undefined;
  /** "internal": no data can be reached; "financialInstitution": what Ponto has can be read. */
  maintenanceType: string | undefined;
  raw: JsonObject;
}>;

/** With a token of an organization: the institutions of its accounts. With undefined: all public ones. */
export function createFinancialInstitutions(api: JsonApi) {
  return {
    async list(
      accessToken: string | undefined,
      request: PageRequest = {},
    ): Promise<PontoPage<PontoFinancialInstitution>> {
      const { signal } = request;
      const query = pageQuery(request);
      const path = apiPath('/financial-institutions');
      const answer = await api({
        operation: 'financialInstitutions.list',
        method: 'GET',
        path,
        accessToken,
        query,
        signal,
      });
      return decodePage(answer, decodeFinancialInstitution);
    },

    async get(
      accessToken: string | undefined,
      id: string,
      options: { signal?: AbortSignal } = {},
    ): Promise<PontoFinancialInstitution> {
      const path = apiPath('/financial-institutions/{financialInstitutionId}', { financialInstitutionId: id });
      const answer = await api({
        operation: 'financialInstitutions.get',
        method: 'GET',
        path,
        accessToken,
        ...options,
      });
      return decodeSingle(answer, decodeFinancialInstitution);
    },
  };
}

export const decodeFinancialInstitution: Decoder<PontoFinancialInstitution> = (resource) => {
  const raw = decodeWith(jsonObject, resource);
  const { id, attributes } = decodeWith(wire, raw);
  return { ...attributes, id, deprecated: attributes.deprecated ?? false, raw };
};

const wire = z.object({
  id: z.string().min(1),
  attributes: z.object({
    name: z.string(),
    bic: optionalText,
    country: optionalText,
    status: optionalText,
    deprecated: absent(z.boolean()),
    logoUrl: optionalText,
    primaryColor: optionalText,
    secondaryColor: optionalText,
    sharedBrandName: optionalText,
    sharedBrandReference: optionalText,
    timeZone: optionalText,
    maintenanceFrom: optionalMoment,
    maintenanceTo: optionalMoment,
    maintenanceType: optionalText,
  }),
});
