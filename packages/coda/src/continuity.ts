import { formatThousandths } from './thousandths.ts';
import type { Balance } from './statement.ts';

/** One thing that does not connect, with what was found and what the statement before promised. */
export type ContinuityBreak = Readonly<{
  code: 'CONTINUITY_BALANCE' | 'CONTINUITY_DATE';
  found: string;
  expected: string;
}>;

/**
 * Whether a statement goes on where the one before it (of the same account and currency) stopped: by balance and by
 * date. Numbers are no help, because every bank counts in its own way. What a bank does not say breaks nothing.
 * @param previous the new balance of the statement before
 * @param next the old balance of the statement after
 */
export function checkContinuity(previous: Balance, next: Balance): readonly ContinuityBreak[] {
  const breaks: ContinuityBreak[] = [];
  const { amountThousandths: before } = previous;
  const { amountThousandths: after } = next;
  if (before !== null && after !== null && before !== after) {
    const amounts = { found: formatThousandths(after), expected: formatThousandths(before) };
    breaks.push({ code: 'CONTINUITY_BALANCE', ...amounts });
  }
  if (previous.date !== null && next.date !== null && previous.date !== next.date) {
    breaks.push({ code: 'CONTINUITY_DATE', found: next.date, expected: previous.date });
  }
  return breaks;
}
