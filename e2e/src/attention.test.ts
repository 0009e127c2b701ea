import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { fetchNow, linkPonto } from './pages/ponto-pages.ts';
import { linde, signInAndOpen } from './pages/sign-in.ts';
import { linesOf, panelOf, untilStatus } from './pages/transactions-page.ts';
import type { Invoice } from './simulated-world.ts';
import { setStage } from './stage.ts';
import type { Stage } from './stage.ts';

let stage: Stage;
let page: Page;
let accountId: string;
let invoice: Invoice;

beforeAll(async () => {
  stage = await setStage();
  ({ page } = await stage.visitor());
  invoice = await stage.world.issueInvoice({ amount: '484.00', customerName: 'Garage Moerbeke NV' });
  await signInAndOpen(page, '/payments');
  await linkPonto(page, ['Spaarrekening']);
  const accounts = await stage.world.accountsOf(linde);
  accountId = accounts.find(({ description }) => description === 'Spaarrekening')!.id;
});
afterAll(() => stage.end());

it('shows what the bank announced above the booked lines, as something that cannot be opened', async () => {
  await stage.world.announce(accountId, [
    { amount: '1250.00', counterpartName: 'Betaler Onderweg', remittanceInformation: 'voorschot' },
    { amount: '-86.40', counterpartName: 'Drukkerij Vermaelen' },
  ]);
  await stage.forgetLastFetch();
  await fetchNow(page);
  await page.goto('/payments/transactions');
  const row = rowOf('Betaler Onderweg');
  await row.waitFor();
  expect(await row.innerText()).toContain('Voorlopig');
  expect(await row.getByRole('link').count()).toBe(0);
  expect(await page.getByRole('table').getByRole('row').nth(1).innerText()).toMatch(/Betaler Onderweg|Vermaelen/);

  await page.goto('/payments/transactions?status=to_process');
  await linesOf(page).first().waitFor();
  expect(await rowOf('Betaler Onderweg').count()).toBe(0);
});

it('says that the bank changed the amount of a matched line, and takes it over once the match is undone', async () => {
  await stage.world.book(accountId, [
    {
      amount: '484.00',
      counterpartName: 'Betaler Veranderlijk',
      remittanceInformation: invoice.ogm.replace(/^(\d{3})(\d{4})(\d{5})$/, '+++$1/$2/$3+++'),
      remittanceInformationType: 'structured',
    },
  ]);
  await stage.forgetLastFetch();
  await fetchNow(page);
  await untilStatus(page, 'Betaler Veranderlijk', 'Automatisch afgepunt');

  const [changed = ''] = await stage.world.publishedIds(accountId);
  await stage.world.change(accountId, changed, { amount: '480.00' });
  await stage.forgetLastFetch();
  await fetchNow(page);
  await untilStatus(page, 'Betaler Veranderlijk', 'Bedrag gewijzigd');

  await linesOf(page).filter({ hasText: 'Betaler Veranderlijk' }).click();
  await panelOf(page).getByText('De bank heeft het bedrag gewijzigd.').waitFor();
  expect(await panelOf(page).innerText()).toContain('480,00');
  await panelOf(page).getByRole('button', { name: 'Ongedaan maken' }).first().click();
  await panelOf(page).getByText('De bank heeft het bedrag gewijzigd.').waitFor({ state: 'detached' });
  expect(await rowOf('Betaler Veranderlijk').innerText()).toContain('480,00');
});

function rowOf(name: string): Locator {
  return page.getByRole('row').filter({ has: page.getByRole('rowheader', { name }) });
}
