import { expect, it } from 'vitest';
import { givenAccount, givenPonto, type Answer } from './testing/given-ponto.ts';
import type { PontoSettings } from './state.ts';

type Paging = { limit: number; after?: string };
const pagingOf = ({ body }: Answer) => (body.meta as { paging: Paging }).paging;

async function givenList(paging: PontoSettings['paging']) {
  const ponto = await givenPonto();
  const account = givenAccount(ponto);
  const { accessToken } = await ponto.link([account]);
  ponto.world.addTransactions(account, [{ amount: '1.00' }], { published: true, copies: 5 });
  const published = ponto.world.publishedTransactions(account);
  ponto.world.configure({ paging });
  const page = (after?: string) =>
    ponto.get(
      `/accounts/${account}/transactions?page[limit]=2${after === undefined ? '' : `&page[after]=${after}`}`,
      accessToken,
    );
  return { ponto, account, accessToken, published, page };
}

const idsOf = ({ body }: Answer) => body.data.map(({ id }) => id);

async function walk(page: (after?: string) => Promise<Answer>): Promise<string[]> {
  const walked: string[] = [];
  let after: string | undefined;
  do {
    const answer = await page(after);
    walked.push(...idsOf(answer));
    after = pagingOf(answer).after;
  } while (after !== undefined && walked.length < 100);
  return walked;
}

it('gives the same cursor again and again', async () => {
  const { page } = await givenList('repeats');
  const { after = '' } = pagingOf(await page());
  const second = await page(after);
  expect(pagingOf(second).after).toBe(after);
  expect(new URL(second.body.links.next ?? '').searchParams.get('page[after]')).toBe(after);
});

it('leads on to another host', async () => {
  const { ponto, page } = await givenList('foreign-next');
  const next = new URL((await page()).body.links.next ?? '');
  expect(next.host).not.toBe(new URL(ponto.endpoints.apiUrl).host);
  expect(next.pathname).toContain('/transactions');
});

it('answers each page with nothing first, and loses no line by it', async () => {
  const { page, published } = await givenList('empty-pages');
  expect(idsOf(await page())).toEqual([]);
  expect(await walk(page)).toEqual(published);
});

it('gives more lines than asked for, each of them once', async () => {
  const { page, published } = await givenList('oversized');
  expect(idsOf(await page())).toHaveLength(4);
  expect(await walk(page)).toEqual(published);
});

it('grows at the head with every page that is read', async () => {
  const { ponto, account, page, published } = await givenList('grows');
  const walked = await walk(page);
  expect(walked.slice(1)).toEqual(published);
  expect(ponto.world.publishedTransactions(account).length).toBeGreaterThan(walked.length);
});

it('forgets a cursor that it gave', async () => {
  const { page } = await givenList('loses-cursor');
  expect((await page(pagingOf(await page()).after)).status).toBe(404);
});

it('can refuse a page of more than a hundred', async () => {
  const { ponto, account, accessToken } = await givenList('normal');
  const ask = async () => (await ponto.get(`/accounts/${account}/transactions?page[limit]=101`, accessToken)).status;
  expect(await ask()).toBe(200);
  ponto.world.configure({ pageLimitAboveMaximum: 'refuses' });
  expect(await ask()).toBe(400);
});
