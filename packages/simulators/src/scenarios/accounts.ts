import { addDays, type IsoDate } from '@onfact-ponto/primitives';
import { brusselsMoment } from '../ponto/brussels-time.ts';
import type { ScenarioAccount } from '../ponto/scenario.ts';
import type { BankLine } from '../ponto/state.ts';
import { bankCharge, cardPayment, ownTransfer, transferIn, transferOut, unstructured } from './bank-lines.ts';
import { dayOfWeek } from './invoice-book.ts';
import type { Random } from './random.ts';

export type OwnAccount = Readonly<{ name: string; iban: string }>;

/** The owner looks every day whether there is too little, and at the start of a month whether there is too much. */
const comfort = { lowMinor: 2_000_000n, highMinor: 6_000_000n, stepMinor: 500_000n };

/** The current account never runs dry: what is missing or too much comes from and goes to the savings account. */
export function balanced(
  lines: readonly BankLine[],
  { openingMinor, current, savings }: { openingMinor: bigint; current: OwnAccount; savings: OwnAccount },
): { current: BankLine[]; savings: BankLine[] } {
  const result = { current: [] as BankLine[], savings: [] as BankLine[] };
  let balanceMinor = openingMinor;
  let yesterday = '';

  for (const line of lines.toSorted((left, right) => left.executionDate.localeCompare(right.executionDate))) {
    const date = line.executionDate as IsoDate;
    if (yesterday !== '' && date !== yesterday) {
      const moveMinor = transferMinor(balanceMinor, date.slice(0, 7) !== yesterday.slice(0, 7));
      if (moveMinor !== 0n) {
        result.current.push(ownTransfer({ amountMinor: moveMinor, date }, savings));
        result.savings.push(ownTransfer({ amountMinor: -moveMinor, date }, current));
        balanceMinor += moveMinor;
      }
    }
    yesterday = date;
    result.current.push(line);
    balanceMinor += line.amountMinor;
  }
  return result;
}

/** Seen from the current account. */
function transferMinor(balanceMinor: bigint, isNewMonth: boolean): bigint {
  if (balanceMinor < comfort.lowMinor) return 3n * comfort.stepMinor;
  if (balanceMinor <= comfort.highMinor || !isNewMonth) return 0n;
  const surplus = balanceMinor - comfort.highMinor / 2n;
  return -((surplus / comfort.stepMinor) * comfort.stepMinor);
}

export function savingsInterest(from: IsoDate, to: IsoDate): BankLine[] {
  const years = Array.from({ length: 4 }, (_, index) => Number(from.slice(0, 4)) + index);
  return years
    .map((year) => `${year}-01-02` as IsoDate)
    .filter((date) => date > from && date <= to)
    .map((date) => bankCharge({ amountMinor: 31_842n, date }, `Creditintresten ${Number(date.slice(0, 4)) - 1}`));
}

/** Sales over an American marketplace, tools from overseas, and the bank's fee. No invoices. */
export function dollarLines(random: Random, { from, to }: { from: IsoDate; to: IsoDate }): BankLine[] {
  const lines: BankLine[] = [];
  for (let date = from; date <= to; date = addDays(date, 1)) {
    const weekday = dayOfWeek(date);
    if (weekday === 2 || weekday === 5) {
      const amountMinor = BigInt(random.between(6_500, 41_000));
      const payout = `PAYOUT ${date} TL-${random.between(10_000, 99_999)}`;
      lines.push(
        transferIn({ amountMinor, date }, { name: 'Timberline Marketplace Inc', iban: null }, unstructured(payout)),
      );
    }
    if (weekday === 3) {
      const amountMinor = -BigInt(random.between(2_400, 62_000));
      lines.push(
        random.chance(0.5)
          ? cardPayment({ amountMinor, date }, 'CASCADE TOOL SUPPLY')
          : transferOut(
              { amountMinor, date },
              { name: 'Oregon Hardwood Partners LLC', iban: null },
              unstructured(`INV ${random.between(20_000, 49_999)}`),
            ),
      );
    }
    if (date.endsWith('-02')) lines.push(bankCharge({ amountMinor: -450n, date }, `Beheerskosten ${date.slice(0, 7)}`));
  }
  return lines;
}

/**
 * Gives each line the moment at which Ponto first showed it, and sorts by it. A few come days after their booking
 * date, as banks do.
 */
export function published(random: Random, lines: readonly BankLine[], lastDay: IsoDate): ScenarioAccount['published'] {
  return lines
    .map((line) => {
      const late = random.chance(0.004) ? random.between(3, 8) : 0;
      const day = addDays(line.executionDate as IsoDate, late);
      const shown = day < lastDay ? day : lastDay;
      return { createdAt: brusselsMoment(shown, random.pick([8, 14, 20])).toISOString(), line };
    })
    .toSorted((left, right) => left.createdAt.localeCompare(right.createdAt));
}
