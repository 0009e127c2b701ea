import type { IsoDate } from '@onfact-ponto/primitives';
import { daysToldByPonto, daysToldByStatements } from '../statement-import/coverage.ts';
import type { Coverage, Days, IncomingLine, LineFacts } from '../statement-import/merge-types.ts';
import { inventHistory, laterBy } from './invented-bookings.ts';
import type { Dice, History } from './invented-bookings.ts';
import { MemoryLedger } from './memory-ledger.ts';
import type { MemoryLine } from './memory-ledger.ts';
import { throughCoda } from './told-as-coda.ts';
import { throughPonto } from './told-as-ponto.ts';
import { inventHabits, tell } from './told-bookings.ts';
import type { CodaStatement, PontoLine, ToldHistory, ToldLine } from './told-bookings.ts';

/** What went wrong when two sources told one history; empty lists are the promise. */
export type StoryEnd = Readonly<{
  wrong: readonly string[];
  twice: readonly string[];
  lost: readonly string[];
  /**
   * Told only after relinking, in the very words of a twin that the new reading does not reach: no reader can know it
   * for another booking. The balances find it (completeness.test.ts drops any line).
   */
  hiddenByTwins: readonly string[];
  doubtful: readonly string[];
  /** Lines that the sources told. */
  toldCount: number;
  ledger: MemoryLedger;
}>;

type Step =
  | Readonly<{ source: 'ponto'; lines: readonly PontoLine[]; walk: number; covers: Days[] | undefined }>
  | Readonly<{ source: 'coda'; statement: CodaStatement }>;

export type StoryOptions = Readonly<{
  dayCount?: number;
  /** What is told goes through the formats of the sources, as these dice fall. Left out: facts as they are, for speed. */
  rendering?: Dice;
}>;

/** Invents a history, has both sources tell parts of it in any order, and compares the ledger with the truth. */
export function liveThrough(
  dice: Dice,
  shifted: number,
  { dayCount = dice.between(4, 24), rendering }: StoryOptions = {},
): StoryEnd {
  const history = inventHistory(dice, dayCount);
  const habits = { ...inventHabits(dice, shifted), codaKeepsLetters: rendering?.chance(0.3) ?? false };
  const facts = tell(history, habits, dice);
  const told = rendering ? render(facts, rendering) : facts;
  const steps = interleave(pulls(history, told, dice), imports(told, dice), dice);
  const ledger = new MemoryLedger();
  const truth = new Truth(history, told);
  let ponto: Days[] = [];
  const statements: CodaStatement[] = [];
  for (const step of steps) {
    if (step.source === 'coda' && !statements.includes(step.statement)) statements.push(step.statement);
    if (step.source === 'ponto' && step.covers) ponto = [...ponto, ...step.covers];
    const coverage: Coverage = { ponto, coda: daysToldByStatements(statements) };
    if (step.source === 'coda') ledger.arrive('coda', step.statement.lines.map(incomingOf), coverage);
    else ledger.arrive('ponto', truth.withIdsOfWalk(step.lines, step.walk).map(incomingOf), coverage);
  }
  const visible = new Set(steps.flatMap((step) => (step.source === 'coda' ? step.statement.lines : step.lines)));
  return truth.compare(ledger, [...visible]);
}

/** What the sources told, as it is after it was written and read in their formats. */
export function render({ ponto, statements }: ToldHistory, dice: Dice): ToldHistory {
  return { ponto: throughPonto(ponto, dice), statements: throughCoda(statements, dice) };
}

function incomingOf({ id, facts, parts, isTotal }: ToldLine): IncomingLine {
  return { ...facts, id, isTotal, parts: parts.map((part) => part.facts) };
}

/** The newest lines at first, then what comes; sometimes the account is linked anew and tells again under new ids. */
function pulls({ firstDay, dayCount }: History, { ponto }: ToldHistory, dice: Dice): Step[] {
  const last = laterBy(firstDay, dayCount + 4);
  const steps: Step[] = [];
  let readOn: IsoDate | undefined;
  let walk = 0;
  let day = laterBy(firstDay, dice.between(1, dayCount + 4));
  for (;;) {
    const isLinkedAnew = readOn === undefined || dice.chance(0.15);
    const there = ponto.filter(({ cameOn }) => cameOn <= day);
    const newest = there.slice(0, isLinkedAnew ? dice.between(1, there.length + 5) : there.length);
    const lines = isLinkedAnew ? newest : newest.filter(({ cameOn }) => cameOn > (readOn ?? ''));
    if (isLinkedAnew) walk += 1;
    const oldest = lines.at(-1);
    const isWhole = lines.length === there.length;
    const from = isLinkedAnew ? (isWhole ? null : (oldest?.facts.bookingDate ?? null)) : (readOn ?? null);
    const covers =
      from === null && !isWhole
        ? []
        : daysToldByPonto({ oldestDay: from, readOn: day, firstDay: laterBy(firstDay, -30) });
    const pages = inPages(lines, dice);
    pages.forEach((page, index) => {
      steps.push({ source: 'ponto', lines: page, walk, covers: index === pages.length - 1 ? covers : undefined });
    });
    readOn = day;
    if (day >= last) return steps;
    day = dice.chance(0.3) ? last : laterBy(day, dice.between(1, 6));
    if (day > last) day = last;
  }
}

function inPages(lines: readonly PontoLine[], dice: Dice): PontoLine[][] {
  const pages: PontoLine[][] = [];
  let rest = [...lines];
  do {
    const size = dice.between(1, 12);
    pages.push(rest.slice(0, size));
    rest = rest.slice(size);
  } while (rest.length > 0);
  return pages;
}

/** Files of some statements each; they overlap and come twice. */
function imports({ statements }: ToldHistory, dice: Dice): Step[] {
  const files = Array.from({ length: dice.between(1, 3) }, () => {
    const from = dice.between(0, statements.length);
    return statements.slice(from, from + dice.between(0, statements.length));
  });
  if (dice.chance(0.3)) files.push([...statements]);
  return dice.shuffle(files).flatMap((file) => file.map((statement) => ({ source: 'coda' as const, statement })));
}

function interleave(ponto: readonly Step[], coda: readonly Step[], dice: Dice): Step[] {
  const manner = dice.pick(['ponto first', 'coda first', 'mixed', 'mixed']);
  if (manner === 'ponto first') return [...ponto, ...coda];
  if (manner === 'coda first') return [...coda, ...ponto];
  const steps: Step[] = [];
  let [next, other] = [0, 0];
  while (next < ponto.length || other < coda.length) {
    const takesPonto = other >= coda.length || (next < ponto.length && dice.chance(0.5));
    const step = takesPonto ? ponto[next++] : coda[other++];
    if (step) steps.push(step);
  }
  return steps;
}

/** Knows which booking every told line really is. */
class Truth {
  private readonly bookingsOf = new Map<string, readonly string[]>();
  private readonly factsOf = new Map<string, string>();
  /** What both sources together say of a booking. */
  private readonly togetherOf = new Map<string, string>();
  private readonly keyOf = new Map<string, string>();
  private readonly known = new Map<string, string[]>();
  private readonly takenInWalk = new Map<number, Set<string>>();
  private readonly tookIdOfTwin = new Set<string>();

  constructor({ bookings, bundles }: History, { ponto, statements }: ToldHistory) {
    for (const booking of [...bookings, ...bundles.flatMap((bundle) => bundle.bookings)]) {
      const { id, date, amountMinor, party, text } = booking;
      this.keyOf.set(id, dayAndAmount({ ...unknown, bookingDate: date, amountMinor }));
      this.factsOf.set(`really ${id}`, JSON.stringify([date, String(amountMinor), party?.iban, text]));
    }
    const ofPonto = new Map(ponto.map(({ facts, bookingIds }) => [bookingIds.join(), facts]));
    for (const { facts, bookingIds, parts } of statements.flatMap(({ lines }) => lines)) {
      for (const single of [
        { facts, id: bookingIds.join() },
        ...parts.map((part) => ({ ...part, id: part.bookingId })),
      ]) {
        const other = ofPonto.get(single.id);
        if (other) this.togetherOf.set(single.id, essenceOf(together(other, single.facts)));
      }
    }
    for (const line of ponto) this.add('ponto', line);
    for (const line of statements.flatMap(({ lines }) => lines)) this.add('coda', line);
  }

  private add(source: 'ponto' | 'coda', { id, facts, bookingIds, parts }: ToldLine): void {
    this.bookingsOf.set(id, bookingIds);
    const [only] = bookingIds;
    if (only !== undefined && bookingIds.length === 1) this.factsOf.set(`${source} ${only}`, essenceOf(facts));
    parts.forEach((part, index) => {
      this.bookingsOf.set(`${id}/${index}`, [part.bookingId]);
      this.factsOf.set(`coda ${part.bookingId}`, essenceOf(part.facts));
    });
  }

  /** After relinking, a line that says the same takes over an id that is known; of twins each takes one. */
  withIdsOfWalk(lines: readonly PontoLine[], walk: number): PontoLine[] {
    const taken = this.takenInWalk.get(walk) ?? new Set<string>();
    this.takenInWalk.set(walk, taken);
    return lines.map((line) => {
      const ids = this.known.get(contentOf(line.facts)) ?? [];
      this.known.set(contentOf(line.facts), ids);
      const known = ids.find((id) => !taken.has(id));
      const id = known ?? `${line.id}@${walk}`;
      if (known === undefined) ids.push(id);
      taken.add(id);
      if (known === undefined) this.bookingsOf.set(id, line.bookingIds);
      else if (this.bookings(known).join() !== line.bookingIds.join()) this.note(line);
      return { ...line, id };
    });
  }

  private note({ bookingIds }: PontoLine): void {
    for (const bookingId of bookingIds) this.tookIdOfTwin.add(bookingId);
  }

  compare(ledger: MemoryLedger, visible: readonly ToldLine[]): StoryEnd {
    const wrong: { id: string; line: MemoryLine }[] = [];
    const told: string[] = [];
    const twins: string[] = [];
    for (const line of ledger.lines.values()) {
      const ponto = line.ponto && this.bookings(line.ponto.sourceId);
      const coda = line.coda && this.bookings(line.coda.sourceId);
      if (ponto && coda && !this.isSame(ponto, coda)) {
        const really = this.cannotBeToldFrom(line, ponto, coda);
        if (really) told.push(...really);
        else wrong.push({ id: ponto[0] ?? '', line });
        if (!really) told.push(...ponto);
      } else told.push(...(ponto ?? coda ?? []));
      if (ponto && coda) twins.push(...coda);
      for (const part of line.parts) {
        if (!part.witness) continue;
        const isSame = this.isSame(this.bookings(part.witness.sourceId), this.bookings(part.sourceId));
        if (!isSame) wrong.push({ id: '', line });
      }
    }
    const inDoubt = [...ledger.doubts.values()].flatMap(({ line }) => this.bookings(line.id));
    const all = new Set(visible.flatMap(({ bookingIds }) => bookingIds));
    const count = Map.groupBy(told, (id) => id);
    const twice = [...count].flatMap(([id, times]) => times.slice(1).map(() => id));
    const lost: string[] = [];
    for (const id of all) {
      if (count.has(id)) continue;
      const twin = twice.findIndex((other) => this.isTwin(id, other));
      if (twin >= 0) twice.splice(twin, 1);
      else if (!twins.includes(id) && !inDoubt.includes(id)) lost.push(id);
    }
    const isAcquitted = (id: string) => this.saysNothingUntrue(id, ledger, visible);
    const missing = lost.filter((id) => !isAcquitted(id));
    return {
      wrong: wrong.filter(({ id }) => !isAcquitted(id)).map(({ line }) => describe(line)),
      twice: twice
        .filter((id) => !isAcquitted(id))
        .map(
          (id) =>
            `${id}: ${[...ledger.lines.values()]
              .filter((line) => this.tells(line, id))
              .map(describe)
              .join(' || ')}`,
        ),
      lost: missing.filter((id) => !this.tookIdOfTwin.has(id)),
      hiddenByTwins: missing.filter((id) => this.tookIdOfTwin.has(id)),
      doubtful: [...ledger.doubts.values()].map(
        ({ source, line, decision }) =>
          `${source} ${line.id} ${JSON.stringify(decision)} ${contentOf(line)} <> ${decision.outcome === 'doubtful' ? describe(ledger.lines.get(decision.ledgerId)) : ''}`,
      ),
      toldCount: visible.length,
      ledger,
    };
  }

  /**
   * Each line of the day and amount of a booking can be another one of its bookings, and what it says is true of that
   * one: which belongs to which is nothing that was told.
   */
  private saysNothingUntrue(id: string, ledger: MemoryLedger, visible: readonly ToldLine[]): boolean {
    const key = this.keyOf.get(id);
    if (key === undefined) return false;
    const says = (facts: LineFacts) => dayAndAmount(facts) === key;
    const inDoubt = new Set([...ledger.doubts.values()].map(({ line }) => line.id.replace(/@.*/, '')));
    const lines = [...ledger.lines.values()].map(factsOfLine).filter(says);
    const told = visible
      .flatMap((line) => [
        line,
        ...line.parts.map((part) => ({ ...line, facts: part.facts, bookingIds: [part.bookingId] })),
      ])
      .filter((line) => says(line.facts) && line.bookingIds.length === 1 && !inDoubt.has(line.id));
    const bookings = [...Map.groupBy(told, ({ bookingIds }) => bookingIds[0] ?? '').values()].map((witnesses) =>
      witnesses.map(({ facts }) => facts),
    );
    return bookings.length === lines.length && canBeShared(lines, bookings);
  }

  /** The line says, all in all, just what it would say of one of the two bookings. */
  private cannotBeToldFrom(
    { ponto, coda }: MemoryLine,
    ofPonto: readonly string[],
    ofCoda: readonly string[],
  ): readonly string[] | undefined {
    const [one, other] = [ofPonto[0], ofCoda[0]];
    if (!ponto || !coda || ofPonto.length > 1 || ofCoda.length > 1 || !one || !other) return undefined;
    const says = essenceOf(together(ponto.facts, coda.facts));
    return [other, one].map((id) => [id]).find(([id]) => this.togetherOf.get(id ?? '') === says);
  }

  private tells(line: MemoryLine, id: string): boolean {
    return [line.ponto, line.coda].some((told) => told && this.bookings(told.sourceId).includes(id));
  }

  private isSame(left: readonly string[], right: readonly string[]): boolean {
    if (left.toSorted().join() === right.toSorted().join()) return true;
    const [one] = left;
    const [other] = right;
    return (
      left.length === 1 && right.length === 1 && one !== undefined && other !== undefined && this.isTwin(one, other)
    );
  }

  /** They are equal, or one of the sources says the same of both: nobody can tell which is which. */
  private isTwin(one: string, other: string): boolean {
    return (['really', 'ponto', 'coda'] as const).some((source) => {
      const facts = this.factsOf.get(`${source} ${one}`);
      return facts !== undefined && facts === this.factsOf.get(`${source} ${other}`);
    });
  }

  private bookings(id: string): readonly string[] {
    const found = this.bookingsOf.get(id);
    if (!found) throw new Error(`Nobody told ${id}`);
    return found;
  }
}

function contentOf({
  bookingDate,
  amountMinor,
  counterpartReference,
  counterpartName,
  text,
  structuredCommunication,
  endToEndId,
}: LineFacts): string {
  return JSON.stringify([
    bookingDate,
    String(amountMinor),
    counterpartReference,
    counterpartName,
    text,
    structuredCommunication,
    endToEndId,
  ]);
}

const unknown: LineFacts = {
  bookingDate: '',
  amountMinor: 0n,
  currency: 'EUR',
  counterpartReference: null,
  counterpartName: null,
  text: null,
  structuredCommunication: null,
  endToEndId: null,
};

function dayAndAmount({ bookingDate, amountMinor }: LineFacts): string {
  return `${bookingDate} ${amountMinor}`;
}

/** Ponto's words, and CODA's where Ponto has none. */
function together(ponto: LineFacts, coda: LineFacts): LineFacts {
  const own = Object.entries(ponto).filter(([, value]) => value !== null && value !== 'NOTPROVIDED');
  return { ...coda, ...Object.fromEntries(own) };
}

function factsOfLine({ ponto, coda }: MemoryLine): LineFacts {
  return ponto && coda ? together(ponto.facts, coda.facts) : ((ponto ?? coda)?.facts ?? unknown);
}

/** Every line gets a booking of its own of which it says nothing untrue. */
function canBeShared(lines: readonly LineFacts[], bookings: readonly (readonly LineFacts[])[]): boolean {
  const lineOf = new Map<number, number>();
  const finds = (line: number, refused: Set<number>): boolean =>
    bookings.some((booking, index) => {
      const facts = lines[line];
      if (refused.has(index) || !facts || !isTrueOf(facts, booking)) return false;
      refused.add(index);
      const holder = lineOf.get(index);
      if (holder !== undefined && !finds(holder, refused)) return false;
      lineOf.set(index, line);
      return true;
    });
  return lines.every((_, line) => finds(line, new Set()));
}

/** Whatever the line says, a source said of the booking. */
function isTrueOf(line: LineFacts, booking: readonly LineFacts[]): boolean {
  const said = booking.map(wordsOf);
  return wordsOf(line).every((word, index) => word === '' || said.some((words) => words[index] === word));
}

/** What a line says, however it is written. */
function essenceOf(facts: LineFacts): string {
  return [dayAndAmount(facts), ...wordsOf(facts)].join(' ');
}

function wordsOf({ counterpartReference, counterpartName, text, structuredCommunication }: LineFacts): string[] {
  const words = [text ?? structuredCommunication, counterpartName, counterpartReference?.replace(/^BE\d\d/, '')];
  return words.map((word) =>
    (word ?? '')
      .normalize('NFKD')
      .toUpperCase()
      .replaceAll('MEDEDELING:', '')
      .replace(/[^A-Z0-9]/g, '')
      /** Some banks say a text twice. */
      .replace(/^(.+)\1$/, '$1'),
  );
}

function describe(line: MemoryLine | undefined): string {
  if (!line) return '-';
  const { ponto, coda, parts } = line;
  const witnesses = [ponto, coda].map((told) => (told ? `${told.sourceId} ${contentOf(told.facts)}` : '-'));
  return `${witnesses.join(' = ')}${parts.length > 0 ? ` (${parts.length} parts)` : ''}`;
}
