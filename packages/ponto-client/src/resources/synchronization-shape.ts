import { z } from 'zod';
import { decodeWith, jsonObject, moment, type Decoder } from '../decode.ts';
import type { JsonObject } from '@onfact-ponto/primitives';

/** Ponto's refresh of one account at the bank. */
export type PontoSynchronization = Readonly<{
  id: string;
  accountId: string;
  /** "accountDetails", "accountTransactions", "accountTransactionsWithUnsettled", or one that came later. */
  subtype: string;
  /** "pending" → "running" → "success" or "error". */
  status: string;
  errors: readonly SynchronizationError[];
  /** Whether a user was present; undefined when Ponto does not say. */
  customerOnline: boolean | undefined;
  createdAt: Date;
  updatedAt: Date;
  raw: JsonObject;
}>;

export type SynchronizationError = Readonly<{
  code: string;
  detail: string;
  /** The account holder must renew the authorization at the bank; anything else is trouble that passes. */
  needsReauthorization: boolean;
}>;

export const decodeSynchronization: Decoder<PontoSynchronization> = (resource) => {
  const raw = decodeWith(jsonObject, resource);
  const { id, attributes } = decodeWith(wire, raw);
  const { resourceId, subtype, status, errors, customerOnline, createdAt, updatedAt } = attributes;
  return { id, accountId: resourceId, subtype, status, errors, customerOnline, createdAt, updatedAt, raw };
};

/** A hint inside other answers: when it cannot be read it counts as absent, for it must not hide the rest. */
export const latestSynchronization = z
  .unknown()
  .optional()
  .transform((value): PontoSynchronization | undefined => {
    const object = jsonObject.safeParse(value);
    const readable = object.success && wire.safeParse(object.data).success;
    return readable ? decodeSynchronization(object.data) : undefined;
  });

const wire = z.object({
  id: z.string().min(1),
  attributes: z.object({
    resourceId: z.string(),
    subtype: z.string(),
    status: z.string(),
    errors: z
      .array(z.object({ code: z.string().catch('unnamed'), detail: z.string().catch('') }))
      .nullish()
      .transform((errors) =>
        (errors ?? []).map((error) => ({ ...error, needsReauthorization: /authorization/i.test(error.code) })),
      ),
    customerOnline: z
      .union([z.boolean(), z.stringbool()])
      .nullish()
      .transform((online) => online ?? undefined),
    createdAt: moment,
    updatedAt: moment,
  }),
});
