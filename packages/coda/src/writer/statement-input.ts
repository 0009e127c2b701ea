import type { Account } from '../statement.ts';
import type { TransactionCode } from '../transaction-codes/transaction-code.ts';

/**
 * What a statement says, without anything that follows from it: numbers, codes of what follows, counts, totals and the
 * new balance are the writer's work. What is left out or null is written as the bank writes "not known".
 */
export type StatementInput = Readonly<{
  creationDate?: string | null;
  duplicate?: boolean;
  /** The protocol number of the bank: three digits. */
  bank?: string | null;
  fileReference?: string | null;
  addressee?: string | null;
  bic?: string | null;
  /** Ten digits. */
  companyNumber?: string | null;
  application?: string;
  transactionReference?: string | null;
  relatedReference?: string | null;
  statementNumber?: number | null;
  codaSequenceNumber?: number | null;
  account: AccountInput;
  holderName?: string | null;
  accountDescription?: string | null;
  oldBalance: Readonly<{ amountThousandths: number; date: string | null }>;
}>;

export type AccountInput = Readonly<
  { currency: string } & Partial<Pick<Account, 'structure' | 'iban' | 'bban' | 'country'>>
>;

export type MovementInput = Readonly<{
  /** Signed from the account holder's view. */
  amountThousandths: number;
  bankReference?: string | null;
  valueDate?: string | null;
  entryDate?: string | null;
  statementNumber?: number | null;
  transactionCode: TransactionCode;
  /** Of a total whose details are not in this statement; of any other movement it follows from its details. */
  globalisationCode?: number | null;
  communication?: CommunicationInput | null;
  customerReference?: string | null;
  counterpart?: CounterpartInput | null;
  sepa?: Readonly<{
    rTransaction?: string | null;
    reason?: string | null;
    categoryPurpose?: string | null;
    purpose?: string | null;
  }> | null;
  information?: readonly InformationInput[];
  details?: readonly MovementInput[];
}>;

export type CounterpartInput = Readonly<{
  /** An IBAN, a Belgian number of 12 digits, or what a foreign bank writes; `iban` when there is none. */
  account?: string | null;
  iban?: string | null;
  bic?: string | null;
  currency?: string | null;
  name?: string | null;
}>;

/** Of a structured one the text behind its type, as `encodeStructuredCommunication` gives it. */
export type CommunicationInput = Readonly<{ structuredType?: string | null; text: string }>;

export type InformationInput = Readonly<{
  bankReference?: string | null;
  /** That of the movement when left out. */
  transactionCode?: TransactionCode;
  communication: CommunicationInput;
}>;

/** What closes a statement. One without movements and without messages needs none. */
export type ClosingInput = Readonly<{
  date: string | null;
  statementNumber?: number | null;
  /** Only to be sure: the writer refuses what does not follow from the old balance and the movements. */
  amountThousandths?: number | null;
}>;
