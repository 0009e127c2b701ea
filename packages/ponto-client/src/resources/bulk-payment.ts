import type { IsoDate, JsonObject } from '@onfact-ponto/primitives';
import { z } from 'zod';
import { decodeSingle, decodeWith, jsonObject, type Decoder } from '../decode.ts';
import { PontoInvalidRequestError } from '../errors.ts';
import type { JsonApi, WriteOptions } from '../json-api.ts';
import { lenientDay, lenientFlag, lenientObject, lenientText } from '../lenient.ts';
import { redirectLinks, type ReadPageLink } from '../page-link.ts';
import { readAndDelete } from './account-resource.ts';
import { apiPath } from './api-path.ts';
import { paymentAttributes, type PaymentOrder, type SigningOptions } from './payment-order.ts';
import { stageOf, type PaymentStage } from './payment-stage.ts';

/** Several payments under one signature. Ponto tells nothing of the single ones. */
export type PontoBulkPayment = Readonly<{
  id: string;
  status: string | undefined;
  stage: PaymentStage;
  reference: string | undefined;
  requestedExecutionDate: IsoDate | undefined;
  batchBookingPreferred: boolean | undefined;
  /** Ponto's page to sign on: only in the answer to `create`, and only when a `redirectUri` was given. */
  redirectUrl: URL | undefined;
  raw: JsonObject;
}>;

export type BulkPaymentOrder = SigningOptions &
  Readonly<{
    /** Shown to the user in Ponto. */
    reference: string;
    /** At least one. */
    payments: readonly PaymentOrder[];
    /** A wish: with it the bank may book one line for all of them. Ponto's own default is false. */
    batchBookingPreferred?: boolean | undefined;
  }>;

export function createBulkPayments(api: JsonApi, readPageLink: ReadPageLink) {
  const decode = bulkPaymentDecoder(readPageLink);
  return {
    /**
     * Prepares the payments for one signature; no money moves before that.
     * @throws PontoInvalidRequestError naming the attribute ("payments[2].creditorName"), before anything is sent
     */
    async create(
      accessToken: string,
      accountId: string,
      { payments, ...rest }: BulkPaymentOrder,
      options: WriteOptions,
    ): Promise<PontoBulkPayment> {
      if (payments.length === 0) throw new PontoInvalidRequestError('payments', 'is empty');
      const orders = payments.map((payment, index) => paymentAttributes(payment, `payments[${index}].`));
      const answer = await api({
        operation: 'bulkPayments.create',
        method: 'POST',
        path: apiPath('/accounts/{accountId}/bulk-payments', { accountId }),
        accessToken,
        body: { data: { type: 'bulkPayment', attributes: { ...rest, payments: orders } } },
        ...options,
      });
      return decodeSingle(answer, decode);
    },

    ...readAndDelete(api, { name: 'bulkPayments', pathOf, decode }),
  };
}

function pathOf(accountId: string, bulkPaymentId: string) {
  return apiPath('/accounts/{accountId}/bulk-payments/{bulkPaymentId}', { accountId, bulkPaymentId });
}

function bulkPaymentDecoder(readPageLink: ReadPageLink): Decoder<PontoBulkPayment> {
  return (resource) => {
    const raw = decodeWith(jsonObject, resource);
    const { id, attributes, links } = decodeWith(wire, raw);
    return { ...attributes, id, stage: stageOf(attributes.status), redirectUrl: readPageLink(links.redirect), raw };
  };
}

const wire = z.object({
  id: z.string().min(1),
  attributes: lenientObject({
    status: lenientText,
    reference: lenientText,
    requestedExecutionDate: lenientDay,
    batchBookingPreferred: lenientFlag,
  }),
  links: redirectLinks,
});
