import { decodeId, decodeSingle } from '../decode.ts';
import type { CallOptions, JsonApi } from '../json-api.ts';
import { apiPath } from './api-path.ts';

export function createIntegrations(api: JsonApi) {
  return {
    /**
     * Ends the link between an organization and this application, also when its refresh token is lost.
     * @param clientToken from `oauth.clientCredentials`, not a token of the organization
     */
    async delete(clientToken: string, organizationId: string, options: CallOptions = {}): Promise<{ id: string }> {
      const path = apiPath('/organizations/{organizationId}/integration', { organizationId });
      const answer = await api({
        operation: 'integrations.delete',
        method: 'DELETE',
        path,
        accessToken: clientToken,
        ...options,
      });
      return decodeSingle(answer, decodeId);
    },
  };
}
