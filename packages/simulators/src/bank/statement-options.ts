/** Which statements of an account are asked for, and how they differ from what a careful bank gives. */
export type StatementOptions = Readonly<{
  /** Bank days, both included. Absent: from the first booking, up to yesterday. */
  from?: string | undefined;
  to?: string | undefined;
  /** Also a statement for each working day on which nothing happened. */
  emptyDays?: boolean | undefined;
  /** Two statements a day instead of one, today included. */
  intraday?: boolean | undefined;
  /** The bank says that it gave this file before. */
  duplicate?: boolean | undefined;
  /** Ids of transactions whose movements are missing. The balances still count them, so the file contradicts itself. */
  without?: readonly string[] | undefined;
  /** The bank books everything so many days later than it told Ponto; negative: earlier. */
  shiftDays?: number | undefined;
  totals?: Totals | undefined;
  texts?: Texts | undefined;
}>;

/**
 * - `as-booked`: one movement for each line that Ponto shows, details below those that are a sum.
 * - `with-details`: the wages of one day, which Ponto shows one by one, are one total with its details.
 * - `without-details`: the same total, and no details of any.
 */
export const totals = ['as-booked', 'with-details', 'without-details'] as const;
export type Totals = (typeof totals)[number];

/**
 * - `bank`: capitals without accents, lines of 35 characters, names cut at 35, a word of the bank's in front at times.
 * - `verbatim`: as Ponto has them, as far as a CODA file can hold them.
 * - `poor`: no names, and the first 20 characters of a message.
 */
export const texts = ['bank', 'verbatim', 'poor'] as const;
export type Texts = (typeof texts)[number];
