import type { StructuredFields } from '../structured-communication/structured-communication.ts';
import type { TransactionCode } from '../transaction-codes/transaction-code.ts';

/**
 * What is written: the words that `eventJson` gives for what was read, details inside their total, and everything
 * optional that the bank need not say or that follows from the rest. Amounts are decimal texts, signed from the
 * account holder's view; days are "YYYY-MM-DD". What the writer works out itself (sequence and detail numbers, counts,
 * sums, the codes that announce the next record) it does not ask for.
 */
export type StatementInput = Readonly<{
  account: AccountInput;
  movements?: Iterable<MovementInput>;
  /** Free messages of the bank; a line end begins a new line of the same message. */
  messages?: readonly string[];
  oldBalance?: BalanceInput;
  /** Default: the old one and all movements, on the day of the file; none when nothing happened. */
  newBalance?: BalanceInput | null;
  creationDate?: string | null;
  duplicate?: boolean;
  bank?: string | null;
  fileReference?: string | null;
  addressee?: string | null;
  bic?: string | null;
  companyNumber?: string | null;
  /** "00000", a complete statement, unless it is an extract. */
  application?: string;
  transactionReference?: string | null;
  relatedReference?: string | null;
  statementNumber?: number | null;
  codaSequenceNumber?: number | null;
  holderName?: string | null;
  accountDescription?: string | null;
}>;

/** An IBAN, or a national number in `bban`. The structure follows from which of them is there. */
export type AccountInput = Readonly<{
  iban?: string | null;
  bban?: string | null;
  currency?: string;
  country?: string | null;
  structure?: '0' | '1' | '2' | '3';
}>;

export type BalanceInput = Readonly<{ amount?: string | null; date?: string | null }>;

export type MovementInput = Readonly<{
  amount: string;
  /** Default: the day of the file. */
  entryDate?: string | null;
  valueDate?: string | null;
  bankReference?: string | null;
  /** What is left out becomes an ordinary transfer, or the detail that fits its total. */
  transactionCode?: Partial<TransactionCode>;
  /** Default: brackets around the details. */
  globalisationCode?: number | null;
  statementNumber?: number | null;
  communication?: CommunicationInput | null;
  customerReference?: string | null;
  counterpart?: CounterpartInput | null;
  ultimateDebtor?: UltimatePartyInput | null;
  ultimateCreditor?: UltimatePartyInput | null;
  sepa?: SepaInput | null;
  information?: readonly InformationInput[];
  /** Explain the amount and do not count themselves. */
  details?: readonly MovementInput[];
}>;

/**
 * Free text, or a structured communication: by its type and its text or fields, or as nothing but the twelve digits
 * (OGM/VCS) or the creditor reference (RF…) that it is.
 */
export type CommunicationInput = Readonly<{
  kind?: 'free' | 'structured';
  structuredType?: string | null;
  text?: string | null;
  fields?: StructuredFields | null;
  structuredCommunication?: string | null;
  creditorReference?: string | null;
}>;

export type CounterpartInput = Readonly<{
  account?: string | null;
  iban?: string | null;
  bic?: string | null;
  currency?: string | null;
  name?: string | null;
  address?: Readonly<{ street?: string | null; locality?: string | null }> | null;
  identification?: string | null;
}>;

export type UltimatePartyInput = Readonly<{ name?: string | null; identification?: string | null }>;

/** The mandate and the creditor of a direct debit stand in its structured communication (type 127). */
export type SepaInput = Readonly<{
  rTransaction?: string | null;
  reason?: string | null;
  categoryPurpose?: string | null;
  purpose?: string | null;
}>;

export type InformationInput = Readonly<{
  communication: CommunicationInput;
  bankReference?: string | null;
  transactionCode?: TransactionCode;
}>;
