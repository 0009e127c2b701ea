import type { Locator, Page } from 'playwright-core';

/** Choosing purchases, the review, and the simulated page of Ponto where one signs. */

export function rowOf(page: Page, payee: string): Locator {
  return page.getByRole('row').filter({ hasText: payee });
}

export async function choose(page: Page, ...payees: readonly string[]): Promise<void> {
  await page.goto('/payments/outgoing');
  await page.waitForLoadState('networkidle');
  for (const payee of payees) await rowOf(page, payee).getByRole('checkbox').check();
}

export async function review(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Nakijken' }).click();
  await page.getByRole('heading', { name: 'Betaling nakijken' }).waitFor();
}

export async function toPonto(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Naar Ponto om te ondertekenen' }).click();
  await page.getByRole('button', { name: 'Ondertekenen', exact: true }).waitFor();
}

export async function sign(page: Page): Promise<void> {
  await page.getByRole('textbox').fill('123456');
  await page.getByRole('button', { name: 'Ondertekenen', exact: true }).click();
}

/** The page of a payment, in this state. */
export async function untilState(page: Page, state: string): Promise<void> {
  await page.getByRole('heading', { name: /^Betaling OFP-/ }).waitFor();
  await page.locator('header').getByText(state, { exact: true }).waitFor();
}

/** From the list to Ponto's page, and back without having signed. The page of the payment then stands there. */
export async function prepareAndLeave(page: Page, payee: string): Promise<void> {
  await choose(page, payee);
  await review(page);
  await toPonto(page);
  await page.getByRole('button', { name: 'Later beslissen' }).click();
  await untilState(page, 'Wacht op ondertekening');
}
