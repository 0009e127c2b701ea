import type { IsoDate, JsonObject, Money } from '@onfact-ponto/primitives';
import { z } from 'zod';
import { decodeSingle, decodeWith, jsonObject, type Decoder } from '../decode.ts';
import type { JsonApi, WriteOptions } from '../json-api.ts';
import { lenientDay, lenientDecimal, lenientMoney, lenientObject, lenientText } from '../lenient.ts';
import { redirectLinks, type ReadPageLink } from '../page-link.ts';
import { readAndDelete } from './account-resource.ts';
import { apiPath } from './api-path.ts';
import { paymentAttributes, type PaymentOrder, type SigningOptions } from './payment-order.ts';
import { stageOf, type PaymentStage } from './payment-stage.ts';

/**
 * A payment that waits for its signature, or is on its way. Only the id is sure to be there: a payment that was made
 * must not get lost because its echo cannot be read.
 */
export type PontoPayment = Readonly<{
  id: string;
  /** As Ponto says it: "unsigned", "accepted-settlement-completed", "rejected", … */
  status: string | undefined;
  stage: PaymentStage;
  amount: Money | undefined;
  creditorName: string | undefined;
  creditorAccountReference: string | undefined;
  creditorAgent: string | undefined;
  remittanceInformation: string | undefined;
  remittanceInformationType: string | undefined;
  endToEndId: string | undefined;
  requestedExecutionDate: IsoDate | undefined;
  /** Ponto's page to sign on: only in the answer to `create`, and only when a `redirectUri` was given. */
  redirectUrl: URL | undefined;
  raw: JsonObject;
}>;

/** Ponto has no list of payments and sends no webhook about them: keep each id, and ask for it. */
export function createPayments(api: JsonApi, readPageLink: ReadPageLink) {
  const decode = paymentDecoder(readPageLink);
  return {
    /**
     * Prepares a payment for signing; no money moves before that. Needs the scope `pi` and `paymentsActivated`.
     * @throws PontoInvalidRequestError naming the attribute, before anything is sent
     */
    async create(
      accessToken: string,
      accountId: string,
      { requestedExecutionDate, redirectUri, ...order }: PaymentOrder & SigningOptions,
      options: WriteOptions,
    ): Promise<PontoPayment> {
      const attributes = { ...paymentAttributes(order), requestedExecutionDate, redirectUri };
      const answer = await api({
        operation: 'payments.create',
        method: 'POST',
        path: apiPath('/accounts/{accountId}/payments', { accountId }),
        accessToken,
        body: { data: { type: 'payment', attributes } },
        ...options,
      });
      return decodeSingle(answer, decode);
    },

    ...readAndDelete(api, { name: 'payments', pathOf, decode }),
  };
}

function pathOf(accountId: string, paymentId: string) {
  return apiPath('/accounts/{accountId}/payments/{paymentId}', { accountId, paymentId });
}

function paymentDecoder(readPageLink: ReadPageLink): Decoder<PontoPayment> {
  return (resource) => {
    const raw = decodeWith(jsonObject, resource);
    const { id, attributes, links } = decodeWith(wire, raw);
    const { amount, currency, ...rest } = attributes;
    return {
      ...rest,
      id,
      stage: stageOf(attributes.status),
      amount: lenientMoney(amount, currency),
      redirectUrl: readPageLink(links.redirect),
      raw,
    };
  };
}

const wire = z.object({
  id: z.string().min(1),
  attributes: lenientObject({
    status: lenientText,
    amount: lenientDecimal,
    currency: lenientText,
    creditorName: lenientText,
    creditorAccountReference: lenientText,
    creditorAgent: lenientText,
    remittanceInformation: lenientText,
    remittanceInformationType: lenientText,
    endToEndId: lenientText,
    requestedExecutionDate: lenientDay,
  }),
  links: redirectLinks,
});
