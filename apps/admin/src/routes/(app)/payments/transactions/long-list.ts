import type { BankTransaction, listBankTransactions, RouteOutput } from '@onfact-ponto/api-contract';
import { createSubscriber } from 'svelte/reactivity';

/**
 * A list of any length, of which only what is near the screen is in the page and in memory. It grows at its end while
 * one comes near it, as a list by cursors can; what was left behind keeps its place, its height and where to read it
 * again. It knows nothing of elements: the caller tells what is on the screen and how high things are.
 */

export type ListPage = RouteOutput<typeof listBankTransactions>;

type Part = Readonly<{
  /** Begins behind this line; null for the part that the page came with. */
  after: string | null;
  next: string | null;
  /** Lines of the whole list above it. */
  at: number;
  lines: readonly Pick<BankTransaction, 'id' | 'executionDate'>[];
}>;

/** What stands in the table from top to bottom: lines, or the space of lines that are not there now. */
export type Block = Readonly<
  | { kind: 'lines'; index: number; at: number; page: ListPage; isDayBegun: boolean }
  | { kind: 'space'; index: number; height: number }
>;

export type Start = Readonly<{
  page: ListPage;
  at: number;
  /** The same for the same list: other filters or another place begin anew. */
  key: string;
  isContinuous: boolean;
}>;

export class LongList {
  private parts: readonly Part[] = [];
  private shown = { from: 0, to: 0 };
  /** Holds the focus, so it stays in the page wherever one scrolls. */
  private focused: number | undefined;
  private readonly held = new Map<number, ListPage>();
  private readonly reading = new Map<number, Promise<ListPage | undefined>>();
  private readonly heights = new Map<number, number>();
  private start: Start | undefined;
  private readonly readPage: (after: string) => Promise<ListPage | undefined>;
  /** Whoever shows something of this in a component shows it again when it changes. */
  private changed: () => void = () => undefined;
  private readonly follow = createSubscriber((changed) => {
    this.changed = changed;
  });

  constructor(readPage: (after: string) => Promise<ListPage | undefined>) {
    this.readPage = readPage;
  }

  get lines(): Part['lines'] {
    this.follow();
    return this.parts.flatMap(({ lines }) => lines);
  }

  /** Where a next page would begin; null at the end of the whole list. */
  get next(): string | null {
    this.follow();
    return this.parts.at(-1)?.next ?? null;
  }

  get blocks(): readonly Block[] {
    this.follow();
    const blocks: Block[] = [];
    for (const [index, part] of this.parts.entries()) {
      const page = this.isShown(index) ? this.held.get(index) : undefined;
      const last = blocks.at(-1);
      if (page) blocks.push({ kind: 'lines', index, at: part.at, page, isDayBegun: this.isDayBegun(index) });
      else if (last?.kind === 'space')
        blocks[blocks.length - 1] = { ...last, height: last.height + this.height(index) };
      else blocks.push({ kind: 'space', index, height: this.height(index) });
    }
    return blocks;
  }

  /** The list as the server just gave it. Unless somebody is at its top, new lines wait: nothing moves under the reader. */
  take(start: Start): void {
    const isSame = this.start?.key === start.key && this.start.isContinuous === start.isContinuous;
    const hasMoved = !isSame || !sameLines(start.page, this.parts[0]);
    if (isSame && hasMoved && this.shown.from > 0) return;
    this.start = start;
    if (hasMoved) {
      this.held.clear();
      this.heights.clear();
      this.shown = { from: 0, to: 0 };
      this.focused = undefined;
      this.parts = [partOf(start.page, null, start.at)];
    }
    this.held.set(0, start.page);
    this.changed();
  }

  /** Of what is near the screen, reads again what did not come with the page: it may say something else now. */
  async refresh(): Promise<void> {
    await Promise.all([...this.held.keys()].filter((index) => index > 0).map((index) => this.read(index)));
  }

  /** @param top and bottom of the screen in pixels from the top of the lines; what is about to be seen is added */
  look(top: number, bottom: number): void {
    const reach = bottom - top;
    const near: number[] = [];
    let above = 0;
    for (const index of this.parts.keys()) {
      const below = above + this.height(index);
      if (below > top - reach / 2 && above < bottom + reach / 2) near.push(index);
      above = below;
    }
    const [from, to] = [near[0], near.at(-1)];
    if (from !== undefined && to !== undefined) this.show(from, to);
    if (bottom + reach > above) void this.extend();
  }

  measure(index: number, height: number): void {
    this.heights.set(index, height);
  }

  focus(index: number | undefined): void {
    if (index === this.focused) return;
    this.focused = index;
    this.changed();
  }

  /** The line before or after another one, brought into the page; undefined at an end of the list. */
  async neighbour(lineId: string, step: 1 | -1): Promise<string | undefined> {
    const isLast = step === 1 && this.parts.at(-1)?.lines.at(-1)?.id === lineId;
    if (isLast) await this.extend();
    const index = this.lines.findIndex(({ id }) => id === lineId);
    const neighbour = index < 0 ? undefined : this.lines[index + step];
    if (!neighbour) return undefined;
    const part = this.parts.findIndex(({ lines }) => lines.includes(neighbour));
    if (!this.held.has(part)) await this.read(part);
    this.focus(part);
    return neighbour.id;
  }

  private show(from: number, to: number): void {
    if (from !== this.shown.from || to !== this.shown.to) {
      this.shown = { from, to };
      this.changed();
    }
    for (const index of this.held.keys()) {
      if (index > 0 && (index < from - 1 || index > to + 1) && index !== this.focused) this.held.delete(index);
    }
    for (let index = from; index <= to; index += 1) if (!this.held.has(index)) void this.read(index);
  }

  /** One part more at the end, if there is more. */
  private async extend(): Promise<void> {
    const last = this.parts.at(-1);
    if (!this.start?.isContinuous || typeof last?.next !== 'string') return;
    const index = this.parts.length;
    const page = await this.ask(index, last.next);
    if (!page || this.parts.at(-1) !== last) return;
    this.held.set(index, page);
    this.parts = [...this.parts, partOf(page, last.next, last.at + last.lines.length)];
    this.changed();
  }

  private async read(index: number): Promise<void> {
    const part = this.parts[index];
    if (typeof part?.after !== 'string') return;
    const page = await this.ask(index, part.after);
    if (!page || this.parts[index] !== part) return;
    this.held.set(index, page);
    if (!sameLines(page, part)) {
      // Lines came or went in between: what was known of the parts below does not follow from here any more.
      for (const later of [...this.held.keys()].filter((held) => held > index)) this.held.delete(later);
      this.parts = [...this.parts.slice(0, index), partOf(page, part.after, part.at)];
    }
    this.changed();
  }

  /** Whoever asks for what is on its way gets the same answer. */
  private ask(index: number, after: string): Promise<ListPage | undefined> {
    const running = this.reading.get(index);
    if (running) return running;
    const answer = this.readPage(after).finally(() => this.reading.delete(index));
    this.reading.set(index, answer);
    return answer;
  }

  private isShown(index: number): boolean {
    return (index >= this.shown.from && index <= this.shown.to) || index === this.focused;
  }

  private isDayBegun(index: number): boolean {
    const day = this.parts[index]?.lines[0]?.executionDate;
    return day !== undefined && day === this.parts[index - 1]?.lines.at(-1)?.executionDate;
  }

  /** Until a part was measured, as high as its lines would be at the height of the others. */
  private height(index: number): number {
    const measured = this.heights.get(index);
    if (measured !== undefined) return measured;
    const [known, height] = [...this.heights].reduce(
      ([lines, sum], [one, px]) => [lines + (this.parts[one]?.lines.length ?? 0), sum + px],
      [0, 0],
    );
    const perLine = known > 0 ? height / known : 0;
    return (this.parts[index]?.lines.length ?? 0) * perLine;
  }
}

function partOf({ items, next }: ListPage, after: string | null, at: number): Part {
  return { after, next, at, lines: items.map(({ id, executionDate }) => ({ id, executionDate })) };
}

function sameLines({ items, next }: ListPage, part: Part | undefined): boolean {
  return (
    part?.next === next && part.lines.length === items.length && part.lines.every(({ id }, n) => id === items[n]?.id)
  );
}
