import type { BankTransaction } from '@onfact-ponto/api-contract';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LongList } from './long-list.ts';
import type { ListPage } from './long-list.ts';

const partSize = 25;
const lineHeight = 56;
const screen = 800;

describe('a long list', () => {
  it('shows every line once and in order, however one scrolls', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 600 }),
        fc.array(fc.double({ min: 0, max: 1 })),
        async (size, ways) => {
          const { list, ids, scrollTo } = given(size);
          for (const way of ways) await scrollTo(way * size * lineHeight);
          await scrollToEnd(scrollTo, list);
          expect(list.lines.map(({ id }) => id)).toEqual(ids);
          expect(list.next).toBeNull();
        },
      ),
      { numRuns: 30 },
    );
  });

  it('keeps few lines in the page and in memory, and the place of all others', async () => {
    const { list, scrollTo } = given(10_000);
    await scrollToEnd(scrollTo, list);
    for (const top of [0, 140_000, 280_000, 559_000, 1_000]) {
      await scrollTo(top);
      expect(shownOf(list).length).toBeLessThanOrEqual(80);
      expect(heightOf(list)).toBe(10_000 * lineHeight);
      const [first] = shownOf(list);
      expect(first!.top).toBeLessThanOrEqual(top);
    }
  });

  it('says of each line which one of the whole list it is', async () => {
    const { list, ids, scrollTo } = given(1_000);
    await scrollToEnd(scrollTo, list);
    await scrollTo(20_000);
    for (const { id, at } of shownOf(list)) expect(ids[at]).toBe(id);
  });

  it('keeps the part that has the focus when one scrolls away from it', async () => {
    const { list, scrollTo } = given(1_000);
    await scrollToEnd(scrollTo, list);
    await scrollTo(100 * lineHeight);
    list.focus(3);
    await scrollTo(0);
    expect(list.blocks.map((block) => block.kind === 'lines' && block.index)).toContain(3);
    expect(heightOf(list)).toBe(1_000 * lineHeight);
  });

  it('goes from line to line over all parts, down and up again', async () => {
    const { list, ids, scrollTo } = given(200);
    let line = ids[0]!;
    for (const expected of ids.slice(1)) {
      line = (await list.neighbour(line, 1))!;
      expect(line).toBe(expected);
    }
    expect(await list.neighbour(line, 1)).toBeUndefined();
    await scrollTo(0);
    for (const expected of ids.toReversed().slice(1)) {
      line = (await list.neighbour(line, -1))!;
      expect(line).toBe(expected);
    }
    expect(await list.neighbour(line, -1)).toBeUndefined();
  });

  it('does not move under the reader: new lines wait until one is at the top', async () => {
    const { list, ids, pageFrom, scrollTo, start } = given(500);
    await scrollToEnd(scrollTo, list);
    ids.unshift('new');
    list.take({ ...start, page: pageFrom(0, 50) });
    expect(list.lines[0]?.id).not.toBe('new');
    await scrollTo(0);
    list.take({ ...start, page: pageFrom(0, 50) });
    expect(list.lines[0]?.id).toBe('new');
  });

  it('begins anew below a part in which a line came or went', async () => {
    const { list, ids, scrollTo } = given(300);
    await scrollToEnd(scrollTo, list);
    ids.splice(60, 1);
    await scrollTo(50 * lineHeight);
    await list.refresh();
    await scrollToEnd(scrollTo, list);
    expect(list.lines.map(({ id }) => id)).toEqual(ids);
  });

  it('stands still as a page when one wants pages', async () => {
    const { list, scrollTo, start } = given(300);
    list.take({ ...start, isContinuous: false });
    await scrollTo(50 * lineHeight);
    expect(list.lines).toHaveLength(50);
  });
});

/** A list of so many lines at a server, and a screen of 800 pixels before it. */
function given(size: number) {
  const ids = Array.from({ length: size }, (_, index) => `line ${index}`);
  const pageFrom = (begin: number, limit: number): ListPage => {
    const items = ids.slice(begin, begin + limit).map((id) => ({ id, executionDate: '2026-11-23' }) as BankTransaction);
    const hasMore = begin + limit < ids.length;
    return { items, next: hasMore ? items.at(-1)!.id : null, previous: null, counts: null, balances: null };
  };
  const list = new LongList((after) => Promise.resolve(pageFrom(ids.indexOf(after) + 1, partSize)));
  const start = { page: pageFrom(0, 50), at: 0, key: 'all', isContinuous: true };
  list.take(start);

  async function scrollTo(top: number): Promise<void> {
    for (let look = 0; look < 4; look += 1) {
      for (const block of list.blocks) {
        if (block.kind === 'lines') list.measure(block.index, block.page.items.length * lineHeight);
      }
      list.look(top, top + screen);
      await new Promise((done) => setImmediate(done));
    }
  }
  return { list, ids, pageFrom, scrollTo, start };
}

async function scrollToEnd(scrollTo: (top: number) => Promise<void>, list: LongList): Promise<void> {
  do await scrollTo(list.lines.length * lineHeight);
  while (list.next !== null);
}

function shownOf(list: LongList): { id: string; at: number; top: number }[] {
  let top = 0;
  return list.blocks.flatMap((block) => {
    const begin = top;
    top += block.kind === 'lines' ? block.page.items.length * lineHeight : block.height;
    if (block.kind === 'space') return [];
    return block.page.items.map(({ id }, n) => ({ id, at: block.at + n, top: begin + n * lineHeight }));
  });
}

function heightOf(list: LongList): number {
  return list.blocks.reduce(
    (sum, block) => sum + (block.kind === 'lines' ? block.page.items.length * lineHeight : block.height),
    0,
  );
}
