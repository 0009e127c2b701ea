import { records } from '../records/records.ts';
import type { Balance } from '../statement.ts';
import { ExactSum, formatThousandths } from '../thousandths.ts';
import type { EventLog } from './event-log.ts';
import type { InspectedRecord } from './inspect-record.ts';

/** Counts a statement and compares with what the bank says of it. */
export class StatementTotals {
  /** Records 1, 2.x, 3.x and 8, as record 9 counts them. */
  recordCount = 0;
  movementCount = 0;
  readonly #debit = new ExactSum();
  readonly #credit = new ExactSum();
  /** False once an amount cannot be read: then a sum proves nothing, and that amount has its own issue. */
  #isReadable = true;
  /** False once a line was no record at all. */
  #isCounted = true;

  /** A movement counts if, and only if, its detail number is 0000: the rule of record 9. */
  add(amountThousandths: number | null): void {
    if (amountThousandths === null) this.#isReadable = false;
    else if (amountThousandths < 0) this.#debit.add(-amountThousandths);
    else this.#credit.add(amountThousandths);
  }

  /** A line could not be read: it may have been a movement, so neither sums nor counts prove anything. */
  lose(): void {
    this.#isReadable = false;
    this.#isCounted = false;
  }

  /** Something was read of which nobody knows whether it counts. */
  doubt(): void {
    this.#isReadable = false;
  }

  get debit(): bigint {
    return this.#debit.total;
  }

  get credit(): bigint {
    return this.#credit.total;
  }

  /** Null when an amount that it needs is missing or cannot be read. */
  isBalanced(oldBalance: Balance, newBalance: Balance): boolean | null {
    if (!this.#isReadable || oldBalance.amountThousandths === null) return null;
    if (newBalance.amountThousandths === null) return null;
    return this.#expectedBalance(oldBalance.amountThousandths) === BigInt(newBalance.amountThousandths);
  }

  checkBalance(log: EventLog, line: number, oldBalance: Balance, newBalance: Balance): void {
    const { amountThousandths: before } = oldBalance;
    const { amountThousandths: after } = newBalance;
    if (before === null || after === null || this.isBalanced(oldBalance, newBalance) !== false) return;
    const { from, to } = records['8'].balance;
    log.report('BALANCE_MISMATCH', {
      ...{ line, column: from, columnTo: to, record: '8', field: 'balance' },
      ...{ found: formatThousandths(after), expected: formatThousandths(this.#expectedBalance(before)) },
    });
  }

  checkTrailer(log: EventLog, line: number, trailer: InspectedRecord<'9'>): void {
    if (this.#isCounted && trailer.recordCount !== null && trailer.recordCount !== this.recordCount % countable) {
      const { from, to } = records['9'].recordCount;
      const place = { line, column: from, columnTo: to, record: '9', field: 'recordCount' };
      log.report('COUNT_MISMATCH', {
        ...place,
        found: String(trailer.recordCount),
        expected: String(this.recordCount),
      });
    }
    this.#checkTotal(log, line, 'totalDebit', trailer.totalDebit, this.debit);
    this.#checkTotal(log, line, 'totalCredit', trailer.totalCredit, this.credit);
  }

  #checkTotal(
    log: EventLog,
    line: number,
    field: 'totalDebit' | 'totalCredit',
    found: number | null,
    expected: bigint,
  ): void {
    if (!this.#isReadable || found === null || BigInt(found) === expected) return;
    const { from, to } = records['9'][field];
    const place = { line, column: from, columnTo: to, record: '9', field };
    log.report('TOTAL_MISMATCH', { ...place, found: formatThousandths(found), expected: formatThousandths(expected) });
  }

  #expectedBalance(before: number): bigint {
    return BigInt(before) + this.credit - this.debit;
  }
}

/** The count of record 9 has six digits; of more records it can only hold the last six. */
const countable = 1_000_000;
