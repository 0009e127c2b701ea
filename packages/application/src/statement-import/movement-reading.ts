import { createHash } from 'node:crypto';
import type { Movement, StatementEnd, StatementStart } from '@onfact-ponto/coda';
import type { BankTransactionReading } from '@onfact-ponto/db';
import {
  decimalsOf,
  findStructuredCommunication,
  formatStructuredCommunication,
  isCurrency,
} from '@onfact-ponto/primitives';
import type { StructuredCommunication } from '@onfact-ponto/primitives';

/** What a CODA movement says, as a line of ours. */

export type MovementReading = Readonly<{
  ordinal: number;
  parentOrdinal: number | null;
  line: number;
  sequenceNumber: number | null;
  /** Eight digits. */
  transactionCode: string;
  /** A total of several bookings, made by the customer or by the bank. */
  isTotal: boolean;
  /** Charges and the like: they explain an amount and are no payments of their own. */
  isExplanation: boolean;
  content: MovementContent;
}>;

/** A movement of a statement with what explains it. */
export type MovementTree = Readonly<{ root: MovementReading; details: readonly MovementReading[] }>;

export type MovementContent = Omit<BankTransactionReading, 'sourceReference' | 'contentHash'>;

/** A movement that stands by itself; the others are details below one. */
export function isRoot({ parentOrdinal }: Pick<MovementReading, 'parentOrdinal'>): boolean {
  return parentOrdinal === null;
}

/** An amount that the currency of the account cannot hold to the last digit: never rounded. */
export class AmountNotHeldError extends Error {
  override readonly name = 'AmountNotHeldError';
}

/**
 * Whole minor units of an amount in thousandths.
 * @throws AmountNotHeldError
 */
export function minorOfThousandths(thousandths: number | bigint, currency: string): bigint {
  if (!isCurrency(currency)) throw new AmountNotHeldError(`the decimals of ${currency} are not known`);
  const decimals = decimalsOf(currency);
  const divisor = 10n ** BigInt(3 - decimals);
  const exact = BigInt(thousandths);
  if (exact % divisor !== 0n) throw new AmountNotHeldError(`an amount has more decimals than ${currency}`);
  return exact / divisor;
}

/** @throws AmountNotHeldError */
export function movementReadingOf(
  movement: Movement,
  statement: Pick<StatementStart, 'creationDate'> & { currency: string; newDate: string | null },
): MovementReading | undefined {
  const executionDate = movement.entryDate ?? movement.valueDate ?? statement.newDate ?? statement.creationDate;
  if (movement.amountThousandths === null || executionDate === null) return undefined;
  const { type, family, operation, category } = movement.transactionCode;
  const transactionCode = `${type}${family}${operation}${category}`;
  const content = {
    executionDate,
    valueDate: movement.valueDate ?? executionDate,
    amountMinor: minorOfThousandths(movement.amountThousandths, statement.currency),
    currency: statement.currency,
    counterpartName: movement.counterpart.name,
    counterpartReference: movement.counterpart.iban ?? movement.counterpart.account,
    ...remittanceOf(movement),
    description: null,
    endToEndId: movement.customerReference,
    bankTransactionCode: null,
    proprietaryBankTransactionCode: `CODA ${transactionCode}`,
    purposeCode: movement.sepa.purpose ?? movement.sepa.categoryPurpose,
    mandateId: movement.sepa.mandateId,
    creditorId: movement.sepa.creditorId,
    additionalInformation: additionalInformationOf(movement),
    bankReference: movement.bankReference,
    providerCreatedAt: null,
    providerUpdatedAt: null,
  };
  return {
    ordinal: movement.ordinal,
    parentOrdinal: movement.parent?.ordinal ?? null,
    line: movement.line,
    sequenceNumber: movement.sequence,
    transactionCode,
    isTotal: type === '1' || type === '2',
    isExplanation: type === '8' || type === '9',
    content,
  };
}

/**
 * Of what a movement says: in a statement that tells the same days again, equal means the same movement. Without the
 * bank's reference, which "may change" says the standard, and does from one statement to another.
 */
export function contentHashOfMovement({ content }: MovementReading): string {
  return hashOf({ ...content, bankReference: null });
}

/** The days, balances and totals that make a statement the same whatever file brings it. */
export function statementIdentity(
  start: Pick<StatementStart, 'oldBalance' | 'codaSequenceNumber'>,
  end: Pick<StatementEnd, 'newBalance' | 'debitThousandths' | 'creditThousandths' | 'movementCount'>,
): string {
  return hashOf([
    start.oldBalance,
    end.newBalance,
    start.codaSequenceNumber,
    end.debitThousandths,
    end.creditThousandths,
    end.movementCount,
  ]);
}

function remittanceOf(
  movement: Movement,
): Pick<BankTransactionReading, 'remittanceInformation' | 'remittanceInformationType' | 'structuredCommunication'> {
  const { communication } = movement;
  const { structuredCommunication, creditorReference } = communication;
  if (
    structuredCommunication !== null &&
    (communication.structuredType === '101' || communication.structuredType === '102')
  ) {
    return {
      remittanceInformation: formatStructuredCommunication(structuredCommunication as StructuredCommunication),
      remittanceInformationType: 'structured',
      structuredCommunication,
    };
  }
  if (creditorReference !== null) {
    return {
      remittanceInformation: creditorReference,
      remittanceInformationType: 'structured',
      structuredCommunication: findStructuredCommunication(creditorReference.slice(4)) ?? null,
    };
  }
  const text = readableText(communication) ?? freeInformationOf(movement);
  return {
    remittanceInformation: text,
    remittanceInformationType: text === null ? null : 'unstructured',
    structuredCommunication:
      structuredCommunication ??
      findStructuredCommunication(text ?? '') ??
      findStructuredCommunication(freeInformationOf(movement) ?? '') ??
      null,
  };
}

/** The words of a structured communication that are for people; of a free one all of it. */
function readableText({ kind, text, fields }: Movement['communication']): string | null {
  if (kind === 'free') return oneLine(text);
  const words = ['communication', 'terminalName', 'place', 'message', 'description'].flatMap((name) => {
    const value = fields[name];
    return typeof value === 'string' ? [value] : [];
  });
  return oneLine(words.length > 0 ? words.join(' ') : text);
}

function freeInformationOf({ information }: Movement): string | null {
  const texts = information.filter(({ communication }) => communication.kind === 'free');
  return oneLine(texts.map(({ communication }) => communication.text).join(' '));
}

function additionalInformationOf(movement: Movement): string | null {
  const parties = [
    ['Ultimate debtor', movement.ultimateDebtor?.name],
    ['Ultimate creditor', movement.ultimateCreditor?.name],
  ].flatMap(([label, name]) => (name ? [`${label}: ${name}`] : []));
  return oneLine([freeInformationOf(movement) ?? '', ...parties].join(' '));
}

function oneLine(text: string): string | null {
  const collapsed = text.replace(/\s+/g, ' ').trim();
  return collapsed === '' ? null : collapsed;
}

function hashOf(content: unknown): string {
  const json = JSON.stringify(content, (_, part: unknown) => (typeof part === 'bigint' ? part.toString() : part));
  return createHash('sha256').update(json).digest('base64url');
}
