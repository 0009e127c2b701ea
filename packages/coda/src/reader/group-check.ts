import { records } from '../records/records.ts';
import { ExactSum, formatThousandths } from '../thousandths.ts';
import type { Movement } from '../statement.ts';
import type { EventLog } from './event-log.ts';

/**
 * Verifies what a bank writes around the details of a total: the brackets of position 125, and that the details add
 * up to the total. The tree itself comes from the numbers, so both are warnings.
 */
export class GroupCheck {
  #root: Movement | null = null;
  #details: DetailSum | null = null;
  /** The latest detail that is itself broken down (type 7). */
  #inner: { total: Movement; details: DetailSum } | null = null;
  #lastLine = 0;
  readonly #open: number[] = [];
  readonly #log: EventLog;

  constructor(log: EventLog) {
    this.#log = log;
  }

  /** The latest type 7 of this group: the parent of details of type 9. */
  get inner(): Movement | null {
    return this.#inner?.total ?? null;
  }

  open(root: Movement): void {
    this.#root = root;
    this.#lastLine = root.line;
    if (root.globalisationCode) this.#open.push(root.globalisationCode);
  }

  detail(movement: Movement): void {
    this.#lastLine = movement.line;
    const type = movement.transactionCode.type;
    if (type === '9' && this.#inner) {
      this.#inner.details.add(movement);
    } else {
      this.#closeInner();
      this.#details ??= new DetailSum();
      this.#details.add(movement);
      if (type === '7') this.#inner = { total: movement, details: new DetailSum() };
    }
    this.#bracket(movement.globalisationCode ?? 0);
  }

  /** A total without details leaves its bracket open: that is allowed. */
  close(): void {
    if (this.#details !== null && this.#root !== null) {
      this.#closeInner();
      this.#compare(this.#root, this.#details);
      const level = this.#open.at(-1);
      if (level !== undefined) this.#unbalanced(this.#lastLine, '0', String(level));
    }
    this.#root = null;
    this.#details = null;
    if (this.#open.length > 0) this.#open.length = 0;
  }

  /** A record that ends two groups has one position: closing the outer one closes what is open inside it. */
  #bracket(level: number): void {
    if (level === 0) return;
    const at = this.#open.lastIndexOf(level);
    if (at < 0) this.#open.push(level);
    else this.#open.length = at;
  }

  #closeInner(): void {
    if (this.#inner !== null) this.#compare(this.#inner.total, this.#inner.details);
    this.#inner = null;
  }

  #compare(total: Movement, details: DetailSum): void {
    if (!details.mustAddUpTo(total) || total.amountThousandths === null) return;
    const expected = BigInt(total.amountThousandths);
    if (details.sum.total === expected) return;
    const { from, to } = records['21'].amount;
    this.#log.report('DETAIL_SUM_MISMATCH', {
      ...{ line: total.line, column: from, columnTo: to, record: '21', field: 'amount' },
      ...{ found: formatThousandths(details.sum.total), expected: formatThousandths(expected) },
    });
  }

  #unbalanced(line: number, found: string, expected: string): void {
    const column = records['21'].globalisationCode.from;
    this.#log.report('GLOBALISATION_UNBALANCED', {
      line,
      column,
      record: '21',
      field: 'globalisationCode',
      found,
      expected,
    });
  }
}

class DetailSum {
  readonly sum = new ExactSum();
  #count = 0;
  #isExplanation = false;
  #isReadable = true;

  add({ amountThousandths, transactionCode }: Movement): void {
    this.#count += 1;
    if (transactionCode.type === '8') this.#isExplanation = true;
    if (amountThousandths === null) this.#isReadable = false;
    else this.sum.add(amountThousandths);
  }

  /** The breakdown of a single amount (types 3 and 8) explains it: gross, costs, VAT, and need not add up. */
  mustAddUpTo({ transactionCode }: Movement): boolean {
    return this.#count > 0 && this.#isReadable && !this.#isExplanation && transactionCode.type !== '3';
  }
}
