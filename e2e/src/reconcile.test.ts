import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { readBooks } from './company-api.ts';
import type { Books } from './company-api.ts';
import { inspect } from './inspection.ts';
import { fetchNow, linkPonto } from './pages/ponto-pages.ts';
import { linde, signInAndOpen } from './pages/sign-in.ts';
import { focusedElement, focusedLine, openWorkbench, untilSent, waitingCount } from './pages/workbench-page.ts';
import { setStage } from './stage.ts';
import type { Stage } from './stage.ts';
import type { Visitor } from './visitor.ts';

const lineCount = 30;
const emptyHanded = 'Zonder Document';

let stage: Stage;
let mieke: Visitor;
let page: Page;
let before: Books;

const toldWithinMs = 120_000;

beforeAll(async () => {
  stage = await setStage();
  mieke = await stage.visitor();
  ({ page } = mieke);
  await signInAndOpen(page, '/payments');
  await linkPonto(page, ['Spaarrekening']);
  const lines = [];
  for (let index = 0; index < lineCount; index += 1) {
    const amount = `${1000 + 7 * index}.${String(10 + index)}`;
    const customerName = `Klant ${String.fromCharCode(65 + (index % 26))}${index} BV`;
    const { number } = await stage.world.issueInvoice({ amount, customerName });
    lines.push({ amount, counterpartName: customerName, remittanceInformation: `factuur ${number}` });
  }
  const [account] = (await stage.world.accountsOf(linde)).filter(({ description }) => description === 'Spaarrekening');
  await stage.world.book(account!.id, [...lines, { amount: '-12.34', counterpartName: emptyHanded }]);
  await fetchNow(page);
  await vi.waitUntil(async () => (await readBooks()).proposedCount >= lineCount, { timeout: 40_000, interval: 500 });
  before = await readBooks();
});
afterAll(() => stage.end());

describe('by keyboard alone', () => {
  it('accepts thirty lines one after the other, and the focus is never lost', async () => {
    await openWorkbench(page);
    const waiting = await waitingCount(page);
    const seen = [];
    for (let step = 0; step < lineCount; step += 1) {
      seen.push(await focusedLine(page));
      await page.keyboard.press('Enter');
      expect(await focusedElement(page)).not.toBe('BODY');
    }
    expect(new Set(seen).size).toBe(lineCount);
    expect(seen).not.toContain(undefined);
    expect(await waitingCount(page)).toBe(waiting - lineCount);
    await untilSent(page);
    expect((await readBooks()).proposedCount).toBe(before.proposedCount - lineCount);
  });

  it('takes all thirty back with Z, and everything is as it was before', { timeout: 2 * toldWithinMs }, async () => {
    for (let step = 0; step < lineCount; step += 1) {
      await page.keyboard.press('z');
      expect(await focusedElement(page)).not.toBe('BODY');
    }
    await untilSent(page);
    await untilAsBefore();
    await page.keyboard.press('z');
    await page.getByRole('status').filter({ hasText: 'Niets meer om ongedaan te maken' }).waitFor();
  });

  it('splits, and says what is left until it has a place', async () => {
    await openWorkbench(page);
    const line = await focusedLine(page);
    await page.keyboard.press('s');
    await expect.poll(() => focusedElement(page)).toBe('INPUT');
    await page.keyboard.press('Control+a');
    await page.keyboard.type('0,01');
    await page.getByText(/^Kies wat er met .* gebeurt\.$/).waitFor();
    await page.keyboard.press('Enter');
    await page.getByRole('radio', { name: 'Rest open laten' }).waitFor();
    await page.keyboard.press('Escape');
    expect(await focusedLine(page)).toBe(line);
  });

  it('rejects a proposal and puts it back', { timeout: 2 * toldWithinMs }, async () => {
    await openWorkbench(page);
    await page.keyboard.press('x');
    await page.getByRole('button', { name: /^Weer voorstellen/ }).waitFor();
    await page.keyboard.press('z');
    await page.getByRole('button', { name: /^Weer voorstellen/ }).waitFor({ state: 'detached' });
    await untilSent(page);
    await untilAsBefore();
  });

  it('ignores with a reason and takes it back', { timeout: 2 * toldWithinMs }, async () => {
    await openWorkbench(page);
    const row = page.getByRole('link', { name: new RegExp(emptyHanded) });
    await row.click();
    await page.keyboard.press('i');
    await page.getByRole('button', { name: 'bankkosten' }).press('Enter');
    await row.waitFor({ state: 'detached' });
    await untilSent(page);
    await page.keyboard.press('z');
    await row.waitFor();
    await untilSent(page);
    await untilAsBefore();
  });

  it('finds a document by its number', async () => {
    await openWorkbench(page);
    await page.keyboard.press('d');
    await page.keyboard.type('Klant A0');
    await page
      .getByRole('link', { name: /^\S+-\d+ kiezen$/ })
      .first()
      .waitFor();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.getByRole('textbox', { name: /^Bedrag voor/ }).waitFor();
    await page.keyboard.press('Escape');
  });
});

it(
  'accepts all certain ones at once after saying how many and how much, and takes them back at once',
  { timeout: 2 * toldWithinMs },
  async () => {
    await openWorkbench(page);
    await page.getByRole('link', { name: /zekere voorstellen aanvaarden$/ }).click();
    const dialog = page.getByRole('dialog');
    expect(await dialog.innerText()).toMatch(/Totaal\s+€/);
    await page.keyboard.press('Enter');
    await dialog.waitFor({ state: 'detached' });
    await page
      .getByRole('status')
      .filter({ hasText: /transacties afgepunt$/ })
      .waitFor();
    expect(await focusedElement(page)).not.toBe('BODY');
    expect((await readBooks()).proposedCount).toBeLessThan(before.proposedCount);

    await page.keyboard.press('z');
    await page
      .getByRole('status')
      .filter({ hasText: /afpuntingen ongedaan gemaakt$/ })
      .waitFor();
    await untilAsBefore();
  },
);

it(
  'tells who was first when two accept the same line, and overwrites nothing',
  { timeout: 2 * toldWithinMs },
  async () => {
    const tom = await stage.visitor({ as: mieke });
    await openWorkbench(page);
    await openWorkbench(tom.page);
    const line = await focusedLine(page);
    expect(await focusedLine(tom.page)).toBe(line);
    await page.keyboard.press('Enter');
    await untilSent(page);

    await tom.page.keyboard.press('Enter');
    const notice = tom.page.locator('.came-back');
    await notice.getByText(/was al verwerkt en is uit de lijst\.$/).waitFor();
    await notice.getByText(/Mieke Claes heeft deze transactie om \S+ al afgepunt/).waitFor();
    await untilSent(tom.page);
    await tom.page.locator(`[data-line="${line}"]`).waitFor({ state: 'detached' });
    tom.complaints.length = 0;
    await page.keyboard.press('z');
    await untilSent(page);
    await untilAsBefore();
  },
);

it(
  'lets go of lines that somebody else finished before one came to them, and says so of the one in front',
  { timeout: 2 * toldWithinMs },
  async () => {
    const { page: tom } = await stage.visitor({ as: mieke });
    const row = (on: Page, line: string) => on.locator(`[data-line="${line}"]`);
    await openWorkbench(page);
    const [, second, third, , fifth] = await page
      .locator('[data-line]')
      .evaluateAll((rows: { dataset: { line: string } }[]) => rows.map(({ dataset }) => dataset.line));
    const waiting = await waitingCount(page);
    await openWorkbench(tom, `?line=${third}`);
    await tom.keyboard.press('Enter');
    await row(tom, fifth!).click();
    await tom.keyboard.press('Enter');
    await untilSent(tom);

    await page.keyboard.press('j');
    await row(page, third!).waitFor({ state: 'detached' });
    expect(await focusedLine(page)).toBe(second);
    await row(page, fifth!).click();
    await page
      .locator('.came-back')
      .getByText(/was al verwerkt en is uit de lijst\.$/)
      .waitFor();
    await row(page, fifth!).waitFor({ state: 'detached' });
    expect(await waitingCount(page)).toBe(waiting - 2);

    for (const undone of [fifth, third]) {
      await tom.keyboard.press('z');
      await row(tom, undone!).waitFor();
    }
    await untilSent(tom);
    await untilAsBefore();
  },
);

it('works without client script', { timeout: 2 * toldWithinMs }, async () => {
  const reader = await stage.visitor({ as: mieke, javaScriptEnabled: false });
  await reader.page.goto('/payments/reconcile');
  await reader.page.getByRole('button', { name: /^Aanvaarden/ }).click();
  await reader.page.getByText(/^Afgepunt op/).waitFor();
  await reader.page
    .getByRole('button', { name: /^Ongedaan maken/ })
    .first()
    .click();
  await reader.page.getByText('Ongedaan gemaakt').waitFor();
  await untilAsBefore();
});

describe('every state is accessible, fits its screen and has all its words', { timeout: 180_000 }, () => {
  it.each(['nl', 'fr', 'en'] as const)('in %s', async (language) => {
    const visitor = await stage.visitor({ language, as: mieke });
    const line = (await readBooks()).lines.find(({ name }) => name === emptyHanded)!.id;
    const paths = [
      '',
      '?queue=open',
      '?panel=split',
      '?panel=ignore',
      '?panel=find&find=Klant',
      '?panel=acceptAll',
      '?why=line',
      `?line=${line}`,
      `?line=018f0000-0000-7000-8000-000000000001`,
      '/settings',
      '/rules',
      '/rules?iban=BE68539007547034&direction=in&reason=vat',
      '/memory',
      '/runs',
    ];
    const problems = [];
    for (const path of paths) problems.push(...(await inspect(visitor.page, `/payments/reconcile${path}`, language)));
    expect(problems).toEqual([]);
  });
});

/** onFact is told first, a few payments at a time; then what is proposed for the lines is worked out again. */
async function untilAsBefore(): Promise<void> {
  await expect.poll(readBooks, { timeout: toldWithinMs, interval: 500 }).toEqual(before);
}
