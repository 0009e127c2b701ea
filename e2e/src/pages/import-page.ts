import type { Locator, Page } from 'playwright-core';

/** Choosing CODA files, looking at what they bring, and the report. */

export type UploadedFile = Readonly<{ name: string; content: Uint8Array | string }>;

export async function openImports(page: Page): Promise<void> {
  await page.goto('/payments/import');
  await page.waitForLoadState('networkidle');
}

/** From the drop zone to the first look. */
export async function lookAt(page: Page, files: readonly UploadedFile[]): Promise<void> {
  await openImports(page);
  await choose(page, files);
  await page.getByRole('button', { name: 'Bestanden nakijken' }).click();
  await page.getByRole('heading', { name: 'CODA-bestanden nakijken' }).waitFor();
}

export async function choose(page: Page, files: readonly UploadedFile[]): Promise<void> {
  const chosen = files.map(({ name, content }) => ({
    name,
    mimeType: 'application/octet-stream',
    buffer: Buffer.from(content),
  }));
  await page.getByLabel('Sleep CODA-bestanden hierheen of kies bestanden').setInputFiles(chosen);
}

/** The blue button, and the wait for the report. */
export async function importAll(page: Page): Promise<void> {
  await startButton(page).click();
  await waitForReport(page);
}

export async function waitForReport(page: Page): Promise<void> {
  await page.getByRole('heading', { name: 'Verslag van de import' }).waitFor({ timeout: 60_000 });
}

export function startButton(page: Page): Locator {
  return page.getByRole('button', { name: /^(\d[\d.]* nieuwe beweging(en)? importeren|Gegevens aanvullen)$/ });
}

/** The counts above the page: "12 nieuw" is 12. */
export async function figures(page: Page): Promise<{ isNew: number; known: number; doubtful: number }> {
  const texts = await page.getByRole('list', { name: 'Wat erbij komt' }).getByRole('listitem').allInnerTexts();
  const [isNew = NaN, known = NaN, doubtful = NaN] = texts.map((text) =>
    Number(/[\d.]+/.exec(text)?.[0].replaceAll('.', '')),
  );
  return { isNew, known, doubtful };
}

export function statementRows(page: Page): Locator {
  return page
    .getByRole('table', { name: /^Afschriften van/ })
    .getByRole('row')
    .filter({ has: page.getByRole('rowheader') });
}

export function fileEntry(page: Page, name: string): Locator {
  return page
    .getByRole('region', { name: /^\d+ bestand(en)?$/ })
    .getByRole('listitem')
    .filter({ hasText: name });
}

export function movementRows(page: Page): Locator {
  return page
    .getByRole('table', { name: /^Bewegingen/ })
    .getByRole('row')
    .filter({ has: page.getByRole('rowheader') });
}

export function historyRows(page: Page): Locator {
  return page
    .getByRole('table', { name: /^Vroegere imports/ })
    .getByRole('row')
    .filter({ has: page.getByRole('rowheader') });
}
