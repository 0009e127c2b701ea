import type { QueueGroup, QueueLine, TransactionProposals } from '@onfact-ponto/api-contract';
import { SvelteSet } from 'svelte/reactivity';
import { lineFrom, queueGroups, waits } from './queue.ts';

type Counts = Readonly<Record<QueueGroup, number>>;
export type ReadQueue = Readonly<{ items: readonly QueueLine[]; counts: Counts }>;

/**
 * The lines that wait for somebody, as far as they were read, and which of them is in front. What was finished here
 * stays out, also when the server has not heard of it yet.
 */
export class WaitingLines {
  items = $state.raw<readonly QueueLine[]>([]);
  /** Of the whole queue, also of what was not read. */
  counts = $state.raw<Counts>({ certain: 0, probable: 0, none: 0 });
  currentId = $state<string>();

  private readonly finished = new SvelteSet<string>();

  get current(): QueueLine | undefined {
    return this.currentId === undefined ? undefined : this.find(this.currentId);
  }

  get total(): number {
    return queueGroups.reduce((sum, group) => sum + this.counts[group], 0);
  }

  find(lineId: string): QueueLine | undefined {
    return this.items.find(({ transaction }) => transaction.id === lineId);
  }

  neighbour(step: 1 | -1): QueueLine | undefined {
    return this.items[this.items.findIndex(({ transaction }) => transaction.id === this.currentId) + step];
  }

  /** @param asked what the address asks for: it comes first where it is not among the lines that were read */
  take({ items, counts }: ReadQueue, asked: string | undefined, details: TransactionProposals | null): void {
    const fresh = items.filter(({ transaction }) => !this.finished.has(transaction.id));
    const missing =
      details && asked === details.transaction.id && !fresh.some(({ transaction }) => transaction.id === asked);
    const isOpen = details !== null && waits(details.transaction);
    this.items = missing && isOpen ? [lineFrom(details), ...fresh] : fresh;
    const unseen = items.filter(({ transaction }) => this.finished.has(transaction.id));
    this.counts = less(counts, unseen);
  }

  /** @returns what went, with its places for when it comes back, and which line is next */
  remove(line: QueueLine, alsoId?: string) {
    const gone = [line.transaction.id, ...(alsoId === undefined ? [] : [alsoId])];
    const isGone = ({ transaction }: QueueLine) => gone.includes(transaction.id);
    const place = this.items.findIndex(({ transaction }) => transaction.id === line.transaction.id);
    const others = this.items.filter((one) => isGone(one) && one.transaction.id !== line.transaction.id);
    const next = this.items.slice(place + 1).find((one) => !isGone(one)) ?? this.items[place - 1];
    for (const id of gone) this.finished.add(id);
    this.items = this.items.filter((one) => !isGone(one));
    this.counts = less(this.counts, [line, ...others]);
    return { place, others, next };
  }

  /** Somebody else finished it: it waits again as soon as the server says so. */
  drop(line: QueueLine): void {
    this.items = this.items.filter(({ transaction }) => transaction.id !== line.transaction.id);
    this.counts = less(this.counts, [line]);
  }

  putBack(line: QueueLine, place: number): void {
    this.finished.delete(line.transaction.id);
    if (this.find(line.transaction.id)) return;
    this.items = this.items.toSpliced(place, 0, line);
    this.counts = { ...this.counts, [line.group]: this.counts[line.group] + 1 };
  }

  /** What is known of a line is what was read last; it stays in the group where one sees it. */
  update(details: TransactionProposals): void {
    this.items = this.items.map((line) =>
      line.transaction.id === details.transaction.id ? { ...line, ...lineFrom(details), group: line.group } : line,
    );
  }
}

function less(counts: Counts, lines: readonly QueueLine[]): Counts {
  const rest = { ...counts };
  for (const { group } of lines) rest[group] = Math.max(0, rest[group] - 1);
  return rest;
}
