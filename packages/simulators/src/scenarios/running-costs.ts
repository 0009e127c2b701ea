import {
  addDays,
  formatStructuredCommunication,
  structuredCommunicationOf,
  type IsoDate,
} from '@onfact-ponto/primitives';
import type { BankLine } from '../ponto/state.ts';
import {
  bankCharge,
  cardPayment,
  cardPayout,
  collectiveOrder,
  directDebit,
  salary,
  structured,
  transferOut,
  unstructured,
  type Message,
} from './bank-lines.ts';
import { belgianIban } from './belgian-numbers.ts';
import { dayOfWeek } from './invoice-book.ts';
import { employees, shops, subscriptions, suppliers } from './names.ts';
import type { Random } from './random.ts';

/** Everything on the current account that has nothing to do with invoices, day by day. */
export function runningCosts(random: Random, { from, to }: { from: IsoDate; to: IsoDate }): BankLine[] {
  const lines: BankLine[] = [];
  for (let date = from; date <= to; date = addDays(date, 1)) {
    const staff = employees.filter(({ afterDays }) => addDays(from, afterDays) <= date);
    lines.push(...ofTheMonth(random, date, staff), ...ofTheWeek(random, date));
  }
  return lines;
}

function ofTheMonth(random: Random, date: IsoDate, staff: readonly (typeof employees)[number][]): BankLine[] {
  const day = Number(date.slice(8));
  const month = date.slice(0, 7);
  const lines: BankLine[] = subscriptions
    .filter((subscription) => subscription.day === day)
    .map(({ name, amountMinor, ogmPrefix, creditorId }) => {
      const number = ogmPrefix + BigInt(month.replace('-', ''));
      return directDebit(
        { amountMinor: -(amountMinor + BigInt(random.between(-200, 900))), date },
        { name, iban: ibanOf(name), creditorId, mandateId: `M${ogmPrefix / 10_000_000n}-0041` },
        structured(formatStructuredCommunication(structuredCommunicationOf(number))),
      );
    });

  if (day === 2) {
    lines.push(
      transferOut(
        { amountMinor: -215_000n, date },
        party('Immo Werkplaats Mol'),
        unstructured(`huur atelier ${month}`),
      ),
      bankCharge({ amountMinor: -1_250n, date }, `Beheerskosten ${month}`),
    );
  }
  if (day === 5) {
    const amountMinor = -BigInt(staff.length * random.between(67_000, 72_000));
    lines.push(
      transferOut({ amountMinor, date }, party('Sociale bijdragen Werkgevers'), unstructured(`BIJDRAGEN ${month}`)),
    );
  }
  if (day === 15) {
    const amountMinor = -BigInt(staff.length * random.between(56_000, 62_000));
    lines.push(
      transferOut({ amountMinor, date }, party('Ontvangkantoor Bedrijfsvoorheffing'), unstructured(`BV ${month}`)),
    );
  }
  if (day === 20) {
    const amountMinor = -BigInt(staff.length * random.between(47_000, 76_000));
    lines.push(transferOut({ amountMinor, date }, party('Ontvangkantoor Btw'), unstructured(`BTW ${month}`)));
  }
  if (day === 26) lines.push(expensesOf(staff, date));
  if (day === 27) {
    for (const { name, netMinor } of staff) {
      lines.push(salary({ amountMinor: -netMinor, date }, party(name), unstructured(`LOON ${month}`)));
    }
  }
  if (day === 10 && /-(?:04|07|10|12)-/.test(date) && staff.length > 3) {
    const amountMinor = -400_000n * BigInt(staff.length - 3);
    lines.push(
      transferOut({ amountMinor, date }, party('Ontvangkantoor Vennootschappen'), unstructured(`VA ${month}`)),
    );
  }
  if (day === 28) {
    const amountMinor = -160_000n * BigInt(staff.length - 2);
    lines.push(
      transferOut({ amountMinor, date }, party('Mieke Claes'), unstructured(`bezoldiging bestuurder ${month}`)),
    );
  }
  return lines;
}

/** What the staff paid for the company comes back in one order: one line at Ponto, with its details at the bank. */
function expensesOf(staff: readonly (typeof employees)[number][], date: IsoDate): BankLine {
  const month = date.slice(0, 7);
  const orders = staff.map(({ name, netMinor }) => ({
    amountMinor: -(2_150n + ((netMinor * BigInt(month.slice(5))) % 9_701n)),
    counterpartName: name,
    counterpartReference: ibanOf(name),
    remittanceInformation: `ONKOSTEN ${month}`,
  }));
  return collectiveOrder(date, orders, unstructured(`Onkosten personeel ${month}, ${orders.length} opdrachten`));
}

function ofTheWeek(random: Random, date: IsoDate): BankLine[] {
  const weekday = dayOfWeek(date);
  const lines: BankLine[] = [];
  if (weekday >= 2 && weekday <= 6) {
    const batch = `${date.slice(2).replaceAll('-', '')}-${random.between(100, 999)}`;
    const amountMinor = BigInt(random.between(4_000, 34_000));
    lines.push(cardPayout({ amountMinor, date }, party('Kaartterminal Schelde NV'), batch));
  }
  if (weekday !== 0 && random.chance(0.95)) {
    lines.push(cardPayment({ amountMinor: -BigInt(random.between(380, 8_900)), date }, random.pick(shops)));
  }
  if (weekday >= 1 && weekday <= 5) {
    const supplier = random.pick(suppliers);
    lines.push(
      transferOut(
        { amountMinor: -supplierMinor(random), date },
        party(supplier.name),
        supplierMessage(random, supplier.message, date),
      ),
    );
  }
  if (weekday === 1) {
    const amountMinor = -BigInt(random.between(9_800, 18_400));
    lines.push(
      transferOut({ amountMinor, date }, party('Tankkaart Benzo'), unstructured(`tankkaarten week van ${date}`)),
    );
  }
  return lines;
}

function supplierMinor(random: Random): bigint {
  if (random.chance(0.05)) return BigInt(random.between(150_000, 420_000));
  return BigInt(random.chance(0.27) ? random.between(40_000, 90_000) : random.between(4_000, 40_000));
}

function supplierMessage(random: Random, kind: 'reference' | 'structured' | 'text', date: IsoDate): Message {
  const number = random.between(1_000, 9_999);
  switch (kind) {
    case 'reference':
      return unstructured(`F${date.slice(2, 4)}/${number}`);
    case 'structured':
      return structured(formatStructuredCommunication(structuredCommunicationOf(8_100_000_000n + BigInt(number))));
    case 'text':
      return unstructured(`ereloon ${date.slice(0, 7)}`);
  }
}

function party(name: string): { name: string; iban: string } {
  return { name, iban: ibanOf(name) };
}

/** Always the same account for the same name. The bank code is nobody's. */
export function ibanOf(name: string): string {
  const number = Buffer.from(name).reduce((sum, byte) => (sum * 31 + byte) % 9_999_991, 7);
  return belgianIban('994', number);
}
