import type { AccountOverview, DayBalance } from '@onfact-ponto/api-contract';
import { addDays, bankDayOfDate } from '@onfact-ponto/primitives';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { importStatements, readHistory, readOverviews } from './company-api.ts';
import { inspect } from './inspection.ts';
import {
  accountRow,
  balancesInTable,
  chartOf,
  completenessOf,
  dayOfChart,
  inDutch,
  openAccount,
  plain,
  readDay,
} from './pages/accounts-page.ts';
import { linkPonto } from './pages/ponto-pages.ts';
import { linde, signInAndOpen } from './pages/sign-in.ts';
import type { BankAccount } from './simulated-world.ts';
import { setStage } from './stage.ts';
import type { Stage } from './stage.ts';
import type { Visitor } from './visitor.ts';

let stage: Stage;
let mieke: Visitor;
let page: Page;
let current: BankAccount;
const name = 'Zichtrekening';
const today = bankDayOfDate(new Date());

beforeAll(async () => {
  stage = await setStage();
  mieke = await stage.visitor();
  ({ page } = mieke);
  await signInAndOpen(page, '/payments', linde);
  await linkPonto(page, [name, 'Dollarrekening']);
  current = (await stage.world.accountsOf(linde)).find(({ description }) => description === name)!;
});
afterAll(() => stage.end());

describe('the overview of the accounts', () => {
  it('shows of each what the api says of it', async () => {
    await page.goto('/payments/accounts');
    for (const overview of await readOverviews()) {
      const text = plain(await accountRow(page, overview.account.description ?? '').innerText());
      expect(text).toContain(overview.balance ? inDutch(overview.balance.amount) : '–');
      expect(text).toContain(`in ${inMovement(overview.inThisMonth)}`);
      expect(text).toContain(`uit ${inMovement(overview.outThisMonth)}`);
    }
  });

  it('adds balances up within a currency and never over two', async () => {
    const overviews = await readOverviews();
    for (const currency of ['EUR', 'USD']) {
      const balances = overviews.filter(({ account }) => account.currency === currency).map(({ balance }) => balance);
      expect(balances).toHaveLength(1);
      const total = plain(await accountRow(page, `Totaal ${currency}`).innerText());
      expect(total).toContain(inDutch(balances[0]!.amount));
    }
    await page.getByText('Saldi worden nooit over munten heen opgeteld.').waitFor();
  });

  it('leads to the lines that wait for somebody', async () => {
    await accountRow(page, name)
      .getByRole('link', { name: /te verwerken op/ })
      .click();
    await page.waitForURL(
      ({ pathname, searchParams }) => pathname === '/payments/reconcile' && searchParams.has('account'),
    );
    expect(new URL(page.url()).searchParams.get('account')).toBe(await idOf(name));
  });

  it('is two letters away from every page', async () => {
    await page.goto('/payments');
    await page.waitForLoadState('networkidle');
    await page.keyboard.press('g');
    await page.keyboard.press('a');
    await page.waitForURL('**/payments/accounts');
  });

  it('says from which day on there is data, which invoices are older, and which statements bring their payments', async () => {
    const bridge = (await overviewOf(name)).bridge!;
    const { from, to } = bridge.codaPeriod!;
    const sentences = [
      `Van deze rekening zijn er gegevens vanaf ${inDays(bridge.dataFrom)}.`,
      `${bridge.olderOpenInvoices!.count} openstaande facturen zijn ouder.`,
      `Importeer de CODA van ${inDays(from)} tot ${inDays(to)}.`,
    ];
    await openAccount(page, name);
    expect(plain(await page.getByRole('main').innerText())).toContain(sentences.join(' '));
    await page.goto('/apps/ponto');
    expect(plain(await page.getByRole('main').innerText())).toContain(sentences.join(' '));
  });
});

describe('after statements with a hole between them', () => {
  /** Ponto may get lines some days late: on later days a card payment with few words waits for a person. */
  const lastWholeDay = addDays(today, -4);
  const hole = { from: addDays(today, -85), to: addDays(today, -75) };
  let accountId: string;

  beforeAll(async () => {
    accountId = await idOf(name);
    await importPeriod(addDays(today, -110), addDays(hole.from, -1));
    await importPeriod(addDays(hole.to, 1), lastWholeDay);
  });

  it('draws the same numbers as the table shows and the api answers', async () => {
    const period = { from: addDays(today, -90), to: today };
    const { balances } = await readHistory(accountId, period);
    await page.goto(`/payments/accounts/${accountId}?view=table`);
    expect(await balancesInTable(page)).toEqual(balances.toReversed().map(written));

    await page.getByRole('list', { name: 'Weergave' }).getByRole('link', { name: 'Grafiek' }).click();
    await dayOfChart(page).focus();
    for (const { day, balance } of balances.toReversed().map(written).slice(0, 20)) {
      expect(await readDay(page)).toContain(`${day}: ${balance === '–' ? 'geen gegevens' : balance}`);
      await page.keyboard.press('ArrowLeft');
    }
  });

  it('names the gap, its amount and the statements to import, and hatches it', async () => {
    const total = await downloadTotal(hole.from, hole.to);
    const missing = (await readHistory(accountId, { from: addDays(today, -100), to: today })).completeness.filter(
      ({ state }) => state === 'missing',
    );
    expect(missing).toHaveLength(1);
    expect(missing[0]!.missing!.amount).toBe(total);
    expect(missing[0]!.from >= addDays(hole.from, -4) && missing[0]!.to <= addDays(hole.to, 4)).toBe(true);

    await page.goto(`/payments/accounts/${accountId}`);
    const amount = inDutch(missing[0]!.missing!);
    const named = (await completenessOf(page)).filter((text) => text.includes('ontbreekt'));
    expect(named).toHaveLength(1);
    expect(named[0]).toContain(`ontbreekt ${amount}: importeer de CODA van die periode.`);
    await chartOf(page).getByText(`${amount} ontbreekt`).waitFor();
    await page.goto('/payments/accounts');
    expect(plain(await accountRow(page, name).innerText())).toContain(`ontbreekt ${amount}`);
  });

  it('reads the days by arrow keys, and Escape puts the crosshair away', async () => {
    await page.goto(`/payments/accounts/${accountId}?range=7d`);
    await dayOfChart(page).focus();
    expect(await readDay(page)).toContain(inDays(today));
    await page.keyboard.press('Home');
    expect(await readDay(page)).toContain(inDays(addDays(today, -7)));
    await page.keyboard.press('ArrowRight');
    const day = inDays(addDays(today, -6));
    expect(await readDay(page)).toContain(day);
    /** With the day of the week; the caption of the chart may name the same day. */
    const tooltip = chartOf(page).getByText(new RegExp(`^\\p{L}+ ${day}$`, 'u'));
    expect(await tooltip.isVisible()).toBe(true);
    await page.keyboard.press('Escape');
    await tooltip.waitFor({ state: 'detached' });
  });

  it('draws the line without client script, and leads to the table', async () => {
    const { page: reader } = await stage.visitor({ javaScriptEnabled: false, as: mieke });
    await reader.goto(`/payments/accounts/${accountId}`);
    await chartOf(reader).locator('path.line').last().waitFor({ state: 'attached' });
    expect(await reader.locator('figure path.line').last().getAttribute('d')).toMatch(/^M[\d.]+ [\d.]+H/);
    await reader.getByRole('list', { name: 'Weergave' }).getByRole('link', { name: 'Tabel' }).click();
    expect((await balancesInTable(reader)).length).toBe(91);
  });

  it('is accessible, fits its screen and has all its words', { timeout: 120_000 }, async () => {
    const paths = ['', `/${accountId}`, `/${accountId}?range=1y`, `/${accountId}?range=7d&view=table`];
    const inLanguage = async (language: 'nl' | 'fr' | 'en'): Promise<string[]> => {
      const visitor = await stage.visitor({ language, as: mieke });
      const problems = [];
      for (const path of paths) {
        problems.push(...(await inspect(visitor.page, `/payments/accounts${path}`, language)));
      }
      return problems;
    };
    expect((await Promise.all([inLanguage('nl'), inLanguage('fr'), inLanguage('en')])).flat()).toEqual([]);
  });

  it('closes the gap with the statements that it asked for', async () => {
    await importPeriod(hole.from, hole.to);
    await page.goto(`/payments/accounts/${accountId}`);
    expect((await completenessOf(page)).filter((text) => text.includes('ontbreekt'))).toEqual([]);
    await page.goto('/payments/accounts');
    const { provenFrom, provenTo } = (await overviewOf(name)).completeness;
    expect(provenFrom! <= addDays(today, -109) && provenTo === today).toBe(true);
    const proven = `Volledig van ${inDays(provenFrom!)} tot ${inDays(today)}`;
    expect(plain(await accountRow(page, name).innerText())).toContain(proven);
  });

  async function importPeriod(from: string, to: string): Promise<void> {
    const file = await stage.world.statementsOf(current.id, { from, to, emptyDays: 'true' });
    const { state, counts } = await importStatements(file);
    expect({ state, doubtful: counts.doubtful }).toEqual({ state: 'done', doubtful: 0 });
  }

  /** What the bank booked in these days, by its own statements: the last new balance less the first old one. */
  async function downloadTotal(from: string, to: string): Promise<string> {
    const file = await stage.world.statementsOf(current.id, { from, to, emptyDays: 'true' });
    const lines = Buffer.from(file).toString('latin1').split(/\r?\n/);
    const amounts = (record: string) => lines.filter((line) => line.startsWith(record)).map(signedThousandths(record));
    const [first] = amounts('1');
    const last = amounts('8').at(-1);
    return decimalOf(last! - first!);
  }
});

/** The balance of record 1 stands from column 43 on, that of record 8 from column 42 on: a sign and 15 digits. */
function signedThousandths(record: string): (line: string) => bigint {
  const start = record === '1' ? 42 : 41;
  return (line) => BigInt(line.slice(start + 1, start + 16)) * (line[start] === '1' ? -1n : 1n);
}

function decimalOf(thousandths: bigint): string {
  const cents = thousandths / 10n;
  const digits = (cents < 0n ? -cents : cents).toString().padStart(3, '0');
  return `${cents < 0n ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}

async function overviewOf(description: string): Promise<AccountOverview> {
  return (await readOverviews()).find(({ account }) => account.description === description)!;
}

async function idOf(description: string): Promise<string> {
  return (await overviewOf(description)).account.id;
}

function written({ day, balance }: DayBalance): { day: string; balance: string } {
  return { day: inDays(day), balance: balance ? inDutch(balance) : '–' };
}

/** With a plus on money that came in. */
function inMovement(amount: { amount: string; currency: string }): string {
  const isIncoming = !amount.amount.startsWith('-') && /[1-9]/.test(amount.amount);
  return isIncoming ? inDutch(amount).replace(/(?=\d)/, '+') : inDutch(amount);
}

function inDays(day: string): string {
  return day.split('-').toReversed().join('-');
}
