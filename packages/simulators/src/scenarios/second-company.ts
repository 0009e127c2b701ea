import {
  addDays,
  formatStructuredCommunication,
  structuredCommunicationOf,
  type IsoDate,
} from '@onfact-ponto/primitives';
import type { ScenarioCompany } from '../onfact/scenario.ts';
import type { ScenarioAccount } from '../ponto/scenario.ts';
import { published } from './accounts.ts';
import { bankCharge, structured, transferIn } from './bank-lines.ts';
import { belgianIban } from './belgian-numbers.ts';
import { weekday } from './invoice-book.ts';
import { randomOf } from './random.ts';

const holder = 'Studio Karmijn BV';
const account = { name: 'Zichtrekening', iban: belgianIban('998', 2_380_114) };
const payerIban = belgianIban('995', 6_100_417);
const customer = {
  name: 'Galerij Noorderlicht',
  email: 'facturen@noorderlicht.example',
  address: { street: 'Vlaamsekaai', streetNumber: '52', postalCode: '2000', city: 'Antwerpen' },
};

/** The other company of the same administrator: small, so that changing company is visible at once. */
export function karmijn(seed: number, today: IsoDate): { company: ScenarioCompany; accounts: ScenarioAccount[] } {
  const random = randomOf(seed + 1);
  const invoices = Array.from({ length: 8 }, (_, index) => {
    const date = weekday(addDays(today, -12 * (8 - index)));
    const exclMinor = BigInt(random.between(200, 900)) * 100n;
    const number = index + 1;
    // A range of its own: no communication of one company is ever one of the other.
    const communication = structuredCommunicationOf(3_000_000_000n + BigInt(number));
    return { date, exclMinor, taxMinor: (exclMinor * 21n) / 100n, number, communication };
  });
  /** Six are paid at the bank; onFact knows of five of them. */
  const receipts = invoices.slice(0, 6).map((invoice) => ({ invoice, date: weekday(addDays(invoice.date, 20)) }));
  const known = receipts.filter(({ date }) => date <= today).slice(0, 5);

  const lines = [
    ...receipts
      .filter(({ date }) => date < today)
      .map(({ invoice, date }) =>
        transferIn(
          { amountMinor: invoice.exclMinor + invoice.taxMinor, date },
          { name: customer.name, iban: payerIban },
          structured(formatStructuredCommunication(invoice.communication)),
        ),
      ),
    ...[1, 2, 3].map((months) =>
      bankCharge({ amountMinor: -850n, date: addDays(today, -30 * months) }, 'Beheerskosten'),
    ),
  ];

  return {
    accounts: [
      {
        bank: 'Kempische Bank',
        reference: account.iban,
        currency: 'EUR',
        subtype: 'checking',
        description: account.name,
        product: 'Zakelijke rekening',
        holderName: holder,
        openingBalanceMinor: 412_090n,
        published: published(random, lines, addDays(today, -1)),
        waiting: [],
      },
    ],
    company: {
      name: holder,
      vat: 'BE0655817295',
      currency: 'EUR',
      address: { street: 'Riemstraat', streetNumber: '4', postalCode: '2000', city: 'Antwerpen' },
      paymentAccounts: [{ ...account, bic: 'KEMPBEBBXXX' }],
      contacts: [{ ...customer, vat: null, role: 'customer' }],
      documents: invoices.map(({ date, exclMinor, taxMinor, number, communication }) => {
        const receipt = known.find(({ invoice }) => invoice.number === number);
        return {
          kind: 'invoices',
          contact: customer.name,
          number,
          date,
          term: 30,
          description: 'Ontwerp',
          currency: 'EUR',
          orderReference: null,
          reference: null,
          discount: null,
          payee: null,
          structuredCommunication: communication,
          exclMinor,
          taxMinor,
          paid: receipt ? { date: receipt.date, iban: account.iban, counterpartIban: payerIban } : null,
        };
      }),
    },
  };
}
