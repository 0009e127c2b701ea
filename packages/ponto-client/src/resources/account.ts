import { parseIban, type Currency, type Iban, type JsonObject, type Money } from '@onfact-ponto/primitives';
import { z } from 'zod';
import {
  absent,
  decodeId,
  decodeSingle,
  decodeWith,
  jsonObject,
  optionalDecimal,
  optionalMoment,
  optionalText,
  readCurrency,
  readMoney,
  relatedIds,
  type Decoder,
} from '../decode.ts';
import type { CallOptions, JsonApi } from '../json-api.ts';
import { decodePage, pageQuery, type PageRequest, type PontoPage } from '../paging.ts';
import { apiPath } from './api-path.ts';
import { latestSynchronization, type PontoSynchronization } from './synchronization-shape.ts';

/** A bank account that the organization shares with this integration. */
export type PontoAccount = Readonly<{
  id: string;
  /** The account number as the bank writes it. */
  reference: string;
  /** "IBAN", "BBAN", "PAN", … */
  referenceType: string;
  /** Only when the reference is a valid IBAN. One IBAN may come back in several currencies. */
  iban: Iban | undefined;
  currency: Currency;
  /** "checking", "savings", "securities", "card", "psp", … */
  subtype: string | undefined;
  description: string | undefined;
  product: string | undefined;
  holderName: string | undefined;
  internalReference: string | undefined;
  currentBalance: Money | undefined;
  currentBalanceReferenceDate: Date | undefined;
  currentBalanceChangedAt: Date | undefined;
  currentBalanceVariationObservedAt: Date | undefined;
  availableBalance: Money | undefined;
  availableBalanceReferenceDate: Date | undefined;
  availableBalanceChangedAt: Date | undefined;
  availableBalanceVariationObservedAt: Date | undefined;
  authorizedAt: Date | undefined;
  /** An expectation: the authorization at the bank can die earlier. */
  authorizationExpirationExpectedAt: Date | undefined;
  /** The institution is being replaced: readable until its authorization ends. */
  deprecated: boolean;
  /** "available", or "readonly" while the bank cannot be reached. */
  availability: string | undefined;
  financialInstitutionId: string | undefined;
  /** The last successful contact with the bank about this account. */
  synchronizedAt: Date | undefined;
  latestSynchronization: PontoSynchronization | undefined;
  raw: JsonObject;
}>;

export function createAccounts(api: JsonApi) {
  return {
    /** An account that is missing here is not shared with us (any more). */
    async list(accessToken: string, request: PageRequest = {}): Promise<PontoPage<PontoAccount>> {
      const { signal } = request;
      const query = pageQuery(request);
      return decodePage(
        await api({
          operation: 'accounts.list',
          method: 'GET',
          path: apiPath('/accounts'),
          accessToken,
          query,
          signal,
        }),
        decodeAccount,
      );
    },

    async get(accessToken: string, id: string, options: CallOptions = {}): Promise<PontoAccount> {
      const path = apiPath('/accounts/{accountId}', { accountId: id });
      return decodeSingle(
        await api({ operation: 'accounts.get', method: 'GET', path, accessToken, ...options }),
        decodeAccount,
      );
    },

    /** Takes the account out of this integration only; it stays in Ponto. Answers its id. */
    async delete(accessToken: string, id: string, options: CallOptions = {}): Promise<{ id: string }> {
      const path = apiPath('/accounts/{accountId}', { accountId: id });
      const answer = await api({ operation: 'accounts.delete', method: 'DELETE', path, accessToken, ...options });
      return decodeSingle(answer, decodeId);
    },
  };
}

export const decodeAccount: Decoder<PontoAccount> = (resource) => {
  const raw = decodeWith(jsonObject, resource);
  const { id, attributes, meta, relationships } = decodeWith(wire, raw);
  const { currentBalance, availableBalance, currency, deprecated, ...rest } = attributes;
  return {
    ...rest,
    id,
    iban: attributes.referenceType === 'IBAN' ? parseIban(attributes.reference) : undefined,
    currency: readCurrency(currency),
    currentBalance: readBalance(currentBalance, currency, 'attributes.currentBalance'),
    availableBalance: readBalance(availableBalance, currency, 'attributes.availableBalance'),
    deprecated: deprecated ?? false,
    availability: meta?.availability,
    financialInstitutionId: relationships.financialInstitution,
    synchronizedAt: meta?.synchronizedAt,
    latestSynchronization: meta?.latestSynchronization,
    raw,
  };
};

function readBalance(digits: string | undefined, currency: string, path: string): Money | undefined {
  return digits === undefined ? undefined : readMoney(digits, currency, path);
}

const wire = z.object({
  id: z.string().min(1),
  attributes: z.object({
    reference: z.string().min(1),
    referenceType: z.string(),
    currency: z.string(),
    subtype: optionalText,
    description: optionalText,
    product: optionalText,
    holderName: optionalText,
    internalReference: optionalText,
    currentBalance: optionalDecimal,
    currentBalanceReferenceDate: optionalMoment,
    currentBalanceChangedAt: optionalMoment,
    currentBalanceVariationObservedAt: optionalMoment,
    availableBalance: optionalDecimal,
    availableBalanceReferenceDate: optionalMoment,
    availableBalanceChangedAt: optionalMoment,
    availableBalanceVariationObservedAt: optionalMoment,
    authorizedAt: optionalMoment,
    authorizationExpirationExpectedAt: optionalMoment,
    deprecated: absent(z.boolean()),
  }),
  meta: z.object({ availability: optionalText, synchronizedAt: optionalMoment, latestSynchronization }).nullish(),
  relationships: relatedIds('financialInstitution'),
});
