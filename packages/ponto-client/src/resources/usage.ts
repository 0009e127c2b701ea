import type { JsonObject } from '@onfact-ponto/primitives';
import { z } from 'zod';
import { decodeSingle, decodeWith, jsonObject, optionalDecimal, type Decoder } from '../decode.ts';
import type { CallOptions, JsonApi } from '../json-api.ts';
import { apiPath } from './api-path.ts';

/** What one organization used in one month. Counts are decimal texts: accounts are counted by the part of the month. */
export type PontoUsage = Readonly<{
  /** "2026-10". */
  month: string;
  accountCount: string | undefined;
  totalAccounts: string | undefined;
  paymentCount: string | undefined;
  bulkPaymentCount: string | undefined;
  raw: JsonObject;
}>;

export function createUsage(api: JsonApi) {
  return {
    /**
     * @param clientToken from `oauth.clientCredentials`
     * @param month "2026-10"
     * @throws RangeError when the month is none
     */
    async get(
      clientToken: string,
      { organizationId, month }: { organizationId: string; month: string },
      options: CallOptions = {},
    ): Promise<PontoUsage> {
      if (!/^\d{4}-(?:0[1-9]|1[0-2])$/.test(month)) throw new RangeError('A month is written as "2026-10"');
      const path = apiPath('/organizations/{organizationId}/usage/{month}', { organizationId, month });
      const answer = await api({ operation: 'usage.get', method: 'GET', path, accessToken: clientToken, ...options });
      return decodeSingle(answer, decodeUsage);
    },
  };
}

const decodeUsage: Decoder<PontoUsage> = (resource) => {
  const raw = decodeWith(jsonObject, resource);
  const { id, attributes } = decodeWith(wire, raw);
  return { ...attributes, month: id, raw };
};

const count = optionalDecimal.refine((text) => text === undefined || /^\d+(?:\.\d+)?$/.test(text), 'not a count');
const wire = z.object({
  id: z.string().min(1),
  attributes: z.object({
    accountCount: count,
    totalAccounts: count,
    paymentCount: count,
    bulkPaymentCount: count,
  }),
});
