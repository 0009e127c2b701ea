import type { Page } from 'playwright-core';

/** The workbench "Afpunten": the queue, the line in front, and what the keys do. */

export async function openWorkbench(page: Page, query = ''): Promise<void> {
  await page.goto(`/payments/reconcile${query}`);
  await page.locator('[data-line]:focus, #line-title:focus').waitFor();
}

/** The line that has the focus, by the id that its address carries; undefined when the focus is elsewhere. */
export function focusedLine(page: Page): Promise<string | undefined> {
  return page.evaluate<string | undefined>(`document.activeElement.getAttribute('data-line') ?? undefined`);
}

/** Where the focus is: the name of its element, "BODY" when it was lost. */
export function focusedElement(page: Page): Promise<string> {
  return page.evaluate<string>(`document.activeElement?.tagName ?? 'BODY'`);
}

/** "3 te verwerken" beside the title. */
export async function waitingCount(page: Page): Promise<number> {
  const text = await page.getByText(/^\d+ te verwerken$/).innerText();
  return Number.parseInt(text, 10);
}

/** Until the server has answered everything that was decided. */
export async function untilSent(page: Page): Promise<void> {
  await page.locator('.workbench[aria-busy="false"]').waitFor({ timeout: 60_000 });
}
