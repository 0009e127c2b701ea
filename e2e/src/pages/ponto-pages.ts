import type { Page } from 'playwright-core';

/** Our own page before the trip, Ponto's page, and the way back. */

export async function activate(page: Page): Promise<void> {
  await page.goto('/apps?tab=payments');
  await page.getByRole('button', { name: 'Activeren: Ponto' }).click();
  await page.getByRole('link', { name: 'Configureren: Ponto' }).waitFor();
}

export async function leaveForPonto(page: Page): Promise<void> {
  await page.goto('/apps/ponto');
  await page.getByRole('button', { name: 'Verbinden met Ponto' }).click();
  await waitForConsentPage(page);
}

/** From the page of a trip that linked nothing. */
export async function leaveForPontoAgain(page: Page): Promise<void> {
  await page.goto('/ponto/result/cancelled');
  await page.getByRole('button', { name: 'Opnieuw proberen' }).click();
  await waitForConsentPage(page);
}

/** Ponto proposes to share everything; the rest is unticked. */
export async function shareOnly(page: Page, accountNames: readonly string[]): Promise<void> {
  for (const box of await page.getByRole('checkbox').all()) await box.uncheck();
  for (const name of accountNames) await page.getByRole('checkbox', { name }).check();
  await confirm(page);
}

export async function confirm(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Bevestigen' }).click();
}

export async function cancel(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Annuleren' }).click();
}

/** Confirms as the button does, and answers the address of the way back without following it. */
export async function confirmWithoutReturning(page: Page): Promise<string> {
  const action = await page.locator('form[method=post]').getAttribute('action');
  const ticked = await page.getByRole('checkbox', { checked: true }).all();
  const accounts = await Promise.all(ticked.map((box) => box.inputValue()));
  const answer = await fetch(new URL(action ?? '', page.url()), {
    method: 'POST',
    body: new URLSearchParams([['decision', 'confirm'], ...accounts.map((id): [string, string] => ['account', id])]),
    redirect: 'manual',
  });
  const wayBack = answer.headers.get('location');
  if (wayBack === null) throw new Error(`Ponto answered ${answer.status} and sent nobody back`);
  return wayBack;
}

/** From the green button until the first pull has ended. */
export async function linkPonto(page: Page, accountNames: readonly string[]): Promise<void> {
  await activate(page);
  await leaveForPonto(page);
  await shareOnly(page, accountNames);
  await page.getByRole('heading', { name: 'Verbonden. Alles is opgehaald.' }).waitFor();
}

/** Presses "Nu ophalen" and answers the sentence that tells what came of it. */
export async function fetchNow(page: Page): Promise<string> {
  await page.goto('/apps/ponto');
  await page.waitForLoadState('networkidle');
  await page.getByRole('button', { name: 'Nu ophalen' }).click();
  const result = page.getByRole('status').filter({ hasText: /\S/, hasNotText: 'We vragen je bank' });
  await result.waitFor();
  return (await result.textContent()) ?? '';
}

async function waitForConsentPage(page: Page): Promise<void> {
  await page.getByRole('heading', { name: 'vraagt toegang tot uw rekeningen' }).waitFor();
}
