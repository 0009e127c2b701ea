import type { Source } from './merge-types.ts';

/** Two exact balances of the bank: at the end of the old day and at the end of the new one. */
export type StatementBalances = Readonly<{
  statementId: string;
  oldDate: string;
  oldBalanceMinor: bigint;
  newDate: string;
  newBalanceMinor: bigint;
}>;

/** The balance that Ponto read somewhere within a day; it may be older than the lines beside it. */
export type PontoBalance = Readonly<{ day: string; balanceMinor: bigint; observedAt: Date }>;

/** A line that counts. Doubtful and withdrawn ones are not given. */
export type CountedLine = Readonly<{ bookingDate: string; amountMinor: bigint; storedAt: Date; source: Source }>;

export type CompletenessInput = Readonly<{
  statements: readonly StatementBalances[];
  pontoBalances: readonly PontoBalance[];
  lines: readonly CountedLine[];
  /** Days to speak of; by default from the first to the last that anything is known of. */
  from?: string;
  to?: string;
}>;

export type ProvenBy = 'statements' | 'ponto_balances' | 'both';

/** Days with one answer, both ends included. */
export type CompletenessInterval = Readonly<
  | { from: string; to: string; state: 'proven'; provenBy: ProvenBy }
  /** What the ledger lacks, signed: negative is money that went out. Its CODA statements of these days close it. */
  | { from: string; to: string; state: 'missing'; missingMinor: bigint; provenBy: ProvenBy; importPeriod: Period }
  | { from: string; to: string; state: 'unproven' }
>;

export type Period = Readonly<{ from: string; to: string }>;

/** The balance at the end of a day; null is a gap in the chart. */
export type DayBalance = Readonly<{
  day: string;
  balanceMinor: bigint | null;
  state: 'proven' | 'derived' | 'unknown';
}>;

export type Completeness = Readonly<{
  /** One after the other, without a hole, over the whole period. */
  intervals: readonly CompletenessInterval[];
  /** One for each day of the period. */
  balances: readonly DayBalance[];
  closing: (day: string) => bigint | null;
}>;
