import { z } from 'zod';
import { absent, decodeSingle, decodeWith, jsonObject, optionalMoment, optionalText, type Decoder } from '../decode.ts';
import type { JsonObject } from '@onfact-ponto/primitives';
import type { CallOptions, JsonApi } from '../json-api.ts';
import { lenientFlag } from '../lenient.ts';
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
  paymentsEnabled: boolean | undefined;
  /** "sepaCreditTransfer", … */
  paymentsProductTypes: readonly string[];
  bulkPaymentsEnabled: boolean | undefined;
  bulkPaymentsProductTypes: readonly string[];
  periodicPaymentsEnabled: boolean | undefined;
  periodicPaymentsProductTypes: readonly string[];
  /** Whether `requestedExecutionDate` of a payment may be used. */
  futureDatedPaymentsAllowed: boolean | undefined;
  maintenanceFrom: Date | undefined;
  maintenanceTo: Date | undefined;
  /** "internal": no data can be reached; "financialInstitution": what Ponto has can be read. */
  maintenanceType: string | undefined;
  raw: JsonObject;
}>;

/** Attributes that Ponto's own clients filter on: `{ country: { eq: 'BE' }, name: { contains: 'fortis' } }`. */
export type FinancialInstitutionFilter = Readonly<
  Record<string, Readonly<{ eq?: string; in?: readonly string[]; contains?: string }>>
>;

/** With a token of an organization: the institutions of its accounts. With undefined: all public ones. */
export function createFinancialInstitutions(api: JsonApi) {
  return {
    async list(
      accessToken: string | undefined,
      request: PageRequest & Readonly<{ filter?: FinancialInstitutionFilter }> = {},
    ): Promise<PontoPage<PontoFinancialInstitution>> {
      const { signal } = request;
      const query = { ...pageQuery(request), ...filterQuery(request.filter) };
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
      options: CallOptions = {},
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

function filterQuery(filter: FinancialInstitutionFilter = {}): Record<string, string> {
  const conditions = Object.entries(filter).flatMap(([attribute, condition]) =>
    Object.entries(condition).map(([operator, value]) => [`filter[${attribute}][${operator}]`, String(value)] as const),
  );
  return Object.fromEntries(conditions);
}

const decodeFinancialInstitution: Decoder<PontoFinancialInstitution> = (resource) => {
  const raw = decodeWith(jsonObject, resource);
  const { id, attributes } = decodeWith(wire, raw);
  return { ...attributes, id, deprecated: attributes.deprecated ?? false, raw };
};

const productTypes = z
  .array(z.string())
  .nullish()
  .catch(undefined)
  .transform((types) => types ?? []);

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
    paymentsEnabled: lenientFlag,
    paymentsProductTypes: productTypes,
    bulkPaymentsEnabled: lenientFlag,
    bulkPaymentsProductTypes: productTypes,
    periodicPaymentsEnabled: lenientFlag,
    periodicPaymentsProductTypes: productTypes,
    futureDatedPaymentsAllowed: lenientFlag,
    maintenanceFrom: optionalMoment,
    maintenanceTo: optionalMoment,
    maintenanceType: optionalText,
  }),
});
