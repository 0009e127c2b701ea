import type { Page } from 'playwright-core';
import { schema } from '@onfact-ponto/db';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inspect, inspectShown } from './inspection.ts';
import { actBeforeScripts } from './pages/before-scripts.ts';
import { choose, prepareAndLeave, review, rowOf, sign, toPonto, untilState } from './pages/paying-page.ts';
import { confirm, fetchNow, linkPonto } from './pages/ponto-pages.ts';
import { linde, signInAndOpen, signInAs } from './pages/sign-in.ts';
import { setStage } from './stage.ts';
import type { Stage } from './stage.ts';
import type { Visitor } from './visitor.ts';

/** What keeps one from paying, what goes wrong with a payment, and the second person. */

let stage: Stage;
/** An administrator. */
let mieke: Visitor;
/** A user, who may pay and not manage the connection. */
let tom: Visitor;
let page: Page;

const suppliers = [
  ['Samen Beslist', 'BE82731044018268', '7001.00'],
  ['Toch Niet', 'BE26310188203429', '310.00'],
  ['Nooit Aangekomen', 'BE61001220193817', '320.00'],
  ['Mislukt Transport', 'BE18979228441065', '330.00'],
  ['Te Laat Getekend', 'BE07063901773366', '340.00'],
  ['Andere Som', 'BE98734331884293', '350.00'],
  ['Alle Staten', 'BE31751206601855', '360.00'],
  ['Valse Mededeling', 'BE68539007547034', '370.00'],
] as const;

beforeAll(async () => {
  stage = await setStage();
  mieke = await stage.visitor();
  tom = await stage.visitor();
  ({ page } = mieke);
  for (const [index, [contactName, iban, amount]] of suppliers.entries()) {
    const reference = contactName === 'Valse Mededeling' ? '+++123/4567/89012+++' : `S26/${index}`;
    await stage.world.addPurchase({ amount, contactName, iban, reference });
  }
  await signInAndOpen(page, '/payments');
  await signInAs(tom.page, 'tom@delinde.be', '/payments');
});
afterAll(() => stage.end());

describe('what is missing to pay through Ponto is said with its next step', () => {
  it('no connection: to the page that makes one', async () => {
    await page.goto('/payments/outgoing');
    await page.getByText('Betalen kan zodra de koppeling met Ponto werkt.').waitFor();
    await page.getByRole('link', { name: 'Naar de koppeling met Ponto' }).click();
    await page.waitForURL('**/apps/ponto');
    await linkPonto(page, ['Spaarrekening']);
    await untilRead('Alle Staten');
  });

  it('no right: whoever manages the connection makes it anew with payments, others ask them', async () => {
    await stage.query(`update connection set scope = 'ai name offline_access'`);
    await tom.page.goto('/payments/outgoing');
    await tom.page.getByText('Vraag een beheerder van je bedrijf om dit in orde te brengen.').waitFor();
    expect(await tom.page.getByRole('button', { name: 'Opnieuw koppelen met betalingen' }).count()).toBe(0);

    await page.goto('/payments/outgoing');
    await page.getByText('Ponto gaf ons geen recht om betalingen klaar te zetten.').waitFor();
    await page.getByRole('button', { name: 'Opnieuw koppelen met betalingen' }).click();
    await page.getByText('betalingen klaarzetten die u zelf ondertekent').waitFor();
    await confirm(page);
    await page.waitForURL('**/ponto/result/connected');
  });

  it('not activated: requested at Ponto, and then it says that Ponto takes days', async () => {
    await page.goto('/payments/outgoing');
    await page.getByText('Nog niet geactiveerd in Ponto.').waitFor();
    await page.getByRole('button', { name: 'Activeren in Ponto' }).click();
    await page.getByRole('button', { name: 'Aanvragen' }).click();
    await page.waitForURL('**/apps/ponto');
    await page.goto('/payments/outgoing');
    await page.getByText('Aangevraagd. Ponto kijkt je aanvraag na; dat duurt enkele dagen.').waitFor();
    await stage.world.activatePayments(linde);
    await page.getByRole('button', { name: 'Opnieuw controleren' }).click();
    await page.getByText('Je kunt aankopen betalen').waitFor();
  });

  it('a bank that takes none: another account, or another way', async () => {
    await stage.query('update bank_account set payments_supported = false');
    await page.goto('/payments/outgoing');
    await page.getByText('geen enkele gekoppelde bank aanvaardt ze').waitFor();
    expect(await page.getByRole('option', { name: /^Spaarrekening .* – niet via Ponto$/ }).count()).toBe(1);
    expect(await page.getByLabel('SEPA-bestand').isChecked()).toBe(true);
    await stage.query('update bank_account set payments_supported = null');
  });
});

it('a second person approves, and signs; the history names both', async () => {
  /** An amount means "from this amount on", also of somebody quicker than the script of the page. */
  await actBeforeScripts(page, '/payments/outgoing/settings', () => page.getByLabel('Bedrag in euro').fill('1000'));
  await page.getByRole('button', { name: 'Bewaren' }).click();
  await page.getByText('Bewaard.').waitFor();
  await choose(page, 'Samen Beslist');
  await review(page);
  await page.getByRole('button', { name: 'Klaarzetten voor goedkeuring' }).click();
  await untilState(page, 'Wacht op goedkeuring');
  expect(await page.getByRole('button', { name: 'Goedkeuren' }).count()).toBe(0);
  expect(await ordersTo('Samen Beslist')).toEqual([]);

  const { page: second } = tom;
  await second.goto('/payments/outgoing');
  await second.getByText('1 betaling wacht op iemand').waitFor();
  await second.getByRole('link', { name: 'Bekijken', exact: true }).click();
  await second.getByRole('button', { name: 'Goedkeuren' }).click();
  await untilState(second, 'Wacht op ondertekening');
  await second.getByRole('button', { name: 'Ondertekenen bij Ponto' }).click();
  await sign(second);
  await untilState(second, 'Aanvaard door bank');

  await page.reload();
  await historyLine(page, 'Goedgekeurd').getByText('Tom Verhaeghe').waitFor();
  await historyLine(page, 'Klaargezet').getByText('Mieke Claes').waitFor();
  expect(await ordersTo('Samen Beslist')).toEqual(['accepted-customer-profile']);
});

it('cancelled before it is signed it is gone at Ponto too, and its purchase can be chosen again', async () => {
  await prepareAndLeave(page, 'Toch Niet');
  await page.getByRole('button', { name: 'Betaling annuleren' }).click();
  await untilState(page, 'Geannuleerd');
  expect(await ordersTo('Toch Niet')).toEqual([]);
  await choose(page, 'Toch Niet');
});

it('of unknown fate it is not paid again before a person has looked in Ponto', async () => {
  await choose(page, 'Nooit Aangekomen');
  await review(page);
  await stage.world.losePosts('*/payments');
  await page.getByRole('button', { name: 'Naar Ponto om te ondertekenen' }).click();
  await untilState(page, 'Onbekend');
  await page.getByText('We zijn het aan het navragen. Betaal niet opnieuw.').waitFor();
  const address = page.url();
  /** Before the next try of its own, so that it stays as it is. */
  await expect.poll(() => forgetTheKey('Nooit Aangekomen'), { timeout: 20_000 }).toBe(1);
  await stage.world.repairPonto();
  await page.goto('/payments/outgoing');
  await page.getByText('1 betaling is onbekend.').waitFor();
  expect(await rowOf(page, 'Nooit Aangekomen').getByRole('checkbox').count()).toBe(0);

  await page.goto(address);
  await page.getByText('Kijk in Ponto bij je betalingen.').waitFor();
  await page.getByRole('button', { name: 'Niet gevonden in Ponto' }).click();
  expect(await page.locator('input:invalid').count()).toBe(1);
  await page.getByRole('checkbox').check();
  await page.getByRole('button', { name: 'Niet gevonden in Ponto' }).click();
  await untilState(page, 'Geannuleerd');
  await historyLine(page, 'Niet gevonden, in Ponto of bij de bank, volgens een gebruiker')
    .getByText('Mieke Claes')
    .waitFor();
  await choose(page, 'Nooit Aangekomen');
});

it('failed at the bank it is prepared anew as another payment, once', async () => {
  await prepareAndLeave(page, 'Mislukt Transport');
  const address = page.url();
  await decide('Mislukt Transport', 'failed');
  await page.goto(`${address}?back`);
  await untilState(page, 'Geweigerd');
  await page.getByText('Reden: de uitvoering bij de bank is mislukt').waitFor();
  await page.getByRole('button', { name: 'Opnieuw klaarzetten' }).click();
  await page.getByText('1 gekozen').waitFor();
  await review(page);
  await toPonto(page);
  await sign(page);
  await untilState(page, 'Aanvaard door bank');
  expect(page.url()).not.toBe(address);
  expect(await ordersTo('Mislukt Transport')).toEqual(['failed', 'accepted-customer-profile']);

  await page.goto(address);
  await page.getByRole('button', { name: 'Opnieuw klaarzetten' }).click();
  await page.getByText('0 gekozen').waitFor();
  await rowOf(page, 'Mislukt Transport').getByRole('link', { name: 'In een lopende betaling' }).waitFor();
});

it('not signed in time it is taken back at Ponto', async () => {
  await prepareAndLeave(page, 'Te Laat Getekend');
  await stage.query(
    `update payment_initiation set state_since = now() - interval '8 days'
      where payment_initiation_id = '${paymentIn(page)}'`,
  );
  await page.goto(`${page.url()}?back`);
  await untilState(page, 'Verlopen');
  await page.getByText('Niet betaald. Niemand ondertekende op tijd.').waitFor();
  expect(await ordersTo('Te Laat Getekend')).toEqual([]);
});

it('a debit of another sum than approved raises an alarm', { timeout: 120_000 }, async () => {
  await prepareAndLeave(page, 'Andere Som');
  const [transfer] = await stage.query(
    `select end_to_end_id as id from payment_initiation_item where payment_initiation_id = '${paymentIn(page)}'`,
  );
  const account = (await stage.world.accountsOf(linde)).find(({ description }) => description === 'Spaarrekening');
  await stage.world.book(account?.id ?? '', [
    { amount: '-999.00', counterpartName: 'Andere Som', endToEndId: String(transfer?.id) },
  ]);
  const address = page.url();
  await stage.forgetLastFetch();
  await fetchNow(page);
  await page.goto(address);
  await page.getByText('Je rekening toont iets anders dan wat je goedkeurde.').waitFor({ timeout: 40_000 });
});

it(
  'every state and every page of paying is accessible, fits its screen and has all its words',
  { timeout: 180_000 },
  async () => {
    await prepareAndLeave(page, 'Alle Staten');
    const id = paymentIn(page);
    const visitors = {
      nl: page,
      fr: (await stage.visitor({ as: mieke, language: 'fr' })).page,
      en: (await stage.visitor({ as: mieke, language: 'en' })).page,
    };
    const problems: string[] = [];
    /** Each page in one language and every language on many pages; that no text is missing is seen from the catalogues. */
    let turn = 0;
    const look = async (path: string) => {
      const language = (['nl', 'fr', 'en'] as const)[turn++ % 3] ?? 'nl';
      problems.push(...(await inspect(visitors[language], path, language)));
    };
    for (const state of schema.paymentInitiation.state.enumValues) {
      await stage.query(
        `update payment_initiation set state = '${state}', first_sent_at = now() - interval '2 hours', due_at = null
        where payment_initiation_id = '${id}'`,
      );
      await look(`/payments/outgoing/${id}`);
    }
    for (const path of ['', '/history', '/settings']) await look(`/payments/outgoing${path}`);

    await choose(page, 'Toch Niet', 'Valse Mededeling');
    await rowOf(page, 'Toch Niet').getByRole('textbox').fill('99999');
    await review(page);
    problems.push(...(await inspectShown(page, 'the review of what cannot be paid', 'nl')));
    expect(problems).toEqual([]);
  },
);

function historyLine(at: Page, event: string) {
  return at
    .getByRole('region', { name: 'Verloop' })
    .getByRole('listitem')
    .filter({ has: at.getByText(event, { exact: true }) });
}

function paymentIn(at: Page): string {
  return new URL(at.url()).pathname.split('/').at(-1) ?? '';
}

/** As after two hours: asking Ponto again under the same key would no longer be safe. */
async function forgetTheKey(payee: string): Promise<number> {
  const changed = await stage.query(
    `update payment_initiation p set first_sent_at = now() - interval '2 hours', due_at = null
      from payment_initiation_item i
      where i.payment_initiation_id = p.payment_initiation_id and i.creditor_name = '${payee}' and p.state = 'unknown'
      returning 1`,
  );
  return changed.length;
}

async function untilRead(payee: string): Promise<void> {
  const count = async () => {
    await page.goto('/payments/outgoing');
    return rowOf(page, payee).count();
  };
  await expect.poll(count, { timeout: 40_000, interval: 1_000 }).toBe(1);
}

async function decide(payee: string, status: string): Promise<void> {
  const payments = await stage.world.pontoPayments();
  const payment = payments.find(({ orders }) => orders.some(({ creditorName }) => creditorName === payee));
  await stage.world.decidePayment(payment?.id ?? '', status);
}

/** The statuses of what Ponto was asked to pay to somebody. */
async function ordersTo(payee: string): Promise<string[]> {
  const payments = await stage.world.pontoPayments();
  return payments.filter(({ orders }) => orders.some((order) => order.creditorName === payee)).map((one) => one.status);
}
