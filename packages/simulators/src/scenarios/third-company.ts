import { addDays, structuredCommunicationOf, type IsoDate } from '@onfact-ponto/primitives';
import type { ScenarioCompany } from '../onfact/scenario.ts';
import type { ScenarioAccount } from '../ponto/scenario.ts';
import { published } from './accounts.ts';
import { bankCharge, transferIn, unstructured } from './bank-lines.ts';
import { belgianIban, belgianVat } from './belgian-numbers.ts';
import { weekday } from './invoice-book.ts';
import { randomOf } from './random.ts';

const holder = 'Noordkaap Export BV';
const euros = { name: 'Zichtrekening', iban: belgianIban('997', 3_450_871) };
const dollars = { name: 'Dollarrekening', iban: belgianIban('997', 3_450_972) };
const bic = 'NZKRBEBBXXX';
const customers = ['Harbor Lights Trading Inc', 'Prairie Home Goods LLC'].map((name, index) => ({
  name,
  email: `accounts${index + 1}@payable.example`,
  address: { street: 'Pier Street', streetNumber: String(12 + index), postalCode: '11201', city: 'Brooklyn' },
}));

/** A company that invoices in dollars and keeps its books in euros. */
export function noordkaap(seed: number, today: IsoDate): { company: ScenarioCompany; accounts: ScenarioAccount[] } {
  const random = randomOf(seed + 2);
  const invoices = Array.from({ length: 9 }, (_, index) => ({
    number: index + 1,
    customer: customers[index % 2]?.name ?? '',
    date: weekday(addDays(today, -10 * (9 - index) - 4)),
    exclMinor: BigInt(random.between(2_000, 9_000)) * 100n,
  }));
  const printed = ({ date, number }: (typeof invoices)[number]) =>
    `${date.slice(0, 4)}-${String(number).padStart(3, '0')}`;
  /** Six are paid at the bank; onFact knows of three of them. */
  const receipts = invoices.slice(0, 6).map((invoice) => ({ invoice, date: weekday(addDays(invoice.date, 21)) }));
  const happened = receipts.filter(({ date }) => date < today);

  const account = { bank: 'Noordzee Krediet', subtype: 'checking', product: 'Zakelijke rekening', holderName: holder };
  return {
    accounts: [
      {
        ...account,
        reference: euros.iban,
        currency: 'EUR',
        description: euros.name,
        openingBalanceMinor: 1_204_400n,
        published: published(
          random,
          [1, 2, 3].map((months) =>
            bankCharge({ amountMinor: -950n, date: addDays(today, -29 * months) }, 'Beheerskosten'),
          ),
          addDays(today, -1),
        ),
        waiting: [],
      },
      {
        ...account,
        reference: dollars.iban,
        currency: 'USD',
        description: dollars.name,
        openingBalanceMinor: 820_000n,
        published: published(
          random,
          happened.map(({ invoice, date }) =>
            transferIn(
              { amountMinor: invoice.exclMinor, date },
              { name: invoice.customer, iban: null },
              unstructured(`INVOICE ${printed(invoice)}`),
            ),
          ),
          addDays(today, -1),
        ),
        waiting: [],
      },
    ],
    company: {
      name: holder,
      vat: belgianVat(712_345),
      currency: 'EUR',
      address: { street: 'Kattendijkdok', streetNumber: '21', postalCode: '2000', city: 'Antwerpen' },
      paymentAccounts: [
        { ...euros, bic },
        { ...dollars, bic },
      ],
      contacts: customers.map((customer) => ({ ...customer, vat: null, role: 'customer' as const })),
      documents: invoices.map(({ number, customer, date, exclMinor }) => {
        const receipt = happened.slice(0, 3).find(({ invoice }) => invoice.number === number);
        return {
          kind: 'invoices',
          contact: customer,
          number,
          date,
          term: 30,
          currency: 'USD',
          exchangeRate: '0.92',
          description: 'Goods',
          orderReference: `PO ${4_400 + number}`,
          reference: null,
          // A range of its own, as for the other companies.
          structuredCommunication: structuredCommunicationOf(3_500_000_000n + BigInt(number)),
          discount: null,
          payee: null,
          exclMinor,
          taxMinor: 0n,
          paid: receipt ? { date: receipt.date, iban: dollars.iban, counterpartIban: null } : null,
        };
      }),
    },
  };
}
