import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inspect } from './inspection.ts';
import { tabTo } from './keyboard-walk.ts';
import { choose, review, rowOf, sign, toPonto, untilState } from './pages/paying-page.ts';
import { linkPonto } from './pages/ponto-pages.ts';
import { linde, signInAndOpen } from './pages/sign-in.ts';
import { setStage } from './stage.ts';
import type { Stage } from './stage.ts';
import type { Visitor } from './visitor.ts';

let stage: Stage;
let mieke: Visitor;
let page: Page;

const suppliers = [
  ['Wagenpark Enkel', 'BE82731044018268'],
  ['Drukkerij Weiger', 'BE26310188203429'],
  ['Telecom Later', 'BE61001220193817'],
  ['Staal Reeks Een', 'BE18979228441065'],
  ['Staal Reeks Twee', 'BE07063901773366'],
  ['Bestand Een', 'BE98734331884293'],
  ['Bestand Twee', 'BE31751206601855'],
  ['Code Alleen', 'BE68539007547034'],
  ['Alleen Toetsen', 'BE60001000300170'],
  ['Alleen Toetsen', 'BE49001000300271'],
] as const;

beforeAll(async () => {
  stage = await setStage();
  mieke = await stage.visitor();
  ({ page } = mieke);
  for (const [index, [contactName, iban]] of suppliers.entries()) {
    await stage.world.addPurchase({ amount: `${7001 + index}.00`, contactName, iban, reference: `Z26/${index}` });
  }
  await signInAndOpen(page, '/payments');
  await linkPonto(page, ['Spaarrekening']);
});
afterAll(() => stage.end());

it('says what is missing to pay through Ponto, and offers the two other ways meanwhile', async () => {
  await expect
    .poll(
      async () => {
        await page.goto('/payments/outgoing');
        return rowOf(page, 'Code Alleen').count();
      },
      { timeout: 40_000, interval: 1_000 },
    )
    .toBe(1);
  await page.getByText('Nog niet geactiveerd in Ponto.').waitFor();
  expect(await page.getByLabel('Via Ponto').isDisabled()).toBe(true);
  expect(await page.getByLabel('SEPA-bestand').isChecked()).toBe(true);

  await stage.world.activatePayments(linde);
  await page.goto('/apps/ponto');
  await page.getByRole('button', { name: 'Opnieuw controleren' }).click();
  await page.getByText('Je kunt aankopen betalen').waitFor();
  await page.goto('/payments/outgoing');
  expect(await page.getByLabel('Via Ponto').isChecked()).toBe(true);
});

it('without a connection nothing can be sent, and what was chosen stays', async () => {
  await choose(page, 'Code Alleen');
  await mieke.context.setOffline(true);
  await page.getByText('Wat je koos, blijft staan.').waitFor();
  expect(await page.getByRole('button', { name: 'Nakijken' }).getAttribute('aria-disabled')).toBe('true');
  await mieke.context.setOffline(false);
  await page.getByText('Wat je koos, blijft staan.').waitFor({ state: 'detached' });
  expect(await rowOf(page, 'Code Alleen').getByRole('checkbox').isChecked()).toBe(true);
});

describe('through Ponto', () => {
  it('what was reviewed is what one signs, and the page then asks Ponto how it is', async () => {
    await choose(page, 'Wagenpark Enkel');
    await review(page);
    await page.getByText('Nog niets is betaald.').waitFor();
    await toPonto(page);
    await sign(page);
    await untilState(page, 'Aanvaard door bank');
    expect(page.url()).not.toContain('back');
    expect(await ordersTo('Wagenpark Enkel')).toEqual([
      { amountMinor: '700100', iban: 'BE82731044018268', status: 'accepted-customer-profile' },
    ]);
  });

  it('a purchase in a running payment cannot be chosen again, and leads to that payment', async () => {
    await page.goto('/payments/outgoing');
    const row = rowOf(page, 'Wagenpark Enkel');
    expect(await row.getByRole('checkbox').count()).toBe(0);
    await row.getByRole('link', { name: 'In een lopende betaling: Aanvaard door bank' }).click();
    await untilState(page, 'Aanvaard door bank');
  });

  it('two tabs with the same purchase end in one payment', async () => {
    const second = await stage.visitor({ as: mieke });
    await choose(page, 'Telecom Later');
    await review(page);
    await choose(second.page, 'Telecom Later');
    await review(second.page);
    await toPonto(page);
    await second.page.getByRole('button', { name: 'Naar Ponto om te ondertekenen' }).click();
    await second.page.getByText('Zit al in een lopende betaling.').waitFor();
    expect(await ordersTo('Telecom Later')).toHaveLength(1);
  });

  it('left half-way it waits for its signature, and is resumed from its page', async () => {
    await page.getByRole('button', { name: 'Later beslissen' }).click();
    await untilState(page, 'Wacht op ondertekening');
    await page.getByRole('button', { name: 'Ondertekenen bij Ponto' }).click();
    await sign(page);
    await untilState(page, 'Aanvaard door bank');
    expect(await ordersTo('Telecom Later')).toHaveLength(1);
  });

  it('refused it is not paid, and can be prepared anew as another payment', async () => {
    await choose(page, 'Drukkerij Weiger');
    await review(page);
    await toPonto(page);
    await page.getByRole('button', { name: 'Weigeren' }).click();
    await untilState(page, 'Geweigerd');
    await page.getByRole('button', { name: 'Opnieuw klaarzetten' }).click();
    await page.getByText('1 gekozen').waitFor();
    expect(await rowOf(page, 'Drukkerij Weiger').getByRole('checkbox').isChecked()).toBe(true);
  });

  it('many are signed at once, and one of them in part', async () => {
    await choose(page, 'Staal Reeks Een', 'Staal Reeks Twee');
    await rowOf(page, 'Staal Reeks Twee').getByRole('textbox').fill('50,5');
    await review(page);
    await toPonto(page);
    await sign(page);
    await untilState(page, 'Aanvaard door bank');
    await page.getByRole('heading', { name: '2 overschrijvingen' }).waitFor();
    expect((await ordersTo('Staal Reeks Twee')).map(({ amountMinor }) => amountMinor)).toEqual(['5050']);
  });

  it('by keys alone, from the choice to the signature and back, and the focus is always in sight', async () => {
    await page.goto('/payments/outgoing');
    await page.waitForLoadState('networkidle');
    const first = rowOf(page, 'Z26/8');
    await tabTo(page, first.getByRole('checkbox'));
    await page.keyboard.press('Space');
    await tabTo(page, first.getByRole('textbox'));
    await typeAnew('tien');
    await tabTo(page, button('Nakijken'));
    await page.keyboard.press('Enter');
    await page.getByText('Een van de bedragen kan niet gelezen worden.').waitFor();
    await holdsFocus(button('Nakijken'));

    await tabTo(page, first.getByRole('textbox'), 'Shift+Tab');
    await typeAnew('7009');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Betaling nakijken' }).waitFor();
    await tabTo(page, button('Naar Ponto om te ondertekenen'));
    await page.keyboard.press('Enter');
    await page.getByText('Alleen Toetsen').first().waitFor();
    await tabTo(page, page.getByRole('textbox'));
    await page.keyboard.type('123456');
    await tabTo(page, button('Ondertekenen'));
    await page.keyboard.press('Enter');
    await untilState(page, 'Aanvaard door bank');
    await tabTo(page, button('Nu navragen bij Ponto'));
  });

  it('another account than last time is marked in the list, and is said to be right before it is paid', async () => {
    await page.goto('/payments/outgoing');
    await page.waitForLoadState('networkidle');
    const changed = rowOf(page, 'Z26/9');
    await changed.getByText('Andere IBAN dan bij de vorige betaling').waitFor();
    await changed.getByRole('checkbox').check();
    await review(page);
    await tabTo(page, button('Naar Ponto om te ondertekenen'));
    await page.keyboard.press('Enter');
    await holdsFocus(page.getByLabel('Ik heb dit nagekeken en het klopt.'));
    await page.keyboard.press('Space');
    await tabTo(page, button('Naar Ponto om te ondertekenen'));
    await page.keyboard.press('Enter');
    await button('Later beslissen').click();
    await untilState(page, 'Wacht op ondertekening');
  });

  it('more than is open is stopped in words, and the rest goes on without it', async () => {
    await choose(page, 'Bestand Een', 'Bestand Twee');
    await rowOf(page, 'Bestand Twee').getByRole('textbox').fill('99999');
    await review(page);
    await page.getByText('Meer dan er open staat. Verlaag het bedrag.').waitFor();
    expect(await page.getByRole('button', { name: 'Naar Ponto om te ondertekenen' }).count()).toBe(0);
    await page.getByRole('button', { name: 'Verder zonder deze' }).click();
    await page.getByText('1 overschrijving').waitFor();
    await page.getByRole('button', { name: 'Naar Ponto om te ondertekenen' }).waitFor();
  });
});

it('a SEPA file is downloaded without script, and its purchases stay taken', async () => {
  const { page: plain } = await stage.visitor({ as: mieke, javaScriptEnabled: false });
  await plain.goto('/payments/outgoing');
  await rowOf(plain, 'Bestand Een').getByRole('checkbox').check();
  await rowOf(plain, 'Bestand Twee').getByRole('checkbox').check();
  await plain.getByLabel('SEPA-bestand').check();
  await review(plain);
  await plain.getByRole('button', { name: 'Bestand klaarzetten' }).click();
  await untilState(plain, 'Klaargezet');
  const downloading = plain.waitForEvent('download');
  await plain.getByRole('button', { name: 'Bestand downloaden' }).click();
  expect((await downloading).suggestedFilename()).toMatch(/^OFP-\w{8}\.xml$/);
  await plain.goto('/payments/outgoing');
  await rowOf(plain, 'Bestand Een').getByRole('link', { name: 'In een lopende betaling: Afgehaald' }).waitFor();
  expect(await ordersTo('Bestand Een')).toEqual([]);
});

it('a QR code is shown for one purchase', async () => {
  await choose(page, 'Code Alleen');
  await page.getByLabel('QR-code').check();
  await review(page);
  await page.getByRole('button', { name: 'QR-code tonen' }).click();
  await page.getByRole('img', { name: /^QR-code voor .*8,00 aan Code Alleen$/ }).waitFor();
  await untilState(page, 'Afgehaald');
});

it('an amount that is typed without script is not taken for "no second person"', async () => {
  const { page: plain } = await stage.visitor({ as: mieke, javaScriptEnabled: false });
  await plain.goto('/payments/outgoing/settings');
  await plain.getByLabel('Bedrag in euro').fill('1000');
  await plain.getByRole('button', { name: 'Bewaren' }).click();
  await plain.getByText('Kies een van beide.').waitFor();
  await plain.getByRole('button', { name: 'Bewaren' }).click();
  await plain.getByText('Bewaard.').waitFor();
  expect(await plain.getByLabel('Bedrag in euro').inputValue()).toBe('1000,00');
});

it('above the limit of the company a second person must agree', async () => {
  await choose(page, 'Drukkerij Weiger');
  await review(page);
  await page.getByRole('button', { name: 'Klaarzetten voor goedkeuring' }).click();
  await untilState(page, 'Wacht op goedkeuring');
  expect(await page.getByRole('button', { name: 'Goedkeuren' }).count()).toBe(0);
  expect((await ordersTo('Drukkerij Weiger')).map(({ status }) => status)).toEqual(['rejected']);
});

it('every page is accessible, fits its screen and has all its words', { timeout: 180_000 }, async () => {
  const payments = await stage.query(
    `select distinct on (method, state) payment_initiation_id as id from payment_initiation`,
  );
  const pages = ['', '/history', '/settings', ...payments.map(({ id }) => `/${String(id)}`)];
  const problems: string[] = [];
  for (const language of ['nl', 'fr', 'en'] as const) {
    const { page: own } = await stage.visitor({ as: mieke, language });
    for (const path of pages) problems.push(...(await inspect(own, `/payments/outgoing${path}`, language)));
  }
  expect(problems).toEqual([]);
});

const button = (name: string) => page.getByRole('button', { name, exact: true });

async function typeAnew(text: string): Promise<void> {
  await page.keyboard.press('Control+a');
  await page.keyboard.type(text);
}

function holdsFocus(element: Locator): Promise<void> {
  return element.and(page.locator(':focus')).waitFor();
}

async function ordersTo(payee: string) {
  const payments = await stage.world.pontoPayments();
  return payments.flatMap(({ orders, status }) =>
    orders
      .filter(({ creditorName }) => creditorName === payee)
      .map(({ amountMinor, creditorAccountReference: iban }) => ({ amountMinor, iban, status })),
  );
}
