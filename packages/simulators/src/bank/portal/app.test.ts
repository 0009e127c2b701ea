import { readCodaBytes } from '@onfact-ponto/coda';
import { expect, it } from 'vitest';
import { givenAccount, givenPonto, type GivenPonto } from '../../ponto/testing/given-ponto.ts';

async function givenBookings(): Promise<{ ponto: GivenPonto; accountId: string }> {
  const ponto = await givenPonto();
  const accountId = givenAccount(ponto);
  const days = ['2026-09-30', '2026-10-01', '2026-10-30', '2026-11-23', '2026-11-24'];
  ponto.world.addTransactions(
    accountId,
    days.map((executionDate) => ({ amount: '10.00', executionDate })),
    {
      published: true,
    },
  );
  return { ponto, accountId };
}

function visit({ endpoints }: GivenPonto, path: string, query: Record<string, string> = {}): Promise<Response> {
  return fetch(`${new URL(endpoints.bankUrl).origin}${path}?${new URLSearchParams(query).toString()}`);
}

it.each([
  ['nl', 'Rekeninguittreksels', 'Simulatie.', 'oktober 2026'],
  ['fr', 'Extraits de compte', 'Simulation.', 'octobre 2026'],
  ['en', 'Account statements', 'Simulation.', 'October 2026'],
])('shows accounts and months and says that it is a simulation (%s)', async (language, ...words) => {
  const { ponto } = await givenBookings();
  const html = await (await visit(ponto, '/bank', { language })).text();
  for (const word of [...words, 'BE68 5390 0754 7034 (EUR)']) expect(html).toContain(word);
  expect(html).not.toContain('<script');
});

it('stands where the address says, and at the root of that host', async () => {
  const { ponto } = await givenBookings();
  expect(ponto.endpoints.bankUrl).toBe(`${ponto.endpoints.authorizationUrl}/bank`);
  expect((await fetch(ponto.endpoints.authorizationUrl)).url).toBe(ponto.endpoints.bankUrl);
});

it('is one click away from the page where Ponto asks for consent', async () => {
  const { ponto } = await givenBookings();
  expect(await (await fetch(ponto.authorizationUrl({ language: 'fr' }))).text()).toContain('href="/bank?language=fr"');
});

it('gives the file of a period under a name that a bank would give', async () => {
  const { ponto, accountId } = await givenBookings();
  const answer = await visit(ponto, '/bank/statements', { account: accountId, from: '2026-10-01', to: '2026-10-31' });
  expect(answer.headers.get('content-disposition')).toBe(
    'attachment; filename="CODA_BE68539007547034_EUR_20261001-20261031.cod"',
  );
  const bytes = new Uint8Array(await answer.arrayBuffer());
  expect(bytes).toEqual(ponto.world.codaOf(accountId, { from: '2026-10-01', to: '2026-10-31' }));
  expect(readCodaBytes(bytes).filter(({ type }) => type === 'statement')).toHaveLength(2);
});

it('offers every month as a file with the days that are over', async () => {
  const { ponto, accountId } = await givenBookings();
  const html = await (await visit(ponto, '/bank', { account: accountId, language: 'en' })).text();
  const links = [...html.matchAll(/href="(\/bank\/statements\?[^"]+)"/g)].map(([, link = '']) =>
    link.replaceAll('&amp;', '&'),
  );
  expect(links).toHaveLength(3);
  const files = await Promise.all(
    links.map(async (link) => {
      const answer = await fetch(new URL(link, ponto.endpoints.bankUrl));
      const events = readCodaBytes(new Uint8Array(await answer.arrayBuffer()));
      return events.filter(({ type }) => type === 'movement').length;
    }),
  );
  expect(files).toEqual([1, 2, 1]);
});

it.each([
  ['an account of nobody', { account: 'somebody-else' }, 400, 'Kies een rekening.'],
  ['a day that does not exist', { to: '2026-02-30' }, 400, 'Geef twee bestaande dagen'],
  ['a period that ends before it begins', { from: '2026-11-02', to: '2026-11-01' }, 400, 'Geef twee bestaande dagen'],
  ['a period in which nothing was booked', { from: '2026-11-24', to: '2026-11-24' }, 404, 'geen uittreksels'],
])('explains what is wrong with %s', async (_what, asked, status, words) => {
  const { ponto, accountId } = await givenBookings();
  const query = { language: 'nl', account: accountId, from: '2026-10-01', to: '2026-11-30', ...asked };
  const answer = await visit(ponto, '/bank/statements', query);
  expect(answer.status).toBe(status);
  expect(await answer.text()).toContain(words);
});

it('works for a bank without any account', async () => {
  const ponto = await givenPonto();
  const answer = await visit(ponto, '/bank', { language: 'en' });
  expect(answer.status).toBe(200);
  expect(await answer.text()).toContain('<select name="account">');
});
