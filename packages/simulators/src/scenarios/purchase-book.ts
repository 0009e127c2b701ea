import { addDays, findStructuredCommunication, type IsoDate } from '@onfact-ponto/primitives';
import type { ScenarioDocument } from '../onfact/scenario.ts';
import type { BankLine } from '../ponto/state.ts';
import { unseenDays } from './customer-payments.ts';
import { weekday } from './invoice-book.ts';
import { suppliers } from './names.ts';
import { ibanOf } from './running-costs.ts';

type Draft = Omit<ScenarioDocument, 'number'>;

/** Purchases are in the books for as long. */
const bookedDays = 90;
const bic = 'NZKRBEBBXXX';

/**
 * The suppliers' invoices behind the payments of the last three months. Those that the bookkeeper has seen are paid;
 * of the newest, one in four was not entered yet. A few more wait to be paid, one without an account number.
 */
export function purchaseBook(
  lines: readonly BankLine[],
  { today, iban }: { today: IsoDate; iban: string },
): ScenarioDocument[] {
  const names = new Set<string>(suppliers.map(({ name }) => name));
  const seenUntil = addDays(today, -unseenDays);
  const paidLines = lines
    .filter(({ counterpartName, amountMinor }) => amountMinor < 0n && names.has(counterpartName ?? ''))
    .filter(({ executionDate }) => executionDate >= addDays(today, -bookedDays));
  const known = paidLines.filter(({ executionDate }, index) => executionDate < seenUntil || index % 4 !== 0);
  const drafts = [...known.map((line, index) => purchaseOf(line, index, { seenUntil, iban })), ...waiting(today)];
  return numbered(drafts);
}

function purchaseOf(line: BankLine, index: number, { seenUntil, iban }: { seenUntil: IsoDate; iban: string }): Draft {
  const date = weekday(addDays(line.executionDate as IsoDate, -(8 + ((index * 5) % 20))));
  const message = line.remittanceInformation ?? '';
  const communication = findStructuredCommunication(message) ?? null;
  const isReference = communication === null && /\d{4}$/.test(message);
  return {
    ...draft(line.counterpartName ?? '', { date, inclMinor: -line.amountMinor }),
    structuredCommunication: communication,
    reference: isReference ? message : null,
    paid:
      line.executionDate < seenUntil
        ? { date: line.executionDate, iban, counterpartIban: line.counterpartReference }
        : null,
  };
}

/** Nobody paid these yet. */
function waiting(today: IsoDate): Draft[] {
  return suppliers.slice(0, 6).map(({ name }, index) => {
    const purchase = draft(name, {
      date: weekday(addDays(today, -3 * (index + 1))),
      inclMinor: 30_250n + 18_150n * BigInt(index),
    });
    const reference = `F${today.slice(2, 4)}/${7_001 + 13 * index}`;
    return { ...purchase, reference, payee: index === 5 ? null : purchase.payee };
  });
}

function draft(name: string, { date, inclMinor }: { date: IsoDate; inclMinor: bigint }): Draft {
  const exclMinor = (inclMinor * 100n) / 121n;
  return {
    kind: 'purchases',
    contact: name,
    date,
    term: 30,
    currency: 'EUR',
    description: 'Aankoop',
    orderReference: null,
    reference: null,
    structuredCommunication: null,
    discount: null,
    payee: { iban: ibanOf(name), bic },
    exclMinor,
    taxMinor: inclMinor - exclMinor,
    paid: null,
  };
}

/** In the order in which they came in, counted by year. */
function numbered(drafts: readonly Draft[]): ScenarioDocument[] {
  const counts = new Map<string, number>();
  return drafts
    .toSorted((left, right) => left.date.localeCompare(right.date))
    .map((purchase) => {
      const year = purchase.date.slice(0, 4);
      const number = (counts.get(year) ?? 0) + 1;
      counts.set(year, number);
      return { ...purchase, number };
    });
}
