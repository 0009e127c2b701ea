import { describe, expect, it } from 'vitest';
import { createJsonApi } from './json-api.ts';
import { walkPages, type PontoPage } from './paging.ts';
import { createTransactions } from './resources/transaction.ts';
import { scriptedTransport } from './testing/scripted-transport.ts';

describe('a walk', () => {
  it('reads every page once, to the end', async () => {
    const { walk, asked } = given({ first: ['a', 'b'], b: ['c', 'd'], d: ['e'] }, { first: 'b', b: 'd' });
    expect(await walk()).toEqual(['a', 'b', 'c', 'd', 'e']);
    expect(asked).toEqual([undefined, 'b', 'd']);
  });

  it('goes on behind an empty page', async () => {
    const { walk } = given({ first: [], x: [], y: ['a'] }, { first: 'x', x: 'y' });
    expect(await walk()).toEqual(['a']);
  });

  it('takes a page that is larger than what was asked', async () => {
    const many = Array.from({ length: 250 }, (_, number) => `line-${number}`);
    expect(await given({ first: many }, {}).walk()).toHaveLength(250);
  });

  it.each([
    ['the same page for ever', { first: 'x', x: 'x' }, 2],
    ['a circle of pages', { first: 'x', x: 'y', y: 'z', z: 'x' }, 4],
  ])('ends with an error at %s', async (_what, next, pages) => {
    const { walk, asked } = given({}, next);
    await expect(walk()).rejects.toMatchObject({ code: 'PONTO_UNEXPECTED_RESPONSE' });
    expect(asked).toHaveLength(pages);
  });

  it('ends with an error when the list does not, however new each cursor is', async () => {
    let page = 0;
    const endless = () => Promise.resolve(pageOf([], `cursor-${(page += 1)}`));
    await expect(collect(walkPages(endless, { maximumPages: 20 }))).rejects.toThrow('more than 20 pages');
    expect(page).toBe(20);
  });

  it('asks for no page that nobody reads', async () => {
    const { walkOn, asked } = given({ first: ['a'] }, { first: 'x' });
    for await (const page of walkOn()) {
      if (page.items.includes('a')) break;
    }
    expect(asked).toEqual([undefined]);
  });
});

describe('a link to the next page', () => {
  it.each(['https://elsewhere.example.test/accounts?page[after]=b', 'http://api.ibanity.com/', 'file:///etc/passwd'])(
    'is not followed: %s',
    async (next) => {
      const { transport, requests } = scriptedTransport({
        body: JSON.stringify({ data: [], meta: { paging: {} }, links: { next } }),
      });
      const transactions = createTransactions(createJsonApi(transport));
      await collect(walkPages((after) => transactions.list('token', 'account', { after })));
      expect(requests.map(({ target }) => target)).toEqual(['/ponto-connect/accounts/account/transactions']);
    },
  );

  it('cannot lead out of its list by its cursor', async () => {
    const { transport, requests } = scriptedTransport({
      body: JSON.stringify({ data: [], meta: { paging: { after: '../../oauth2/token?a=b&page[limit]=1#' } } }),
    });
    const transactions = createTransactions(createJsonApi(transport));
    const walk = collect(walkPages((after) => transactions.list('token', 'account', { after })));
    await expect(walk).rejects.toThrow('circle');
    expect(new URL(`https://api.example.test${requests[1]?.target}`)).toMatchObject({
      pathname: '/ponto-connect/accounts/account/transactions',
      search: '?page%5Bafter%5D=..%2F..%2Foauth2%2Ftoken%3Fa%3Db%26page%5Blimit%5D%3D1%23',
    });
  });
});

async function collect<Page>(walk: AsyncIterable<Page>): Promise<Page[]> {
  const pages: Page[] = [];
  for await (const page of walk) pages.push(page);
  return pages;
}

function given(pages: Readonly<Record<string, string[]>>, next: Readonly<Record<string, string>>) {
  const asked: (string | undefined)[] = [];
  const walkOn = () =>
    walkPages((after) => {
      asked.push(after);
      const name = after ?? 'first';
      return Promise.resolve(pageOf(pages[name] ?? [], next[name]));
    });
  const walk = async () => (await collect(walkOn())).flatMap(({ items }) => items);
  return { walk, walkOn, asked };
}

function pageOf(items: string[], after: string | undefined): PontoPage<string> {
  return {
    items,
    unreadable: [],
    paging: { limit: undefined, after, before: undefined },
    synchronizedAt: undefined,
    latestSynchronization: undefined,
  };
}
