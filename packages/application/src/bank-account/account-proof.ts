import { listBalanceReadings, listStatements, sumStoredLines } from '@onfact-ponto/db';
import type { BankAccount, Statement, Transaction } from '@onfact-ponto/db';
import { balancesOf } from '../statement-import/completeness.ts';
import type { CompletenessInput } from '../statement-import/completeness-types.ts';

/** What the lines of an account are held against: all balances that its bank told, and the sums of its lines. */
export type Proof = { input: CompletenessInput; statements: readonly Statement[] };

export async function proofOf(tx: Transaction, account: BankAccount): Promise<Proof> {
  const [statements, readings, sums] = await Promise.all([
    listStatements(tx, account),
    listBalanceReadings(tx, account),
    sumStoredLines(tx, account),
  ]);
  const input = {
    statements: statements.map(balancesOf),
    pontoBalances: readings.map(({ day, balanceMinor, observedAt }) => ({ day, balanceMinor, observedAt })),
    lines: sums.map(({ executionDate, ...sum }) => ({ ...sum, bookingDate: executionDate })),
  };
  return { input, statements };
}
