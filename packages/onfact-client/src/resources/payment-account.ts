import { parseIban, type Iban, type JsonObject } from '@onfact-ponto/primitives';
import { z } from 'zod';
import {
  decodeDocument,
  decodeWith,
  decodeWritten,
  flag,
  id,
  jsonObject,
  optionalText,
  type Decoder,
} from '../decode.ts';
import type { JsonApi } from '../json-api.ts';
import { decodePage, listQuery, type ListRequest, type OnfactPage } from '../list.ts';

/** One of the company's own accounts in onFact ("Rekeningen"). */
export type OnfactPaymentAccount = Readonly<{
  id: number;
  name: string;
  /** Undefined when onFact holds none, or one that is not valid. */
  iban: Iban | undefined;
  deleted: boolean;
  raw: JsonObject;
}>;

export function createPaymentAccounts(api: JsonApi) {
  return {
    async list(request: ListRequest = {}): Promise<OnfactPage<OnfactPaymentAccount>> {
      const { signal } = request;
      const answer = await api({ method: 'GET', path: ['payment-accounts'], query: listQuery(request), signal });
      return decodePage(answer, decodePaymentAccount);
    },

    /** Not idempotent: look for the IBAN first. */
    async create(
      account: { name: string; iban: Iban },
      options: { signal?: AbortSignal } = {},
    ): Promise<{ id: number }> {
      const { name, iban } = account;
      const answer = await api({ method: 'POST', path: ['payment-accounts'], body: { name, iban }, ...options });
      return decodeDocument(answer, decodeWritten);
    },
  };
}

const decodePaymentAccount: Decoder<OnfactPaymentAccount> = (resource) => {
  const raw = decodeWith(jsonObject, resource);
  const { iban, ...rest } = decodeWith(wirePaymentAccount, raw);
  return { ...rest, iban: iban === undefined ? undefined : parseIban(iban), raw };
};

const wirePaymentAccount = z.object({ id, name: z.string(), iban: optionalText, deleted: flag });
