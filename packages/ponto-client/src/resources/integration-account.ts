import type { JsonObject } from '@onfact-ponto/primitives';
import { z } from 'zod';
import { decodeWith, jsonObject, optionalMoment, relatedIds, type Decoder } from '../decode.ts';
import type { JsonApi } from '../json-api.ts';
import { decodePage, pageQuery, type PageRequest, type PontoPage } from '../paging.ts';
import { apiPath } from './api-path.ts';

/** That an account of some organization is shared with this application. */
export type PontoIntegrationAccount = Readonly<{
  id: string;
  accountId: string | undefined;
  financialInstitutionId: string | undefined;
  organizationId: string | undefined;
  createdAt: Date | undefined;
  /** When we last read it. */
  lastAccessedAt: Date | undefined;
  raw: JsonObject;
}>;

export function createIntegrationAccounts(api: JsonApi) {
  return {
    /**
     * The linked accounts of all organizations: shows what was linked or unlinked behind our back.
     * @param clientToken from `oauth.clientCredentials`
     */
    async list(clientToken: string, request: PageRequest = {}): Promise<PontoPage<PontoIntegrationAccount>> {
      const answer = await api({
        operation: 'integrationAccounts.list',
        method: 'GET',
        path: apiPath('/integration-accounts'),
        accessToken: clientToken,
        query: pageQuery(request),
        signal: request.signal,
      });
      return decodePage(answer, decodeIntegrationAccount);
    },
  };
}

const decodeIntegrationAccount: Decoder<PontoIntegrationAccount> = (resource) => {
  const raw = decodeWith(jsonObject, resource);
  const { id, attributes, relationships } = decodeWith(wire, raw);
  return {
    id,
    accountId: relationships.account,
    financialInstitutionId: relationships.financialInstitution,
    organizationId: relationships.organization,
    createdAt: attributes?.createdAt,
    lastAccessedAt: attributes?.lastAccessedAt,
    raw,
  };
};

const wire = z.object({
  id: z.string().min(1),
  attributes: z.object({ createdAt: optionalMoment, lastAccessedAt: optionalMoment }).nullish(),
  relationships: relatedIds('account', 'financialInstitution', 'organization'),
});
