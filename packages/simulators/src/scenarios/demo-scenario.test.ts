import { findStructuredCommunication, isIban, parseIsoDate } from '@onfact-ponto/primitives';
import { expect, it } from 'vitest';
import { serialize } from '../control/state-file.ts';
import type { ScenarioDocument } from '../onfact/scenario.ts';
import { demoScenario } from './demo-scenario.ts';

const worlds = [
  [1, '2026-11-24'],
  [7, '2026-11-30'],
  [3, '2026-03-01'],
  [11, '2027-01-05'],
] as const;

const total = ({ exclMinor, taxMinor }: Pick<ScenarioDocument, 'exclMinor' | 'taxMinor'>) => exclMinor + taxMinor;

function linde(seed: number, today: string) {
  const { ponto, onfact } = demoScenario(seed, today);
  const [organization] = ponto.organizations;
  const [company] = onfact.companies;
  if (!organization || !company) throw new Error('The demo has no first company');
  const newest = organization.accounts[0]?.published.slice(-100).map(({ line }) => line) ?? [];
  const invoices = company.documents.filter(({ kind }) => kind === 'invoices');
  return { organization, company, newest, invoices, open: invoices.filter(({ paid }) => paid === null) };
}

it.each(worlds)('has the size of two years of a joinery (seed %i, %s)', (seed, today) => {
  const { organization, invoices, open } = linde(seed, today);
  expect(invoices).toHaveLength(400);
  expect(open).toHaveLength(60);
  expect(organization.accounts.map(({ description, currency }) => [description, currency])).toEqual([
    ['Zichtrekening', 'EUR'],
    ['Spaarrekening', 'EUR'],
    ['Dollarrekening', 'USD'],
  ]);
  const lines = organization.accounts.reduce((sum, { published }) => sum + published.length, 0);
  expect(lines).toBeGreaterThan(2_800);
  expect(lines).toBeLessThan(3_200);
});

it.each(worlds)('pays thirty open invoices to the cent within the newest 100 lines (seed %i, %s)', (seed, today) => {
  const { newest, open } = linde(seed, today);
  const paid = open.filter((invoice) =>
    newest.some(
      ({ amountMinor, remittanceInformation }) =>
        findStructuredCommunication(remittanceInformation ?? '') === invoice.structuredCommunication &&
        amountMinor === total(invoice),
    ),
  );
  expect(paid).toHaveLength(30);
});

it.each(worlds)('holds the cases that no machine may decide alone (seed %i, %s)', (seed, today) => {
  const { newest, open } = linde(seed, today);
  const received = newest.filter(({ amountMinor }) => amountMinor > 0n);
  const differing = received.filter(({ amountMinor, remittanceInformation }) => {
    const communication = findStructuredCommunication(remittanceInformation ?? '');
    const invoice = open.find(({ structuredCommunication }) => structuredCommunication === communication);
    return invoice !== undefined && total(invoice) !== amountMinor;
  });
  expect(differing).toHaveLength(5);

  const together = received.filter(({ remittanceInformation: text }) => text?.includes(' en +++') === true);
  expect(together).toHaveLength(1);
  expect(findStructuredCommunication(together[0]?.remittanceInformation ?? '')).toBeUndefined();

  const amounts = new Set(open.map(total));
  const silent = received.filter(
    ({ amountMinor, remittanceInformation }) =>
      amounts.has(amountMinor) && findStructuredCommunication(remittanceInformation ?? '') === undefined,
  );
  expect(silent.length).toBeGreaterThanOrEqual(6);
});

it.each(worlds)('holds every kind of line that the workbench tells apart (seed %i, %s)', (seed, today) => {
  const { company, newest, open } = linde(seed, today);
  const has = (fits: (line: (typeof newest)[number]) => boolean) => newest.some(fits);
  const openOf = (kind: string) =>
    company.documents.filter((document) => document.kind === kind && document.paid === null);
  const invoiceOf = (text: string | null) =>
    open.find(({ structuredCommunication: ogm }) => ogm === findStructuredCommunication(text ?? ''));
  const leftOver = newest.map(({ amountMinor, remittanceInformation: text }) => {
    const invoice = invoiceOf(text);
    return invoice === undefined ? 0n : amountMinor - total(invoice);
  });
  expect(
    leftOver.some((minor) => minor > 0n),
    'paid too much',
  ).toBe(true);
  expect(
    leftOver.some((minor) => minor < -100n),
    'paid in part',
  ).toBe(true);
  expect(
    open.some(({ discount }) => discount !== null),
    'a discount',
  ).toBe(true);

  const [lessening, refunded] = openOf('creditnotes').map(total);
  expect(has(({ remittanceInformation: text }) => text?.includes('min creditnota CN') === true)).toBe(true);
  expect(lessening).toBeGreaterThan(0n);
  expect(
    has(({ amountMinor }) => amountMinor === -(refunded ?? 0n)),
    'a refund',
  ).toBe(true);

  const [request] = openOf('paymentrequests').map(total);
  expect(
    has(({ amountMinor }) => amountMinor === request),
    'an advance',
  ).toBe(true);

  const purchases = openOf('purchases');
  const paidPurchases = purchases.filter((purchase) =>
    has(({ amountMinor, counterpartName }) => counterpartName === purchase.contact && amountMinor === -total(purchase)),
  );
  expect(paidPurchases.length).toBeGreaterThan(2);
  expect(purchases.length - paidPurchases.length).toBeGreaterThan(4);
  expect(purchases.filter(({ payee }) => payee === null)).toHaveLength(1);

  for (const [code, what] of [
    ['PMNT-RCDT-ESCT', 'a payment of a customer'],
    ['PMNT-CCRD-POSD', 'a card payment'],
    ['PMNT-RDDT-ESDD', 'a direct debit'],
    ['ACMT-MDOP-CHRG', 'a cost of the bank'],
  ] as const) {
    expect(
      has(({ bankTransactionCode }) => bankTransactionCode === code),
      what,
    ).toBe(true);
  }
  expect(
    has(({ purposeCode }) => purposeCode === 'SALA'),
    'a salary',
  ).toBe(true);
  expect(
    has(({ counterpartName }) => counterpartName?.startsWith('Ontvangkantoor') === true),
    'a tax',
  ).toBe(true);
  expect(
    has(({ remittanceInformation: text }) => text?.startsWith('AFREKENING') === true),
    'a payout',
  ).toBe(true);
});

it('has an own transfer on two accounts', () => {
  const { organization } = linde(1, '2026-11-24');
  const [current, savings] = organization.accounts;
  const transfers = current?.published.filter(({ line }) => line.counterpartReference === savings?.reference) ?? [];
  expect(transfers.length).toBeGreaterThan(0);
  for (const { line } of transfers) {
    const other = savings?.published.find(
      ({ line: there }) => there.executionDate === line.executionDate && there.amountMinor === -line.amountMinor,
    );
    expect(other?.line.counterpartReference).toBe(current?.reference);
  }
});

it.each(worlds)('uses every communication, number and account number once and rightly (seed %i, %s)', (seed, today) => {
  const { ponto, onfact } = demoScenario(seed, today);
  const invoices = onfact.companies.flatMap(({ documents }) => documents.filter(({ kind }) => kind === 'invoices'));
  expect(new Set(invoices.map(({ structuredCommunication }) => structuredCommunication)).size).toBe(invoices.length);
  const numbers = onfact.companies[0]?.documents.map(
    ({ kind, date, number }) => `${kind} ${date.slice(0, 4)} ${number}`,
  );
  expect(new Set(numbers).size).toBe(numbers?.length);

  const references = ponto.organizations.flatMap(({ accounts }) => accounts.map(({ reference }) => reference));
  expect(new Set(references).size).toBe(6);
  const counterparts = ponto.organizations.flatMap(({ accounts }) =>
    accounts.flatMap(({ published }) => published.map(({ line }) => line.counterpartReference)),
  );
  for (const iban of new Set([...references, ...counterparts])) if (iban !== null) expect(iban).toSatisfy(isIban);
});

it.each(worlds)('never lets an account run dry, and nothing happens in the future (seed %i, %s)', (seed, today) => {
  for (const { accounts } of demoScenario(seed, today).ponto.organizations) {
    for (const { openingBalanceMinor, published } of accounts) {
      let balanceMinor = openingBalanceMinor;
      for (const { createdAt, line } of published) {
        balanceMinor += line.amountMinor;
        expect(balanceMinor).toBeGreaterThan(0n);
        expect(parseIsoDate(line.executionDate)).toBeDefined();
        expect(line.executionDate < today && createdAt < `${today}T00:00:00Z`).toBe(true);
      }
    }
  }
});

it('is in the order in which Ponto created the lines, a few of them booked late', () => {
  const lines = linde(1, '2026-11-24').organization.accounts[0]?.published ?? [];
  expect(lines.map(({ createdAt }) => createdAt)).toEqual(lines.map(({ createdAt }) => createdAt).toSorted());
  const late = lines.filter(
    ({ createdAt, line }) => Date.parse(createdAt) - Date.parse(line.executionDate) > 2 * 86_400_000,
  );
  expect(late.length).toBeGreaterThan(3);
});

it('knows each paid document by a bank line of the same day and amount', () => {
  const { organization, company } = linde(1, '2026-11-24');
  const lines = new Set(
    organization.accounts[0]?.published.map(
      ({ line }) => `${line.executionDate} ${line.amountMinor} ${line.counterpartName}`,
    ),
  );
  for (const { kind, contact, paid, ...amounts } of company.documents) {
    const signed = kind === 'purchases' ? -total(amounts) : total(amounts);
    if (paid) expect(lines).toContain(`${paid.date} ${signed} ${contact}`);
  }
});

it('follows from seed and day alone', () => {
  expect(serialize(demoScenario(5, '2026-11-24'))).toBe(serialize(demoScenario(5, '2026-11-24')));
  expect(serialize(demoScenario(5, '2026-11-24'))).not.toBe(serialize(demoScenario(6, '2026-11-24')));
  expect(() => demoScenario(1, 'today')).toThrow(RangeError);
});
