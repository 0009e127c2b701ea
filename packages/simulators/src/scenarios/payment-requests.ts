import { addDays, type IsoDate } from '@onfact-ponto/primitives';
import type { ScenarioDocument } from '../onfact/scenario.ts';
import type { BankLine } from '../ponto/state.ts';
import { transferIn, unstructured } from './bank-lines.ts';
import { weekday } from './invoice-book.ts';
import type { Party } from './names.ts';

/** Two advances asked for; one of them was paid, with the number of the request. */
export function paymentRequests(
  customers: readonly Party[],
  { today, ibanOf }: { today: IsoDate; ibanOf: (customer: string) => string },
): { documents: ScenarioDocument[]; lines: BankLine[] } {
  const date = weekday(addDays(today, -12));
  const requests = customers.slice(3, 5).map((customer, index) => ({
    customer,
    ordinal: index + 1,
    amountMinor: 60_500n * BigInt(index + 2),
  }));
  const documents = requests.map(({ customer, ordinal, amountMinor }): ScenarioDocument => {
    const exclMinor = (amountMinor * 100n) / 121n;
    return {
      kind: 'paymentrequests',
      contact: customer.name,
      number: ordinal,
      date,
      term: 0,
      currency: 'EUR',
      description: 'Voorschot',
      orderReference: null,
      reference: null,
      structuredCommunication: null,
      discount: null,
      payee: null,
      exclMinor,
      taxMinor: amountMinor - exclMinor,
      paid: null,
    };
  });
  const lines = requests
    .slice(0, 1)
    .map(({ customer, ordinal, amountMinor }) =>
      transferIn(
        { amountMinor, date: weekday(addDays(today, -3)) },
        { name: customer.name, iban: ibanOf(customer.name) },
        unstructured(`voorschot BV${date.slice(0, 4)}-${String(ordinal).padStart(3, '0')}`),
      ),
    );
  return { documents, lines };
}
