import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { OnfactListChangedError } from './errors.ts';
import type { OnfactPage } from './list.ts';
import { readWholeList } from './whole-list.ts';

type Row = { id: number; modified: string };

describe('reading a whole list', () => {
  it('gives every row once when nothing moves', async () => {
    for (const size of [0, 1, 99, 100, 101, 190, 191, 1000]) {
      const list = givenList(size);
      const rows = await collect(list.readPage);
      expect(rows.map(({ id }) => id).sort(ascending)).toEqual(list.rows.map(({ id }) => id).sort(ascending));
    }
  });

  it('needs a request for each 90 rows, and one more to look at the top again', async () => {
    const list = givenList(1000);
    await collect(list.readPage);
    expect(list.reads()).toBe(12);
  });

  it('gives every row that stays, whatever is added, changed and deleted between two pages', async () => {
    const change = fc.record({
      what: fc.constantFrom('add', 'change', 'delete', 'nothing'),
      times: fc.integer({ min: 1, max: 40 }),
      at: fc.nat(),
    });
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: 600 }), fc.array(change, { maxLength: 12 }), async (size, changes) => {
        const list = givenList(size);
        const untouched = new Map(list.rows.map((row) => [row.id, row.modified]));
        const rows = await collect(async (offset) => {
          const page = await list.readPage(offset);
          list.apply(changes.shift());
          return page;
        }).catch((error: unknown) => {
          if (error instanceof OnfactListChangedError) return undefined;
          throw error;
        });
        fc.pre(rows !== undefined);

        const seen = new Set(rows.map(({ id, modified }) => `${id} ${modified}`));
        const stayed = list.rows.filter(({ id, modified }) => untouched.get(id) === modified);
        expect(stayed.filter(({ id, modified }) => !seen.has(`${id} ${modified}`))).toEqual([]);
      }),
    );
  });

  it('gives a row again that changed while the rest was read, in its new version', async () => {
    const list = givenList(250);
    const oldest = list.rows.at(-1);
    const rows = await collect(async (offset) => {
      const page = await list.readPage(offset);
      if (list.reads() === 2) list.apply({ what: 'change', times: 1, at: 249 });
      return page;
    });
    expect(rows.filter(({ id }) => id === oldest?.id)).toHaveLength(1);
    expect(rows.at(-1)?.id).toBe(oldest?.id);
  });

  it('steps back when so much was deleted that a page no longer joins the one before', async () => {
    const list = givenList(300);
    const stay = list.rows.slice(80).map(({ id }) => id);
    const rows = await collect(async (offset) => {
      const page = await list.readPage(offset);
      if (list.reads() === 1) list.apply({ what: 'delete', times: 80, at: 0 });
      return page;
    });
    expect(rows.map(({ id }) => id)).toEqual(expect.arrayContaining(stay));
  });

  it('comes to an end in a list that grows with every page', async () => {
    const list = givenList(250);
    const there = list.rows.map(({ id }) => id);
    const rows = await collect(async (offset) => {
      const page = await list.readPage(offset);
      list.apply({ what: 'add', times: 1, at: 0 });
      return page;
    });
    expect(rows.map(({ id }) => id)).toEqual(expect.arrayContaining(there));
    expect(list.reads()).toBe(4);
  });

  it('says so when the count does not come out', async () => {
    const list = givenList(50);
    const reading = collect(async (offset) => ({ ...(await list.readPage(offset)), count: 51 }));
    await expect(reading).rejects.toMatchObject({ code: 'ONFACT_LIST_CHANGED' });
  });

  it('ends, even when the list never comes to rest', async () => {
    let id = 0;
    const restless = async (): Promise<OnfactPage<Row>> => ({
      items: Array.from({ length: 100 }, () => ({ id: (id += 1), modified: String(id) })),
      unreadable: [],
      count: 500,
    });
    await expect(collect(restless)).rejects.toMatchObject({ code: 'ONFACT_LIST_CHANGED' });
  });

  it('stops when the caller has enough', async () => {
    const list = givenList(1000);
    for await (const page of readWholeList(list.readPage)) if (page.items.length > 0) break;
    expect(list.reads()).toBe(1);
  });

  it('counts what cannot be read as seen', async () => {
    const unreadable = [{ id: undefined, path: 'id', problem: 'missing', raw: { name: 'x' } }];
    const readPage = async () => ({ items: [{ id: 1, modified: 'a' }], unreadable, count: 2 });
    const pages: OnfactPage<Row>[] = [];
    for await (const page of readWholeList(readPage)) pages.push(page);
    expect(pages).toEqual([{ items: [{ id: 1, modified: 'a' }], unreadable, count: 2 }]);
  });
});

async function collect(readPage: (offset: number) => Promise<OnfactPage<Row>>): Promise<Row[]> {
  const rows: Row[] = [];
  for await (const { items } of readWholeList(readPage)) rows.push(...items);
  return rows;
}

/** A list in the order of its changes, newest first, served in pages of 100. */
function givenList(size: number) {
  let clock = 0;
  let nextId = 1;
  let reads = 0;
  const tick = () => String((clock += 1)).padStart(9, '0');
  const rows: Row[] = [];
  const add = () => rows.unshift({ id: nextId++, modified: tick() });
  for (let row = 0; row < size; row += 1) add();

  return {
    rows,
    reads: () => reads,
    readPage: async (offset: number): Promise<OnfactPage<Row>> => {
      reads += 1;
      return { items: rows.slice(offset, offset + 100), unreadable: [], count: rows.length };
    },
    apply(change: { what: string; times: number; at: number } | undefined) {
      for (let time = 0; change !== undefined && time < change.times; time += 1) {
        if (change.what === 'add') add();
        if (rows.length === 0) return;
        if (change.what === 'delete') rows.splice(change.at % rows.length, 1);
        if (change.what === 'change') {
          const [row] = rows.splice(change.at % rows.length, 1);
          if (row) rows.unshift({ id: row.id, modified: tick() });
        }
      }
    },
  };
}

function ascending(left: number, right: number): number {
  return left - right;
}
