/** Who tells of a booking: Ponto's list of lines, or a CODA file of the bank. */
export type Source = 'ponto' | 'coda';

/** What one source says of one booking. */
export type LineFacts = Readonly<{
  bookingDate: string;
  amountMinor: bigint;
  currency: string;
  counterpartReference: string | null;
  counterpartName: string | null;
  /** Remittance information as the source wrote it. */
  text: string | null;
  /** The 12 digits of an OGM. */
  structuredCommunication: string | null;
  endToEndId: string | null;
}>;

/** One line of a bundle that CODA told as a total. */
export type LedgerPart = Readonly<LineFacts & { id: string; /** A Ponto line tells it too. */ isWitnessed: boolean }>;

/** A line that counts in the ledger of ONE account, as each of its witnesses tells it. */
export type LedgerLine = Readonly<{
  id: string;
  ponto: LineFacts | null;
  coda: LineFacts | null;
  isAllocated: boolean;
  parts: readonly LedgerPart[];
  /** CODA told it as a total of several bookings (transaction type 1 or 2), with or without its details. */
  isTotal: boolean;
  /** A Ponto line that CODA told within a total without details (`total_of`, `totalsTold`): no movement is left for it. */
  isToldInTotal?: boolean;
}>;

/** A line that arrives, or one that was doubtful and is asked about again. Only CODA tells totals. */
export type IncomingLine = Readonly<LineFacts & { id: string; parts: readonly LineFacts[]; isTotal: boolean }>;

/** Days that follow each other, both ends included. */
export type Days = Readonly<{ from: string; to: string }>;

/**
 * Days of which a source certainly told every booking, this arrival included. It decides between "the same" and "in
 * doubt" where texts cannot: what stands on a covered day must be among the lines that are there.
 */
export type Coverage = Readonly<Record<Source, readonly Days[]>>;

export type SameReason =
  /** Counterpart and text agree, or a reference that only one payment has. */
  | 'alike'
  /** Nothing contradicts, and the bookings of the day are all known from one source at least. */
  | 'nothing_contradicts'
  /** Only partly alike, but the days that the sources cover leave no other possibility. */
  | 'proven_by_windows'
  /** One to three days apart; counterpart and a telling text agree, and there is no other like it. */
  | 'few_days_apart';

export type DoubtReason =
  /** Same day and amount; counterpart or text agree only in part. */
  | 'partly_alike'
  /** Same day and amount, too little is known of one of them, and neither source told the whole day. */
  | 'too_little_known'
  /** Several lines fit equally well, and it matters which. */
  | 'several_fit'
  /** Fits a line to which another line of the same source was assigned, and money is allocated on it. */
  | 'line_is_allocated'
  /** One to three days apart. */
  | 'other_day'
  /** Some lines of the day add up to a total without details, or may be part of it. */
  | 'may_be_in_total';

/** A witness of the incoming source leaves its line, because an arriving line fits there better. */
export type Displacement = Readonly<{ from: string; /** A ledger id, or "new-line". */ to: string }>;

export type PartDecision = Readonly<{ outcome: 'same'; ledgerId: string }> | Readonly<{ outcome: 'new' }>;

export type MergeDecision =
  /** Nobody told of it yet. */
  | Readonly<{ outcome: 'new' }>
  /** Becomes a witness of this line. All displacements happen at the same moment, before it. */
  | Readonly<{ outcome: 'same'; ledgerId: string; reason: SameReason; displaced: readonly Displacement[] }>
  /** A CODA total that Ponto tells one by one: its details are the lines, and the total is none. Parts as given. */
  | Readonly<{ outcome: 'in_parts'; parts: readonly PartDecision[] }>
  /** A CODA total without details; these Ponto lines are exactly it. */
  | Readonly<{ outcome: 'total_of'; ledgerIds: readonly string[] }>
  /** A Ponto line that is one detail of a total in the ledger. */
  | Readonly<{ outcome: 'part_of'; ledgerId: string; partId: string }>
  /** A person decides: the same, or keep both. It does not count until then. */
  | Readonly<{ outcome: 'doubtful'; ledgerId: string; reason: DoubtReason }>;

/**
 * A CODA total without details in the ledger that turns out to be exactly these Ponto lines: those that arrive (their
 * decision is `new`) and those that stand in the ledger. The total stops counting.
 */
export type TotalTold = Readonly<{ ledgerId: string; incomingIds: readonly string[]; ledgerIds: readonly string[] }>;

export type Merge = Readonly<{
  /** One for each incoming line, by its id. */
  decisions: ReadonlyMap<string, MergeDecision>;
  totalsTold: readonly TotalTold[];
}>;

export type MergeInput = Readonly<{
  source: Source;
  incoming: readonly IncomingLine[];
  /** Lines that count, of the days that arrive and three days around them. Doubtful and withdrawn ones are left out. */
  ledger: readonly LedgerLine[];
  coverage: Coverage;
}>;
