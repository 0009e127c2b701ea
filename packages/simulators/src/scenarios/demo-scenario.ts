import { addDays, parseIsoDate, type IsoDate } from '@onfact-ponto/primitives';
import type { OnfactScenario, ScenarioCompany, ScenarioDocument } from '../onfact/scenario.ts';
import type { PontoScenario, ScenarioAccount } from '../ponto/scenario.ts';
import type { BankLine } from '../ponto/state.ts';
import { balanced, dollarLines, published, savingsInterest } from './accounts.ts';
import { cardPayment, cardPayout } from './bank-lines.ts';
import { belgianIban, belgianVat } from './belgian-numbers.ts';
import { creditNotes } from './credit-notes.ts';
import { paymentsOfCustomers } from './customer-payments.ts';
import { invoiceBook, invoiceNumber, type BookedInvoice } from './invoice-book.ts';
import { latelyBooked } from './lately.ts';
import { customers, suppliers, type Party } from './names.ts';
import { paymentRequests } from './payment-requests.ts';
import { purchaseBook } from './purchase-book.ts';
import { randomOf } from './random.ts';
import { runningCosts } from './running-costs.ts';
import { karmijn } from './second-company.ts';
import { noordkaap } from './third-company.ts';

const lindeName = 'Houtatelier De Linde BV';
const lindeAddress = { street: 'Lindelaan', streetNumber: '18', postalCode: '2400', city: 'Mol' };
const demoPassword = 'demo-onfact';

export const kempischeBank = 'Kempische Bank';
const noordzeeKrediet = 'Noordzee Krediet';

const current = { name: 'Zichtrekening', iban: belgianIban('998', 1_204_417) };
const savings = { name: 'Spaarrekening', iban: belgianIban('997', 7_701_526) };
const dollars = { name: 'Dollarrekening', iban: belgianIban('998', 1_204_499) };

/**
 * The world of the demonstration: a joinery with two years of invoices and bank lines behind it, whose bookkeeper has
 * not looked at the bank for eleven days. The same seed and day give the same world.
 * @param today the last day before which everything has happened
 * @throws RangeError when `today` is no date
 */
export function demoScenario(seed: number, today: string): { ponto: PontoScenario; onfact: OnfactScenario } {
  const day = parseIsoDate(today);
  if (day === undefined) throw new RangeError(`"${today}" is not a date such as 2026-11-24`);
  const linde = joinery(seed, day);
  const studio = karmijn(seed, day);
  const exporter = noordkaap(seed, day);

  return {
    ponto: {
      financialInstitutions: [
        { name: kempischeBank, bic: 'KEMPBEBBXXX', country: 'BE', primaryColor: '#1d4f91', secondaryColor: '#e8eef6' },
        {
          name: noordzeeKrediet,
          bic: 'NZKRBEBBXXX',
          country: 'BE',
          primaryColor: '#0f766e',
          secondaryColor: '#e6f4f2',
        },
      ],
      organizations: [
        { name: lindeName, email: 'mieke@delinde.be', accounts: linde.accounts },
        { name: studio.company.name, email: 'mieke@studiokarmijn.example', accounts: studio.accounts },
        { name: exporter.company.name, email: 'griet@hoekstra.example', accounts: exporter.accounts },
      ],
    },
    onfact: {
      users: [
        user('mieke@delinde.be', 'Mieke Claes', [
          { name: lindeName, role: 'admin' },
          { name: studio.company.name, role: 'admin' },
        ]),
        user('tom@delinde.be', 'Tom Verhaeghe', [{ name: lindeName, role: 'user' }]),
        user(
          'griet@hoekstra.example',
          'Griet Hoekstra',
          [lindeName, studio.company.name, exporter.company.name].map((name) => ({ name, role: 'admin' })),
        ),
        { ...user('support@onfact.example', 'Support onFact', []), support: true },
      ],
      companies: [linde.company, studio.company, exporter.company],
    },
  };
}

function joinery(seed: number, today: IsoDate): { company: ScenarioCompany; accounts: ScenarioAccount[] } {
  const random = randomOf(seed);
  const period = { from: addDays(today, -730), to: addDays(today, -1) };
  const ibans = new Map(customers.map(({ name }, index) => [name, belgianIban('995', 3_100_000 + index * 7_919)]));
  const ibanOf = (name: string): string => ibans.get(name) ?? '';

  const invoices = invoiceBook(random, { count: 400, today, customers, firstNumber: 131 });
  const paid = paymentsOfCustomers(random, { invoices, today, ibanOf });
  const openingMinor = 3_841_255n;
  const costs = runningCosts(random, period);
  const credits = creditNotes(invoices, { today, ibanOf });
  const requests = paymentRequests(customers, { today, ibanOf });
  const lately = latelyBooked(today, { current, savings });
  const lines = balanced([...paid.lines, ...costs, ...credits.lines, ...requests.lines, ...lately.current], {
    openingMinor,
    current,
    savings,
  });

  const account = { subtype: 'checking', product: 'Zakelijke rekening', holderName: lindeName };
  return {
    accounts: [
      {
        ...account,
        bank: kempischeBank,
        reference: current.iban,
        currency: 'EUR',
        description: current.name,
        openingBalanceMinor: openingMinor,
        published: published(random, lines.current, period.to),
        waiting: arrivals(paid.soon, today),
      },
      {
        ...account,
        bank: noordzeeKrediet,
        reference: savings.iban,
        currency: 'EUR',
        subtype: 'savings',
        description: savings.name,
        product: 'Zakelijke spaarrekening',
        openingBalanceMinor: 14_250_000n,
        published: published(
          random,
          [...lines.savings, ...lately.savings, ...savingsInterest(period.from, period.to)],
          period.to,
        ),
        waiting: [],
      },
      {
        ...account,
        bank: kempischeBank,
        reference: dollars.iban,
        currency: 'USD',
        description: dollars.name,
        openingBalanceMinor: 1_250_000n,
        published: published(random, dollarLines(random, period), period.to),
        waiting: [],
      },
    ],
    company: {
      name: lindeName,
      vat: 'BE0743128876',
      currency: 'EUR',
      address: lindeAddress,
      paymentAccounts: [
        { ...current, bic: 'KEMPBEBBXXX' },
        { ...savings, bic: 'NZKRBEBBXXX' },
      ],
      contacts: [...customers.map(contact), ...suppliers.map(supplier)],
      documents: [
        ...invoices.map((invoice) => onfactInvoice(invoice, paid.settledOn.get(invoiceNumber(invoice)), ibanOf)),
        ...credits.documents,
        ...requests.documents,
        ...purchaseBook(costs, { today, iban: current.iban }),
      ],
    },
  };
}

/** What the bank books while the demonstration runs, so that "fetch now" has something to fetch. */
function arrivals(soon: readonly BankLine[], today: IsoDate): ScenarioAccount['waiting'] {
  const terminal = { name: 'Kaartterminal Schelde NV', iban: belgianIban('994', 4_417_203) };
  const lines = [
    ...soon,
    cardPayment({ amountMinor: -4_385n, date: today }, 'BOUWMARKT DE SPIJKER MOL'),
    cardPayout({ amountMinor: 21_760n, date: today }, terminal, `${today.slice(2).replaceAll('-', '')}-208`),
  ];
  return lines.map((line, index) => ({ afterMinutes: 3 + 9 * index, line }));
}

function contact({ name, email, address }: Party, index: number): ScenarioCompany['contacts'][number] {
  const isCompany = /\b(?:BV|NV|SRL|VZW|Zn|Zoon)\b/.test(name);
  const vat = isCompany ? belgianVat(461_207 + index * 4_801) : null;
  return { name, email, address, vat, role: 'customer' };
}

function supplier({ name }: (typeof suppliers)[number], index: number): ScenarioCompany['contacts'][number] {
  const address = {
    street: 'Nijverheidsstraat',
    streetNumber: String(3 + 4 * index),
    postalCode: '2300',
    city: 'Turnhout',
  };
  const vat = belgianVat(532_118 + index * 6_203);
  return { name, email: `verkoop${index + 1}@leverancier.example`, address, vat, role: 'supplier' };
}

function onfactInvoice(
  invoice: BookedInvoice,
  settledOn: IsoDate | undefined,
  ibanOf: (name: string) => string,
): ScenarioDocument {
  const { customer, number, date, term, description, orderReference, structuredCommunication } = invoice;
  const { exclMinor, taxMinor } = invoice;
  return {
    kind: 'invoices',
    contact: customer.name,
    number,
    date,
    term,
    description,
    currency: 'EUR',
    orderReference,
    reference: null,
    structuredCommunication,
    discount: invoice.discount,
    payee: null,
    exclMinor,
    taxMinor,
    paid: settledOn ? { date: settledOn, iban: current.iban, counterpartIban: ibanOf(customer.name) } : null,
  };
}

function user(
  email: string,
  name: string,
  companies: OnfactScenario['users'][number]['companies'],
): OnfactScenario['users'][number] {
  return { email, name, password: demoPassword, locale: 'nl', support: false, companies };
}
