import { createHash } from 'node:crypto';
import { isStorableAmount } from '@onfact-ponto/db';
import type { BankTransactionReading, UnreadableReading } from '@onfact-ponto/db';
import type { PontoTransaction, UnreadableResource } from '@onfact-ponto/ponto-client';
import { findStructuredCommunication } from '@onfact-ponto/primitives';

/** A line of Ponto as we store it. */
export function readingOf(transaction: PontoTransaction): BankTransactionReading {
  const remittanceInformation = text(transaction.remittanceInformation);
  const content = {
    executionDate: transaction.executionDate,
    valueDate: transaction.valueDate ?? transaction.executionDate,
    amountMinor: transaction.amount.amountMinor,
    currency: transaction.amount.currency,
    counterpartName: text(transaction.counterpartName),
    counterpartReference: text(transaction.counterpartReference),
    remittanceInformation,
    remittanceInformationType: text(transaction.remittanceInformationType),
    /** Banks mislabel structured communications, so the text is searched whatever its type says. */
    structuredCommunication: findStructuredCommunication(remittanceInformation ?? '') ?? null,
    description: text(transaction.description),
    endToEndId: text(transaction.endToEndId),
    bankTransactionCode: text(transaction.bankTransactionCode),
    proprietaryBankTransactionCode: text(transaction.proprietaryBankTransactionCode),
    purposeCode: text(transaction.purposeCode),
    mandateId: text(transaction.mandateId),
    creditorId: text(transaction.creditorId),
    additionalInformation: text(transaction.additionalInformation),
  };
  return {
    ...content,
    bankReference: text(transaction.internalReference),
    sourceReference: transaction.id,
    providerCreatedAt: transaction.createdAt?.toISOString() ?? null,
    providerUpdatedAt: transaction.updatedAt?.toISOString() ?? null,
    /** Without any id: after relinking, a known line comes back under new ones. */
    contentHash: hashOf(content),
  };
}

/** Larger than any account: a fault of the bank, kept as it came. */
export function isTooLarge({ amount }: PontoTransaction): boolean {
  return !isStorableAmount(amount.amountMinor);
}

export function tooLargeReadingOf({ id, raw }: PontoTransaction): UnreadableReading {
  return { sourceReference: id, path: 'attributes.amount', problem: 'larger than an amount can be', raw };
}

export function unreadableReadingOf({
  id,
  path,
  problem,
  raw,
}: Omit<UnreadableResource, 'position'>): UnreadableReading {
  return { sourceReference: id ?? `without-id:${hashOf(raw)}`, path, problem, raw };
}

function hashOf(content: unknown): string {
  const json = JSON.stringify(content, (_, part: unknown) => (typeof part === 'bigint' ? part.toString() : part));
  return createHash('sha256').update(json).digest('base64url');
}

/** As the bank wrote it, without what PostgreSQL cannot store. */
function text(value: string | undefined): string | null {
  if (value === undefined) return null;
  return value.replaceAll('\u0000', '').toWellFormed();
}
