import { exactNumberOf, formatMoney, type IsoDate, type JsonObject, type Money } from '@onfact-ponto/primitives';
import { z } from 'zod';
import {
  decodeDocument,
  decodeWith,
  decodeWritten,
  flag,
  id,
  jsonObject,
  optionalDay,
  optionalId,
  optionalText,
  readMoney,
  type Decoder,
} from '../decode.ts';
import type { Filter } from '../filter.ts';
import type { JsonApi } from '../json-api.ts';
import { createList } from '../resource-list.ts';

/** Money on one of the company's payment accounts. */
export type OnfactPayment = Readonly<{
  id: number;
  paymentAccountId: number | undefined;
  date: IsoDate | undefined;
  amount: Money;
  /** The other party. */
  name: string | undefined;
  iban: string | undefined;
  /** A payment that was taken back can still be read. */
  deleted: boolean;
  raw: JsonObject;
}>;

export type NewPayment = Readonly<{
  paymentAccountId: number;
  date: IsoDate;
  amount: Money;
  name?: string | undefined;
  iban?: string | undefined;
}>;

export function createPayments(api: JsonApi) {
  return {
    /** `pages` gives the newest first. */
    ...createList(api, { path: 'payments', wholeOrder: 'id:descend', decode: decodePayment }),

    async get(paymentId: number, options: { signal?: AbortSignal } = {}): Promise<OnfactPayment> {
      return decodeDocument(await api({ method: 'GET', path: ['payments', paymentId], ...options }), decodePayment);
    },

    /** Books money on an account, for no document. Not idempotent. */
    async create(payment: NewPayment, options: { signal?: AbortSignal } = {}): Promise<{ id: number }> {
      const answer = await api({ method: 'POST', path: ['payments'], body: paymentBody(payment), ...options });
      return decodeDocument(answer, decodeWritten);
    },

    /** Takes a payment back, and with it its share of the document. */
    async delete(paymentId: number, options: { signal?: AbortSignal } = {}): Promise<void> {
      await api({ method: 'DELETE', path: ['payments', paymentId], ...options });
    },
  };
}

export function paymentsOn(paymentAccountId: number): Filter<OnfactPayment> {
  return {
    q: `payment_account_id:${paymentAccountId}`,
    accepts: (payment) => payment.paymentAccountId === paymentAccountId,
  };
}

/** The amount goes out digit by digit, never through a binary number. */
export function paymentBody({ paymentAccountId, date, amount, name, iban }: NewPayment): object {
  return {
    payment_account_id: paymentAccountId,
    date,
    amount: exactNumberOf(formatMoney(amount)),
    currency_id: amount.currency,
    name,
    iban,
  };
}

const decodePayment: Decoder<OnfactPayment> = (resource) => {
  const raw = decodeWith(jsonObject, resource);
  const wire = decodeWith(wirePayment, raw);
  return {
    id: wire.id,
    paymentAccountId: wire.payment_account_id,
    date: wire.date,
    amount: readMoney(raw.amount, wire.currency_id, 'amount'),
    name: wire.name,
    iban: wire.iban,
    deleted: wire.deleted,
    raw,
  };
};

const wirePayment = z.object({
  id,
  payment_account_id: optionalId,
  date: optionalDay,
  currency_id: optionalText,
  name: optionalText,
  iban: optionalText,
  deleted: flag,
});
