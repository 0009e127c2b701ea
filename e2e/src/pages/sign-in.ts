import type { Page } from 'playwright-core';

export const linde = 'Houtatelier De Linde BV';
export const karmijn = 'Studio Karmijn BV';

/** Opens a page and signs in on the way, as Mieke unless told otherwise, for the joinery unless told otherwise. */
export async function signInAndOpen(
  page: Page,
  path: string,
  { email = 'mieke@delinde.be', company = linde }: { email?: string; company?: string } = {},
): Promise<void> {
  await page.goto(path);
  await page.getByRole('link', { name: 'Aanmelden met onFact' }).click();
  await page.getByLabel('E-mailadres').fill(email);
  await page.getByLabel('Wachtwoord').fill('demo-onfact');
  await page.getByRole('button', { name: 'Aanmelden' }).click();
  await page.getByRole('list', { name: 'Bedrijven' }).getByRole('button', { name: company }).click();
}
