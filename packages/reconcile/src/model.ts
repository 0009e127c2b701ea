import type { IsoDate } from '@onfact-ponto/primitives';

/** A bank line. Texts are as the bank sent them; all reading of references happens here, from every text field. */
export type BankLine = Readonly<{
  id: string;
  accountIban: string;
  executionDate: IsoDate;
  valueDate: IsoDate;
  /** Positive came in. */
  amountMinor: bigint;
  currency: string;
  counterpartName?: string | undefined;
  /** The counterpart's account, as the bank wrote it. */
  counterpartReference?: string | undefined;
  remittanceInformation?: string | undefined;
  remittanceInformationType?: 'structured' | 'unstructured' | undefined;
  additionalInformation?: string | undefined;
  endToEndId?: string | undefined;
  bankTransactionCode?: string | undefined;
  mandateId?: string | undefined;
  creditorId?: string | undefined;
  source: 'ponto' | 'coda';
}>;

export type DocumentKind = 'sales_invoice' | 'sales_credit_note' | 'purchase_invoice' | 'purchase_credit_note';

/** A document in its present state. Closed ones may be put too: what they are named by tells who pays. */
export type OpenDocument = Readonly<{
  id: string;
  kind: DocumentKind;
  number: string;
  structuredCommunication?: string | undefined;
  creditorReference?: string | undefined;
  /** End-to-end ids of payments of this document that were started from here. */
  endToEndIds?: readonly string[] | undefined;
  relationId?: string | undefined;
  issueDate: IsoDate;
  dueDate?: IsoDate | undefined;
  currency: string;
  totalMinor: bigint;
  openMinor: bigint;
  /** What the document itself allows to leave off when it is paid by `until`. */
  discount?: Readonly<{ amountMinor: bigint; until: IsoDate }> | undefined;
  status: 'open' | 'closed' | 'disputed';
}>;

export type Relation = Readonly<{
  id: string;
  role: 'customer' | 'supplier' | 'both';
  name: string;
  aliases: readonly string[];
  /** Known and trusted. */
  ibans: readonly string[];
}>;

export type LedgerSettings = Readonly<{
  /** The company's own name: lines to and from it are its own money. */
  name: string;
  ownAccounts: readonly string[];
  /** In euro cents: up to this much may be missing for a payment to count as whole; 0 switches it off. */
  paymentDifferenceLimitMinor: bigint;
}>;

export type Allocation = Readonly<{
  documentId: string;
  /** Always positive; a credit note's counts against the invoices of the same line. */
  amountMinor: bigint;
  /** What of the document is let go beside the money, so that it is settled. */
  adjustment?: Adjustment | undefined;
}>;

export type Adjustment = Readonly<{ amountMinor: bigint; kind: 'discount' | 'payment_difference' }>;

/** What the company taught. Listable and erasable one by one: an entry may be about a private person. */
export type MemoryEntry = Readonly<{
  kind: MemoryKind;
  /** The account, name, reference, "line document" pair or rule that it is about. */
  value: string;
  relationId?: string | undefined;
  confirmations: number;
  contradictions: number;
  lastOn: IsoDate;
}>;

export type MemoryKind =
  /** This account pays for this relation. */
  | 'iban'
  /** The bank writes this relation's name so. */
  | 'name'
  /** This relation repeats this communication of one document when it pays others. */
  | 'old_reference'
  /** Lines of this account pay no document. */
  | 'no_document'
  /** This account never says who pays. Entered by a person. */
  | 'denied_iban'
  /** "line document": never proposed again. */
  | 'rejected_pair'
  /** How often what a rule, or a kind of evidence, proposed was right. */
  | 'rule_trust';

/** What became of a line: the caller tells it after the books accepted it. */
export type LedgerEvent = Readonly<
  /** As `match` decided it, by itself or after somebody accepted it as it was. */
  | { type: 'booked'; lineId: string; allocations: readonly Allocation[]; rule: string }
  /**
   * By hand. No allocations: the line pays no document. `proposed` says whether the first choice was right, where the
   * ledger did not make it in this run.
   */
  | {
      type: 'confirmed';
      lineId: string;
      allocations: readonly Allocation[];
      proposed?: Readonly<{ evidenceClass: string; isRight: boolean }> | undefined;
    }
  | { type: 'rejected'; lineId: string; documentIds: readonly string[] }
  /** `rule` of a booking that was automatic: the strongest lesson. */
  | { type: 'undone'; lineId: string; allocations: readonly Allocation[]; rule?: string | undefined }
>;
