import type { JsonObject } from '@onfact-ponto/primitives';
import { z } from 'zod';
import { decodeWith, id, jsonObject, optionalText, type Decoder } from '../decode.ts';
import type { JsonApi } from '../json-api.ts';
import { createList } from '../resource-list.ts';

/** A company that the credentials may act for. */
export type OnfactCompany = Readonly<{
  id: number;
  /** What `X-COMPANY-UUID` takes; not in the published description, so it may be absent. */
  uuid: string | undefined;
  name: string;
  vat: string | undefined;
  raw: JsonObject;
}>;

export function createCompanies(api: JsonApi) {
  return createList(api, { path: 'companies', wholeOrder: 'id:ascend', decode: decodeCompany });
}

const decodeCompany: Decoder<OnfactCompany> = (resource) => {
  const raw = decodeWith(jsonObject, resource);
  return { ...decodeWith(wireCompany, raw), raw };
};

const wireCompany = z.object({ id, uuid: optionalText, name: z.string(), vat: optionalText });
