import type { Issue } from './issues.ts';
import type { StructuredFields } from './structured-communication/structured-communication.ts';
import type { TransactionCode } from './transaction-codes/transaction-code.ts';

/**
 * What comes out of a CODA file, in file order: a statement, its movements and messages, its end; and issues where
 * they occur. Amounts are whole thousandths, signed from the account holder's view (credit positive): one amount
 * always is a safe integer, a sum of many need not be and is a bigint. Days are "YYYY-MM-DD". `null`: the bank does
 * not say, or what it says cannot be read (then an issue stands before).
 */
export type CodaEvent = StatementStart | Movement | FreeMessage | StatementEnd | Issue;

export type Balance = Readonly<{ amountThousandths: number | null; date: string | null }>;

/** Records 0 and 1. */
export type StatementStart = Readonly<{
  type: 'statement';
  /** Which one of the file, from 1. */
  index: number;
  line: number;
  version: string | null;
  creationDate: string | null;
  /** The bank issued this file before. It does not mean that we have it. */
  duplicate: boolean;
  /** The protocol number of the bank: three digits. */
  bank: string | null;
  fileReference: string | null;
  addressee: string | null;
  bic: string | null;
  companyNumber: string | null;
  /** "00000" is a complete statement; anything else an extract without balances (a separate application). */
  application: string;
  transactionReference: string | null;
  relatedReference: string | null;
  /** Of the paper statement, or the day of the year; 0 when not used. */
  statementNumber: number | null;
  codaSequenceNumber: number | null;
  account: Account | null;
  holderName: string | null;
  accountDescription: string | null;
  oldBalance: Balance;
}>;

/** The account zone of records 1 and 8. */
export type Account = Readonly<{
  /** "0" Belgian number, "1" foreign number, "2" Belgian IBAN, "3" foreign IBAN. */
  structure: '0' | '1' | '2' | '3';
  /** As is, or derived from a Belgian number; null for a foreign number. */
  iban: string | null;
  /** The national number, where it is known. */
  bban: string | null;
  currency: string;
  country: string | null;
  /** The 37 positions, trimmed. */
  raw: string;
}>;

/** The end of a statement: record 8 and record 9, and what our own count says. */
export type StatementEnd = Readonly<{
  type: 'statement_end';
  index: number;
  line: number;
  newBalance: Balance;
  /** Of record 8, which may differ from that of record 1. */
  statementNumber: number | null;
  /** Movements given, details included. */
  movementCount: number;
  /** What record 9 states; null when there was none. */
  recordCount: number | null;
  totalDebitThousandths: number | null;
  totalCreditThousandths: number | null;
  /** Our own sums over the movements that count (details do not). */
  debitThousandths: bigint;
  creditThousandths: bigint;
  /** Old balance + movements = new balance. Null where nothing can be said: a separate application, an amount that cannot be read. */
  balanced: boolean | null;
}>;

/** A free message of the bank (records 4): its lines joined. */
export type FreeMessage = Readonly<{
  type: 'message';
  line: number;
  sequence: number | null;
  text: string;
}>;

/**
 * Records 2.1 to 3.3. What a movement says is read from its bytes when it is asked for, so properties are getters of
 * the prototype: take them by name. `JSON.stringify`, `eventToJson` and `movement.toJSON()` give everything; spreading
 * or comparing own keys does not.
 */
export type Movement = Readonly<{
  type: 'movement';
  /** Within its statement, from 1: the one number that never wraps. */
  ordinal: number;
  line: number;
  /** Wraps from 9999 to 0. */
  sequence: number | null;
  detail: number | null;
  /** The movement that this one is a detail of. */
  parent: MovementKey | null;
  /** A detail explains money that its total already booked: it never counts in a balance. */
  isDetail: boolean;
  bankReference: string | null;
  amountThousandths: number | null;
  /** Exact decimal text of the amount. */
  amount: string | null;
  currency: string | null;
  valueDate: string | null;
  entryDate: string | null;
  /** Eight digits as the bank wrote them. In words: `describeTransactionCode`. */
  transactionCode: TransactionCode;
  globalisationCode: number | null;
  statementNumber: number | null;
  communication: Communication;
  /** EndToEndId of a single movement or a detail, PaymentInformationId of a total. "NOTPROVIDED" is null. */
  customerReference: string | null;
  counterpart: Counterpart;
  ultimateDebtor: UltimateParty | null;
  ultimateCreditor: UltimateParty | null;
  sepa: Sepa;
  information: readonly Information[];
  toJSON: () => object;
}>;

export type MovementKey = Readonly<{ ordinal: number; sequence: number | null; detail: number | null }>;

export type Communication = Readonly<{
  kind: 'free' | 'structured';
  /** "101", "127", … */
  structuredType: string | null;
  /** The parts joined without trimming between them; of a structured one the text after its type. */
  text: string;
  /** The 12 digits of an OGM/VCS: as its field, or the one that stands in the free text with right check digits. */
  structuredCommunication: string | null;
  /** An ISO 11649 reference, likewise. */
  creditorReference: string | null;
  /** Whether the check digits of the reference are right; null where there is none. */
  isReferenceValid: boolean | null;
  /** By type; empty for free text. */
  fields: StructuredFields;
}>;

export type Counterpart = Readonly<{
  /** As the bank writes it, without the currency. */
  account: string | null;
  iban: string | null;
  bic: string | null;
  currency: string | null;
  name: string | null;
  /** From an information record of type 001. */
  address: Readonly<{ street: string | null; locality: string | null }> | null;
  identification: string | null;
}>;

export type UltimateParty = Readonly<{ name: string | null; identification: string | null }>;

export type Sepa = Readonly<{
  mandateId: string | null;
  creditorId: string | null;
  /** "1" reject, "2" return, "3" refund, "4" reversal, "5" cancellation. */
  rTransaction: string | null;
  /** ISO return reason: AC04, MD06, … */
  reason: string | null;
  categoryPurpose: string | null;
  purpose: string | null;
}>;

/** Records 3.1 to 3.3. */
export type Information = Readonly<{
  line: number;
  detail: number | null;
  bankReference: string | null;
  transactionCode: TransactionCode;
  communication: Communication;
}>;
