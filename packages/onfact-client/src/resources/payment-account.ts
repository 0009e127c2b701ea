import { parseIban, type Iban, type JsonObject } from '@onfact-ponto/primitives';
import { z } from 'zod';
import {
  decimalText,
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
import { createList } from '../resource-list.ts';

/** One of the company's own accounts in onFact ("Rekeningen"). */
export type OnfactPaymentAccount = Readonly<{
  id: number;
  name: string;
  /** Undefined when onFact holds none, or one that is not valid. */
  iban: Iban | undefined;
  bic: string | undefined;
  /** What onFact computes from its payments, as decimal text; its currency is not told. */
  currentBalance: string | undefined;
  deleted: boolean;
  raw: JsonObject;
}>;

export function createPaymentAccounts(api: JsonApi) {
  return {
    ...createList(api, { path: 'payment-accounts', wholeOrder: 'id:ascend', decode: decodePaymentAccount }),

    async get(accountId: number, options: { signal?: AbortSignal } = {}): Promise<OnfactPaymentAccount> {
      const answer = await api({ method: 'GET', path: ['payment-accounts', accountId], ...options });
      return decodeDocument(answer, decodePaymentAccount);
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
  const { iban, current_balance: currentBalance, ...rest } = decodeWith(wirePaymentAccount, raw);
  return { ...rest, iban: iban === undefined ? undefined : parseIban(iban), currentBalance, raw };
};

const wirePaymentAccount = z.object({
  id,
  name: z.string(),
  iban: optionalText,
  bic: optionalText,
  current_balance: decimalText,
  deleted: flag,
});
