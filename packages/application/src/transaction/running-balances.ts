import { findBankAccount, sumLaterOfDay } from '@onfact-ponto/db';
import type { ListedTransaction, Transaction } from '@onfact-ponto/db';
import { proofOf } from '../bank-account/account-proof.ts';
import { completeness } from '../statement-import/completeness.ts';
import type { CompletenessInterval } from '../statement-import/completeness-types.ts';

/** The end of a booking day: what the bank says, and whether the lines agree. */
export type DayClosing = Readonly<{
  day: string;
  /** Null when nothing says it: no balance yet, or a day on which something may be missing. */
  balanceMinor: bigint | null;
  /** `proven`: the bank said it, or balances of the bank on both sides agree. `derived`: counted from a balance. */
  state: 'proven' | 'derived' | 'unknown';
  /** The bank's balances against the lines between them; null where there are not two to compare. */
  check: { differenceMinor: bigint; from: string; to: string } | null;
}>;

export type RunningBalances = Readonly<{
  currency: string;
  /** By line. Null when the day is not known or the line does not count. */
  after: ReadonlyMap<string, bigint | null>;
  /** The days of the lines, in their order. */
  days: readonly DayClosing[];
}>;

/**
 * The balance after each of these lines of one account. It is counted back from the end of the day, so that the last
 * line of a day always ends at the closing balance of the bank. Within a day the order is that of the list.
 * @returns null when there is no such account
 */
export async function runningBalances(
  tx: Transaction,
  companyId: string,
  { bankAccountId, lines }: { bankAccountId: string; lines: readonly ListedTransaction[] },
): Promise<RunningBalances | null> {
  const account = await findBankAccount(tx, companyId, bankAccountId);
  if (!account) return null;
  const { currency } = account;
  const shown = [...new Set(lines.map(({ executionDate }) => executionDate))];
  if (shown.length === 0) return { currency, after: new Map(), days: [] };

  const [proof, later] = await Promise.all([
    proofOf(tx, account),
    sumLaterOfDay(
      tx,
      account,
      lines.map(({ bankTransactionId }) => bankTransactionId),
    ),
  ]);
  const { balances, intervals } = completeness(proof.input);
  const known = new Map(balances.map((balance) => [balance.day, balance]));
  const days = shown.map((day): DayClosing => {
    const { balanceMinor, state } = known.get(day) ?? { balanceMinor: null, state: 'unknown' as const };
    return { day, balanceMinor, state, check: checkOf(intervals.find(({ from, to }) => from <= day && day <= to)) };
  });
  const closing = new Map(days.map(({ day, balanceMinor }) => [day, balanceMinor]));
  const after = new Map(
    lines.map((line) => {
      const end = closing.get(line.executionDate) ?? null;
      const rest = line.currency === currency ? later.get(line.bankTransactionId) : undefined;
      return [line.bankTransactionId, end === null || rest === undefined ? null : end - rest];
    }),
  );
  return { currency, after, days };
}

function checkOf(interval: CompletenessInterval | undefined): DayClosing['check'] {
  if (!interval || interval.state === 'unproven') return null;
  const { from, to } = interval;
  return { from, to, differenceMinor: interval.state === 'missing' ? interval.missingMinor : 0n };
}
