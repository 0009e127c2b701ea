import { readFile } from 'node:fs/promises';
import { addDays, bankDayOfDate } from '@onfact-ponto/primitives';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inspect } from './inspection.ts';
import {
  choose,
  figures,
  fileEntry,
  historyRows,
  importAll,
  lookAt,
  movementRows,
  openImports,
  startButton,
  statementRows,
  waitForReport,
} from './pages/import-page.ts';
import type { UploadedFile } from './pages/import-page.ts';
import { fetchNow, linkPonto } from './pages/ponto-pages.ts';
import { linde, signInAndOpen, signInAs } from './pages/sign-in.ts';
import { linesOf, panelOf } from './pages/transactions-page.ts';
import type { BankAccount } from './simulated-world.ts';
import { setStage } from './stage.ts';
import type { Stage } from './stage.ts';
import type { Visitor } from './visitor.ts';

let stage: Stage;
let mieke: Visitor;
let page: Page;
let current: BankAccount;
let dollars: BankAccount;
const today = bankDayOfDate(new Date());
/** A fortnight from long before what Ponto gives: its newest hundred lines. */
const old = { from: addDays(today, -200), to: addDays(today, -186) };

beforeAll(async () => {
  stage = await setStage();
  mieke = await stage.visitor();
  ({ page } = mieke);
  const accounts = await stage.world.accountsOf(linde);
  current = accounts.find(({ description }) => description === 'Zichtrekening')!;
  dollars = accounts.find(({ description }) => description === 'Dollarrekening')!;
  await signInAndOpen(page, '/payments/import', linde);
  await page.getByRole('heading', { name: 'Nog niets geïmporteerd' }).waitFor();
  await linkPonto(page, ['Zichtrekening']);
});
afterAll(() => stage.end());

describe('a CODA file', { timeout: 120_000 }, () => {
  let address: string;
  let found: Awaited<ReturnType<typeof figures>>;

  it('is shown before anything is written', async () => {
    const before = await countLines();
    await lookAt(page, [await statementsOf(current, 'oud.cod', old)]);
    address = page.url();
    found = await figures(page);
    expect(found.isNew).toBeGreaterThan(10);
    expect(found).toMatchObject({ known: 0, doubtful: 0 });
    for (const row of await statementRows(page).all()) expect(await row.innerText()).toContain('klopt');
    expect(await countLines()).toBe(before);

    await openImports(page);
    expect(await historyRows(page).count()).toBe(0);
  });

  it('brings exactly what was shown, and the report says so', async () => {
    const before = await countLines();
    await page.goto(address);
    await importAll(page);
    expect(await figures(page)).toEqual(found);
    expect(await countLines()).toBe(before + found.isNew);

    await page.goto(`${address}?outcome=new`);
    await movementRows(page).first().getByRole('link').click();
    await panelOf(page).getByText('Boekdatum').waitFor();
    await page.goto(`/payments/transactions?witness=coda&from=${old.from}&to=${old.to}`);
    await page.getByText(`${found.isNew} resultaten`).waitFor();
  });

  it('is downloaded as a report with a row for each movement', async () => {
    await page.goto(address);
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: 'Verslag als CSV' }).click(),
    ]);
    const lines = (await readFile(await download.path(), 'utf8')).trim().split('\r\n');
    expect(lines).toHaveLength(1 + found.isNew);
    expect(lines[0]).toContain(';');
  });

  it('brings nothing the second time, and says when it came', async () => {
    const before = await countLines();
    await lookAt(page, [await statementsOf(current, 'dezelfde.cod', old)]);
    expect((await figures(page)).isNew).toBe(0);
    expect(await fileEntry(page, 'dezelfde.cod').innerText()).toMatch(/Al geïmporteerd/);
    await page.getByText('Er is niets nieuws om te importeren.').waitFor();
    expect(await startButton(page).count()).toBe(0);
    expect(await countLines()).toBe(before);
  });

  it('can be taken back, after saying what goes and what stays', async () => {
    const before = await countLines();
    await page.goto(address);
    await page.waitForLoadState('networkidle');
    await page.getByRole('link', { name: 'Ongedaan maken…' }).click();
    const dialog = page.getByRole('alertdialog', { name: 'Deze import ongedaan maken?' });
    await dialog.getByText(`${found.isNew} transacties die erbij kwamen`).waitFor();
    await dialog.getByText('Alle transacties uit Ponto').waitFor();
    expect(await page.locator(':focus').innerText()).toBe('Import behouden');

    await dialog.getByRole('button', { name: 'Ongedaan maken' }).click();
    await page.getByText(/^Ongedaan gemaakt op .* door /).waitFor();
    expect(await countLines()).toBe(before - found.isNew);
    await openImports(page);
    expect(await historyRows(page).first().innerText()).toContain('Ongedaan gemaakt');
  });
});

describe('several files at once', { timeout: 120_000 }, () => {
  it('stand or fall each for itself, and each says why', async () => {
    const broken = await readFile(new URL('../../packages/coda/corpus/movement-taken-out.cod', import.meta.url));
    await lookAt(page, [
      { name: 'factuur.pdf', content: '%PDF-1.7\n' },
      { name: 'bewerkt.txt', content: broken },
      await statementsOf(current, 'goed.001', old),
    ]);
    expect(await fileEntry(page, 'factuur.pdf').innerText()).toContain('Geen CODA-bestand');
    expect(await fileEntry(page, 'bewerkt.txt').innerText()).toContain('Er staan fouten in.');
    expect(await fileEntry(page, 'goed.001').innerText()).toContain('Klaar om te importeren');
    expect(await startButton(page).count()).toBe(1);
  });

  it('wait for no account that is unknown; it can be skipped without client script', async () => {
    const { page: reader } = await stage.visitor({ javaScriptEnabled: false, as: mieke });
    await openImports(reader);
    await choose(reader, [
      await statementsOf(dollars, 'dollar.cod', old),
      await statementsOf(current, 'zicht.cod', old),
    ]);
    await reader.getByRole('button', { name: 'Bestanden nakijken' }).click();
    await reader.getByText('1 rekening zonder keuze wordt overgeslagen.').waitFor();
    await reader.getByLabel(/^Welke rekening is/).selectOption('skip');
    await reader.getByRole('button', { name: /^Kiezen: / }).click();
    expect(await fileEntry(reader, 'dollar.cod').innerText()).toContain('Overgeslagen');

    await startButton(reader).click();
    await expect
      .poll(() => reader.goto(reader.url()).then(() => reader.locator('h1').innerText()), { timeout: 60_000 })
      .toBe('Verslag van de import');
    expect((await figures(reader)).isNew).toBeGreaterThan(10);
    await takeBack();
  });
});

describe('a movement that may be a line of Ponto', { timeout: 120_000 }, () => {
  const day = addDays(today, -3);
  const shop = 'Wagenmakerij Terbekehof';

  /** The bank books a day later than Ponto said, and the words are those of any payment. */
  it('stands beside it, and a person says that it is the same', async () => {
    await stage.world.book(current.id, [
      {
        amount: '-1357.91',
        executionDate: day,
        counterpartName: shop,
        counterpartReference: 'BE68539007547034',
        remittanceInformation: 'dank u',
      },
    ]);
    await fetchNow(page);
    const dayAfter = addDays(day, 1);
    const options = { from: dayAfter, to: dayAfter, shiftDays: '1' };
    await lookAt(page, [await statementsOf(current, 'verschoven.cod', options)]);
    await importAll(page);
    await page.getByRole('link', { name: /^Te beslissen/ }).click();
    const doubt = page.getByRole('article').filter({ hasText: /wagenmakerij terbekehof/i });
    await doubt.getByText('verschilt').first().waitFor();

    await doubt.getByRole('button', { name: /^Dezelfde/ }).click();
    await doubt.waitFor({ state: 'detached' });
    await page.locator(':focus').waitFor();
    await page.goto(`/payments/transactions?search=${encodeURIComponent(shop)}`);
    await linesOf(page).first().click();
    const panel = panelOf(page);
    await panel.getByText('Ponto', { exact: true }).waitFor();
    await panel.getByText('CODA', { exact: true }).first().waitFor();
    await page.getByText('1 resultaat').waitFor();
    await takeBack();
  });
});

it('takes only a keyboard from the menu to the report', { timeout: 120_000 }, async () => {
  await page.goto('/payments');
  await page.waitForLoadState('networkidle');
  await page.keyboard.press('g');
  await page.keyboard.press('i');
  await page.getByRole('heading', { name: 'CODA-bestand importeren' }).waitFor();
  await page.waitForLoadState('networkidle');

  // Waited for from here on: the browser has to be told before the key is pressed, and that takes a moment.
  const choosing = page.waitForEvent('filechooser');
  await tabTo((name) => name === 'files');
  await page.keyboard.press('Enter');
  const chooser = await choosing;
  const { name, content } = await statementsOf(current, 'toetsen.cod', old);
  await chooser.setFiles({ name, mimeType: 'text/plain', buffer: Buffer.from(content) });
  await tabTo((text) => text === 'Bestanden nakijken');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'CODA-bestanden nakijken' }).waitFor();
  await tabTo((text) => text.endsWith('importeren') && /^\d/.test(text));
  await page.keyboard.press('Enter');
  await waitForReport(page);
  expect(await page.locator(':focus').count()).toBe(1);
  await takeBack();

  /** Past everything before it, as somebody without a pointer must. */
  async function tabTo(isIt: (text: string) => boolean): Promise<void> {
    for (let step = 0; step < 80; step += 1) {
      await page.keyboard.press('Tab');
      const focused = page.locator(':focus');
      const text = (await focused.getAttribute('id')) ?? (await focused.innerText()).trim();
      if (isIt(text)) return;
    }
    throw new Error('80 times Tab does not lead there');
  }
});

it('shows an import to a user who may not import, and who can', { timeout: 120_000 }, async () => {
  const tom = await stage.visitor();
  await signInAs(tom.page, 'tom@delinde.be', '/payments/import');
  await tom.page.getByText('Je kunt dit bekijken, niet importeren.').waitFor();
  expect(await tom.page.getByRole('button', { name: 'Bestanden nakijken' }).count()).toBe(0);
  await historyRows(tom.page).first().getByRole('link').click();
  await tom.page.getByRole('heading', { name: 'Verslag van de import' }).waitFor();
  expect(await tom.page.getByRole('link', { name: /^Ongedaan maken/ }).count()).toBe(0);
});

it('has all its words in three languages, fits every screen and is accessible', { timeout: 180_000 }, async () => {
  await lookAt(page, [
    { name: 'factuur.pdf', content: '%PDF-1.7\n' },
    await statementsOf(dollars, 'dollar.cod', old),
    await statementsOf(current, 'zicht.cod', { from: old.from, to: addDays(old.from, 3) }),
    await statementsOf(current, 'later.cod', { from: addDays(old.from, 8), to: addDays(old.from, 10) }),
  ]);
  await page
    .getByText(/ontbreekt iets\.$/)
    .first()
    .waitFor();
  const checked = new URL(page.url()).pathname;
  const check = await problemsOn([checked, '/payments/import']);
  await page.goto(checked);
  await importAll(page);
  const tabs = ['', '?outcome=new', '?outcome=known', '?outcome=doubtful', '?outcome=rejected', '?undo'];
  const report = await problemsOn(tabs.map((query) => checked + query));
  expect([...check, ...report]).toEqual([]);
});

async function statementsOf(
  { id }: BankAccount,
  name: string,
  options: Readonly<Record<string, string>>,
): Promise<UploadedFile> {
  return { name, content: await stage.world.statementsOf(id, options) };
}

/** Lines that count. */
async function countLines(): Promise<number> {
  const [row] = await stage.query('select count(*)::int as n from bank_transaction where withdrawn_at is null');
  return Number(row?.n);
}

/** The newest import, so that the next test finds its statements new. */
async function takeBack(): Promise<void> {
  await openImports(page);
  await historyRows(page).first().getByRole('link').click();
  await page.getByRole('link', { name: 'Ongedaan maken…' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Ongedaan maken' }).click();
  await page.getByText(/^Ongedaan gemaakt op .* door /).waitFor();
}

async function problemsOn(paths: readonly string[]): Promise<string[]> {
  const inLanguage = async (language: 'nl' | 'fr' | 'en'): Promise<string[]> => {
    const visitor = await stage.visitor({ language, as: mieke });
    const problems = [];
    for (const path of paths) problems.push(...(await inspect(visitor.page, path, language)));
    await visitor.context.close();
    return problems;
  };
  return (await Promise.all([inLanguage('nl'), inLanguage('fr'), inLanguage('en')])).flat();
}
