import { Words, compareWords } from './likeness.ts';
import type { Likeness } from './likeness.ts';
import type { IncomingLine, LedgerLine, LedgerPart, LineFacts, MergeInput, Source } from './merge-types.ts';

/** What the incoming source tells of one booking: it looks for a place beside what the other source tells. */
export type Witness = {
  readonly id: string;
  readonly facts: LineFacts;
  readonly words: Words;
  /** Of the only detail of a total: either may hold what tells who it is. */
  readonly wordsOfDetail: Words | undefined;
  readonly day: number;
  /** Undefined for a witness that is in the ledger already. */
  readonly incoming: IncomingLine | undefined;
  /** Which detail of the incoming total. */
  readonly partIndex: number | undefined;
  /** Where it stood before this arrival. */
  readonly stood: Place | undefined;
  place: Place | undefined;
  /** The place that it was compared with last: the same pair is looked at several times. */
  compared: Readonly<{ place: Place; likeness: Likeness }> | undefined;
  /** Says nothing any more: its total was taken whole, or its total was taken in parts. */
  isOut: boolean;
};

/** What the other source tells of one booking: a place for at most one witness. */
export type Place = {
  readonly ledger: LedgerLine;
  readonly part: LedgerPart | undefined;
  /** Of a detail: the place of its total. */
  readonly whole: Place | undefined;
  readonly facts: LineFacts;
  readonly words: Words;
  readonly wordsOfDetail: Words | undefined;
  readonly day: number;
  /** Who stood here before this arrival. */
  stood: Witness | undefined;
  holder: Witness | undefined;
  isOut: boolean;
};

/** All lines of one amount in one currency, by day. */
export type Bucket = {
  readonly witnesses: Map<number, Witness[]>;
  readonly places: Map<number, Place[]>;
  hasIncoming: boolean;
};

/** A booking that one source dates otherwise stands at most this many days away. */
const fewDays = 3;

/** What stands on a day or at most three days from it. */
export function near<Item>(byDay: ReadonlyMap<number, readonly Item[]>, day: number): Item[] {
  const found: Item[] = [];
  for (let other = day - fewDays; other <= day + fewDays; other++) found.push(...(byDay.get(other) ?? []));
  return found;
}

/** A total of the ledger: one place, or one for each of its details. */
export type Total = Readonly<{ whole: Place | undefined; parts: readonly Place[]; isApart: boolean }>;

/** Everything that can meet, by amount; pairs are never between two amounts. */
export class MergeBoard {
  readonly source: Source;
  readonly other: Source;
  readonly buckets = new Map<string, Bucket>();
  readonly incoming: Witness[] = [];
  /** Details of incoming totals. */
  readonly partsOf = new Map<string, Witness[]>();
  /** Totals of the ledger that an arriving line may be a detail of. */
  readonly totals: Total[] = [];
  private readonly dayNumbers = new Map<string, number>();

  constructor({ source, incoming, ledger }: MergeInput) {
    this.source = source;
    this.other = source === 'ponto' ? 'coda' : 'ponto';
    for (const line of ledger) this.addLedgerLine(line);
    for (const line of incoming) this.addIncoming(line);
  }

  bucketOf({ amountMinor, currency }: LineFacts): Bucket {
    const key = `${amountMinor} ${currency}`;
    let bucket = this.buckets.get(key);
    if (!bucket) this.buckets.set(key, (bucket = { witnesses: new Map(), places: new Map(), hasIncoming: false }));
    return bucket;
  }

  private addLedgerLine(line: LedgerLine): void {
    const own = line[this.source];
    const others = line[this.other];
    const isTold = line.isToldInTotal === true;
    const place = others ? this.addPlace(line, undefined, undefined, others) : undefined;
    if (place && isTold && this.source === 'coda') place.isOut = true;
    if (own) this.addStanding(line, own, place, isTold);
    else if (this.source === 'ponto' && line.parts.length > 1) this.addParts(line, place);
  }

  /** Once one detail is told apart from its total, all of them are. */
  private addParts(line: LedgerLine, whole: Place | undefined): void {
    const isApart = line.parts.some(({ isWitnessed }) => isWitnessed);
    const parts = line.parts
      .filter(({ isWitnessed }) => !isWitnessed)
      .map((part) => this.addPlace(line, part, whole, part));
    this.totals.push({ whole, parts, isApart });
  }

  private addPlace(
    ledger: LedgerLine,
    part: LedgerPart | undefined,
    whole: Place | undefined,
    facts: LineFacts,
  ): Place {
    const isTotal = this.other === 'coda' && ledger.isTotal && !part;
    const onlyDetail = isTotal && ledger.parts.length === 1 ? ledger.parts[0] : undefined;
    const place: Place = {
      ledger,
      part,
      whole,
      facts,
      words: new Words(facts, isTotal),
      wordsOfDetail: onlyDetail && new Words(onlyDetail),
      day: this.dayNumber(facts.bookingDate),
      stood: undefined,
      holder: undefined,
      isOut: false,
    };
    addTo(this.bucketOf(facts).places, place);
    return place;
  }

  private addStanding(ledger: LedgerLine, facts: LineFacts, place: Place | undefined, isTold: boolean): void {
    const isTotal = this.source === 'coda' && ledger.isTotal;
    const witness = this.addWitness({ id: ledger.id, facts, isTotal, stood: place });
    witness.isOut = !place && isTold;
    if (!place) return;
    witness.place = place;
    place.holder = witness;
    place.stood = witness;
  }

  private addIncoming(line: IncomingLine): void {
    const onlyDetail = line.parts.length === 1 ? line.parts[0] : undefined;
    const whole = this.addWitness({ id: line.id, facts: line, isTotal: line.isTotal, incoming: line, onlyDetail });
    this.incoming.push(whole);
    if (line.parts.length < 2) return;
    const parts = line.parts.map((facts, partIndex) =>
      this.addWitness({ id: line.id, facts, isTotal: false, incoming: line, partIndex }),
    );
    this.partsOf.set(line.id, parts);
  }

  private addWitness(from: {
    id: string;
    facts: LineFacts;
    isTotal: boolean;
    incoming?: IncomingLine;
    partIndex?: number;
    onlyDetail?: LineFacts | undefined;
    stood?: Place | undefined;
  }): Witness {
    const { id, facts, isTotal, incoming, partIndex, onlyDetail, stood } = from;
    const witness: Witness = {
      id,
      facts,
      words: new Words(facts, isTotal),
      wordsOfDetail: onlyDetail && new Words(onlyDetail),
      day: this.dayNumber(facts.bookingDate),
      incoming,
      partIndex,
      stood,
      place: undefined,
      compared: undefined,
      isOut: false,
    };
    const bucket = this.bucketOf(facts);
    addTo(bucket.witnesses, witness);
    if (incoming) bucket.hasIncoming = true;
    return witness;
  }

  private dayNumber(date: string): number {
    let day = this.dayNumbers.get(date);
    if (day === undefined) this.dayNumbers.set(date, (day = Date.parse(`${date}T00:00:00Z`) / millisecondsOfDay));
    return day;
  }
}

function addTo<Item extends { day: number }>(byDay: Map<number, Item[]>, item: Item): void {
  const ofDay = byDay.get(item.day);
  if (ofDay) ofDay.push(item);
  else byDay.set(item.day, [item]);
}

const millisecondsOfDay = 86_400_000;

/** How well a witness fits a place. */
export function compare(witness: Witness, place: Place): Likeness {
  if (witness.compared?.place !== place) witness.compared = { place, likeness: likenessOf(witness, place) };
  return witness.compared.likeness;
}

function likenessOf(witness: Witness, place: Place): Likeness {
  const likeness = compareWords(witness.words, place.words);
  const words = witness.wordsOfDetail ?? place.wordsOfDetail;
  if (!words) return likeness;
  const ofDetail = compareWords(witness.wordsOfDetail ?? witness.words, place.wordsOfDetail ?? place.words);
  return ofDetail.score > likeness.score ? ofDetail : likeness;
}

/** Nothing contradicts: on the same day these two may be one booking. */
export function mayPair({ grade }: Likeness): boolean {
  return grade === 'strong' || grade === 'weak';
}

export function isOpen(place: Place): boolean {
  return place.holder === undefined && !place.isOut;
}

export function put(witness: Witness, place: Place): void {
  leave(witness);
  witness.place = place;
  place.holder = witness;
}

export function leave(witness: Witness): void {
  if (witness.place?.holder === witness) witness.place.holder = undefined;
  witness.place = undefined;
}
