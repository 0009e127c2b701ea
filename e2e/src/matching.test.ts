import { formatStructuredCommunication, parseStructuredCommunication } from '@onfact-ponto/primitives';
import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { fetchNow, linkPonto } from './pages/ponto-pages.ts';
import { linde, signInAndOpen } from './pages/sign-in.ts';
import { linesOf, panelOf, statusOf, untilStatus } from './pages/transactions-page.ts';
import type { Invoice } from './simulated-world.ts';
import { setStage } from './stage.ts';
import type { Stage } from './stage.ts';

let stage: Stage;
let page: Page;
let accountId: string;
let invoice: Invoice;
let partlyPaid: Invoice;

beforeAll(async () => {
  stage = await setStage();
  ({ page } = await stage.visitor());
  invoice = await stage.world.issueInvoice({ amount: '484.00', customerName: 'Garage Moerbeke NV' });
  partlyPaid = await stage.world.issueInvoice({ amount: '250.00', customerName: 'Garage Moerbeke NV' });
  await signInAndOpen(page, '/payments');
  await linkPonto(page, ['Spaarrekening']);
  const accounts = await stage.world.accountsOf(linde);
  accountId = accounts.find(({ description }) => description === 'Spaarrekening')!.id;
});
afterAll(() => stage.end());

it('books a line with the communication and the exact open amount of one invoice by itself, and no other', async () => {
  await stage.world.book(accountId, [
    paymentOf(invoice, '484.00', 'Betaler Volledig'),
    paymentOf(partlyPaid, '249.99', 'Betaler Onvolledig'),
    { amount: '484.00', counterpartName: 'Betaler Zonder Mededeling' },
  ]);
  await fetchNow(page);

  await untilStatus(page, 'Betaler Volledig', 'Automatisch afgepunt');
  await untilStatus(page, 'Betaler Onvolledig', 'Voorstel');
  expect(await statusOf(page, 'Betaler Zonder Mededeling')).toContain('Te verwerken');
});

it('shows which invoice it paid and why', async () => {
  await linesOf(page).filter({ hasText: 'Betaler Volledig' }).click();
  const text = await booking().innerText();
  expect(text).toContain(String(invoice.number));
  expect(text).toContain('mededeling gelijk');
  expect(text).toContain('bedrag gelijk');
  expect(text).toContain('484,00');
});

it('writes the payment to onFact, once', async () => {
  await booking().getByText('Naar onFact geschreven').waitFor();
  const payments = await stage.world.paymentsOf(invoice.id);
  expect(payments.map(({ amountMinor }) => amountMinor)).toEqual(['48400']);
  expect(await stage.world.paymentsOf(partlyPaid.id)).toEqual([]);
});

it('takes it back by Ongedaan maken, in onFact too', async () => {
  await page.waitForLoadState('networkidle');
  await panelOf(page)
    .getByRole('button', { name: /^Ongedaan maken/ })
    .click();
  await page
    .getByRole('status')
    .filter({ hasText: /ongedaan gemaakt$/ })
    .waitFor();
  await booking().getByText('Uit onFact gehaald').waitFor();
  await booking().getByText('Ongedaan gemaakt door Mieke Claes').waitFor();

  expect(await stage.world.paymentsOf(invoice.id)).toEqual([]);
  await untilStatus(page, 'Betaler Volledig', 'Voorstel');
});

it('does not book again what a person has undone', async () => {
  await stage.world.book(accountId, [{ amount: '-5.00', counterpartName: 'Iets Nieuws' }]);
  await stage.forgetLastFetch();
  await fetchNow(page);

  await page.goto('/payments/transactions');
  await linesOf(page).filter({ hasText: 'Iets Nieuws' }).waitFor();
  expect(await statusOf(page, 'Betaler Volledig')).toContain('Voorstel');
  expect(await stage.world.paymentsOf(invoice.id)).toEqual([]);
});

function paymentOf({ ogm }: Invoice, amount: string, counterpartName: string) {
  const communication = parseStructuredCommunication(ogm);
  if (communication === undefined) throw new Error(`onFact gave an invalid communication: ${ogm}`);
  const remittanceInformation = formatStructuredCommunication(communication);
  return { amount, counterpartName, remittanceInformation, remittanceInformationType: 'structured' as const };
}

/** In the open panel: the invoice, the reasons, and whether onFact knows. */
function booking(): Locator {
  return panelOf(page).getByRole('article');
}
