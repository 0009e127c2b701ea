import { decodeId, decodeSingle, type Decoder } from '../decode.ts';
import type { CallOptions, JsonApi } from '../json-api.ts';
import type { ApiPath } from './api-path.ts';

/**
 * Reads and takes back one thing of an account that was made by its id: Ponto has no list of these.
 * @param name of its operations, as in "payments.get"
 */
export function readAndDelete<Item>(
  api: JsonApi,
  { name, pathOf, decode }: { name: string; pathOf: (accountId: string, id: string) => ApiPath; decode: Decoder<Item> },
) {
  return {
    async get(accessToken: string, accountId: string, id: string, options: CallOptions = {}): Promise<Item> {
      const path = pathOf(accountId, id);
      return decodeSingle(
        await api({ operation: `${name}.get`, method: 'GET', path, accessToken, ...options }),
        decode,
      );
    },

    /** Takes back what was not signed. */
    async delete(
      accessToken: string,
      accountId: string,
      id: string,
      options: CallOptions = {},
    ): Promise<{ id: string }> {
      const path = pathOf(accountId, id);
      const answer = await api({ operation: `${name}.delete`, method: 'DELETE', path, accessToken, ...options });
      return decodeSingle(answer, decodeId);
    },
  };
}
