import { exactNumberOf, formatMoney, type Iban, type JsonObject, type Money } from '@onfact-ponto/primitives';
import { z } from 'zod';
import { decodeSingle, decodeWith, jsonObject, type Decoder } from '../decode.ts';
import type { JsonApi, WriteOptions } from '../json-api.ts';
import { lenientDecimal, lenientMoment, lenientMoney, lenientObject, lenientText } from '../lenient.ts';
import { redirectLinks, type ReadPageLink } from '../page-link.ts';
import { assertSepaText } from '../sepa-text.ts';
import { readAndDelete } from './account-resource.ts';
import { apiPath } from './api-path.ts';
import { assertPayable } from './payment-order.ts';

/** Money in: asks a debtor to pay on Ponto's page. `paymentRequest.closed` is sent when it ends. */
export type PontoPaymentRequest = Readonly<{
  id: string;
  amount: Money | undefined;
  creditorAccountReference: string | undefined;
  /** Not known before the debtor chose an account. */
  debtorAccountReference: string | undefined;
  remittanceInformation: string | undefined;
  remittanceInformationType: string | undefined;
  endToEndId: string | undefined;
  /** Where the debtor pays. */
  signingUrl: URL | undefined;
  redirectUrl: URL | undefined;
  signedAt: Date | undefined;
  closedAt: Date | undefined;
  raw: JsonObject;
}>;

export type PaymentRequestOrder = Readonly<{
  amount: Money;
  /** At most 140 characters of SEPA. */
  remittanceInformation?: string | undefined;
  remittanceInformationType?: 'structured' | 'unstructured' | undefined;
  /** At most 35 characters of SEPA. */
  endToEndId?: string | undefined;
  debtorIban?: Iban | undefined;
  /** Where the debtor comes to in the end. */
  redirectUri?: string | undefined;
}>;

/** Needs `paymentRequestsActivated`. Ponto has no list of them: keep each id. */
export function createPaymentRequests(api: JsonApi, readPageLink: ReadPageLink) {
  const decode = paymentRequestDecoder(readPageLink);
  return {
    /** @throws PontoInvalidRequestError naming the attribute, before anything is sent */
    async create(
      accessToken: string,
      accountId: string,
      order: PaymentRequestOrder,
      options: WriteOptions,
    ): Promise<PontoPaymentRequest> {
      const answer = await api({
        operation: 'paymentRequests.create',
        method: 'POST',
        path: apiPath('/accounts/{accountId}/payment-requests', { accountId }),
        accessToken,
        body: { data: { type: 'paymentRequest', attributes: attributesOf(order) } },
        ...options,
      });
      return decodeSingle(answer, decode);
    },

    ...readAndDelete(api, { name: 'paymentRequests', pathOf, decode }),
  };
}

function pathOf(accountId: string, paymentRequestId: string) {
  return apiPath('/accounts/{accountId}/payment-requests/{paymentRequestId}', { accountId, paymentRequestId });
}

function attributesOf({ amount, debtorIban, ...rest }: PaymentRequestOrder): object {
  assertPayable(amount, 'amount');
  if (rest.remittanceInformation !== undefined) {
    assertSepaText('remittanceInformation', rest.remittanceInformation, 140);
  }
  if (rest.endToEndId !== undefined) assertSepaText('endToEndId', rest.endToEndId, 35);
  return {
    ...rest,
    currency: amount.currency,
    amount: exactNumberOf(formatMoney(amount)),
    ...(debtorIban === undefined ? {} : { debtorAccountReference: debtorIban, debtorAccountReferenceType: 'IBAN' }),
  };
}

function paymentRequestDecoder(readPageLink: ReadPageLink): Decoder<PontoPaymentRequest> {
  return (resource) => {
    const raw = decodeWith(jsonObject, resource);
    const { id, attributes, links } = decodeWith(wire, raw);
    const { amount, currency, signingUri, ...rest } = attributes;
    return {
      ...rest,
      id,
      amount: lenientMoney(amount, currency),
      signingUrl: readPageLink(signingUri),
      redirectUrl: readPageLink(links.redirect),
      raw,
    };
  };
}

const wire = z.object({
  id: z.string().min(1),
  attributes: lenientObject({
    amount: lenientDecimal,
    currency: lenientText,
    creditorAccountReference: lenientText,
    debtorAccountReference: lenientText,
    remittanceInformation: lenientText,
    remittanceInformationType: lenientText,
    endToEndId: lenientText,
    signingUri: lenientText,
    signedAt: lenientMoment,
    closedAt: lenientMoment,
  }),
  links: redirectLinks,
});
