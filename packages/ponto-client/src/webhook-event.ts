import { parseExactJson, type JsonObject } from '@onfact-ponto/primitives';
import { z } from 'zod';
import { absent, decodeWith, jsonObject, optionalMoment, optionalText, relatedIds } from './decode.ts';

type OfOrganization = Readonly<{ organizationId: string }>;
type OfAccount = OfOrganization & Readonly<{ accountId: string }>;
type OfPaymentRequest = OfAccount & Readonly<{ paymentRequestId: string }>;
/** Of one synchronization: `synchronizations.updatedTransactions` tells what it changed. */
type OfSynchronization = OfAccount & Readonly<{ synchronizationId: string }>;
type Synchronized = OfSynchronization & Readonly<{ synchronizationSubtype: string | undefined }>;
type Counted = OfSynchronization & Readonly<{ count: number | undefined }>;

/** What each kind of event tells. The names are Ponto's, without "pontoConnect." in front. */
type Facts = Readonly<{
  'synchronization.succeededWithoutChange': Synchronized;
  /** Without the reason: get the synchronization. */
  'synchronization.failed': Synchronized;
  'account.detailsUpdated': OfSynchronization;
  'account.transactionsCreated': Counted;
  'account.transactionsUpdated': Counted;
  'account.pendingTransactionsCreated': Counted;
  'account.pendingTransactionsUpdated': Counted;
  'account.reauthorized': OfAccount;
  'integration.created': OfOrganization;
  'integration.revoked': OfOrganization;
  'integration.accountAdded': OfAccount;
  'integration.accountRevoked': OfAccount;
  'organization.blocked': OfOrganization;
  'organization.unblocked': OfOrganization;
  'paymentRequest.closed': OfPaymentRequest;
}>;

type EveryEvent = Readonly<{
  /** Deliveries repeat: handle each id once. */
  id: string;
  /** As it was sent: "pontoConnect.account.transactionsCreated". */
  type: string;
  createdAt: Date | undefined;
  /** Names this one signature (`jti`); a second use within its life is a replay. */
  signatureId: string;
  raw: JsonObject;
}>;

/**
 * A kind that came later, or a known one without the ids that it should have. Keep it, answer 2xx and do nothing: the
 * next pull finds what it was about.
 */
export type UnknownPontoWebhookEvent = EveryEvent &
  Readonly<{ kind: 'unknown'; organizationId: string | undefined; accountId: string | undefined }>;

export type PontoWebhookEventKind = keyof Facts;

/** Something happened, told apart by `kind`. It carries ids only: fetch what they mean. */
export type PontoWebhookEvent =
  | { [Kind in PontoWebhookEventKind]: EveryEvent & Readonly<{ kind: Kind }> & Facts[Kind] }[PontoWebhookEventKind]
  | UnknownPontoWebhookEvent;

/** @throws Error when the bytes are no event at all: no JSON, or without an id and a type */
export function readWebhookEvent(rawBody: Uint8Array, signatureId: string): PontoWebhookEvent {
  const raw = decodeWith(jsonObject, parseExactJson(new TextDecoder('utf-8', { fatal: true }).decode(rawBody)));
  const { id, type, attributes, relationships } = decodeWith(eventDocument, raw).data;
  const every = { id, type, createdAt: createdAtOf.parse(attributes.createdAt), signatureId, raw };
  const related = {
    organizationId: relationships.organization,
    accountId: relationships.account,
    synchronizationId: relationships.synchronization,
    paymentRequestId: relationships.paymentRequest,
  };

  const kind = type.replace(/^pontoConnect\./, '');
  const facts = isKnown(kind) ? factsOf[kind].safeParse({ ...attributes, ...related }) : undefined;
  // The table gives each kind its facts; TypeScript cannot follow that through a name it does not know.
  if (facts?.success) return { ...every, kind, ...facts.data } as PontoWebhookEvent;

  const { organizationId, accountId } = related;
  return { ...every, kind: 'unknown', organizationId, accountId };
}

function isKnown(kind: string): kind is PontoWebhookEventKind {
  return Object.hasOwn(factsOf, kind);
}

const eventDocument = z.object({
  data: z.object({
    id: z.string().min(1),
    type: z.string().min(1),
    attributes: jsonObject.catch({}),
    relationships: relatedIds('organization', 'account', 'synchronization', 'paymentRequest'),
  }),
});
const createdAtOf = optionalMoment.catch(undefined);

const id = z.string().min(1);
const ofOrganization = z.object({ organizationId: id });
const ofAccount = ofOrganization.extend({ accountId: id });
const ofPaymentRequest = ofAccount.extend({ paymentRequestId: id });
const ofSynchronization = ofAccount.extend({ synchronizationId: id });
const synchronized = ofSynchronization.extend({ synchronizationSubtype: optionalText.catch(undefined) });
const counted = ofSynchronization.extend({ count: absent(z.number().int().nonnegative()).catch(undefined) });

const factsOf: { readonly [Kind in PontoWebhookEventKind]: z.ZodType<Facts[Kind]> } = {
  'synchronization.succeededWithoutChange': synchronized,
  'synchronization.failed': synchronized,
  'account.detailsUpdated': ofSynchronization,
  'account.transactionsCreated': counted,
  'account.transactionsUpdated': counted,
  'account.pendingTransactionsCreated': counted,
  'account.pendingTransactionsUpdated': counted,
  'account.reauthorized': ofAccount,
  'integration.created': ofOrganization,
  'integration.revoked': ofOrganization,
  'integration.accountAdded': ofAccount,
  'integration.accountRevoked': ofAccount,
  'organization.blocked': ofOrganization,
  'organization.unblocked': ofOrganization,
  'paymentRequest.closed': ofPaymentRequest,
};
