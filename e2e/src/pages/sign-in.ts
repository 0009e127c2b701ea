import type { Page } from 'playwright-core';

export const linde = 'Houtatelier De Linde BV';
export const karmijn = 'Studio Karmijn BV';

/** Opens a page as Mieke, who must choose one of her companies on the way. */
export async function signInAndOpen(page: Page, path: string, company = linde): Promise<void> {
  await signInAs(page, 'mieke@delinde.be', path);
  await page.getByRole('list', { name: 'Bedrijven' }).getByRole('button', { name: company }).click();
}

export async function signInAs(page: Page, email: string, path: string): Promise<void> {
  await page.goto(path);
  await page.getByRole('link', { name: 'Aanmelden met onFact' }).click();
  await page.getByLabel('E-mailadres').fill(email);
  await page.getByLabel('Wachtwoord').fill('demo-onfact');
  await page.getByRole('button', { name: 'Aanmelden' }).click();
}
