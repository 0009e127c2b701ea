import {
  addDays,
  formatStructuredCommunication,
  structuredCommunicationOf,
  type IsoDate,
} from '@onfact-ponto/primitives';
import type { BankLine } from '../ponto/state.ts';
import type { OwnAccount } from './accounts.ts';
import { bankCharge, ownTransfer, salary, structured, transferOut, unstructured } from './bank-lines.ts';
import { weekday } from './invoice-book.ts';
import { ibanOf } from './running-costs.ts';

/** Lines of these days that pay no document, so that the demonstration has each kind whatever the day of the month. */
export function latelyBooked(
  today: IsoDate,
  { current, savings }: { current: OwnAccount; savings: OwnAccount },
): { current: BankLine[]; savings: BankLine[] } {
  const day = (ago: number) => weekday(addDays(today, -ago));
  const employee = 'Bart Nuyts';
  const taxOffice = 'Ontvangkantoor Btw';
  const assessment = formatStructuredCommunication(structuredCommunicationOf(9_040_000_118n));
  return {
    current: [
      salary(
        { amountMinor: -40_000n, date: day(8) },
        { name: employee, iban: ibanOf(employee) },
        unstructured('VOORSCHOT LOON'),
      ),
      bankCharge({ amountMinor: -375n, date: day(6) }, 'Kosten kaartlezer'),
      transferOut(
        { amountMinor: -12_840n, date: day(5) },
        { name: taxOffice, iban: ibanOf(taxOffice) },
        structured(assessment),
      ),
      ownTransfer({ amountMinor: -50_000n, date: day(3) }, savings),
    ],
    savings: [ownTransfer({ amountMinor: 50_000n, date: day(3) }, current)],
  };
}
