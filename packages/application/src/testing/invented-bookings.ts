import {
  addDays,
  formatStructuredCommunication,
  parseIsoDate,
  structuredCommunicationOf,
} from '@onfact-ponto/primitives';
import type { IsoDate } from '@onfact-ponto/primitives';

/** Numbers that look random and are the same for the same seed. */
export class Dice {
  private state: number;

  constructor(seed: number) {
    this.state = seed >>> 0;
  }

  /** From 0 up to and without 1 (mulberry32). */
  next(): number {
    this.state = (this.state + 0x6d2b79f5) >>> 0;
    let mixed = this.state;
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  }

  /** A whole number, both ends included. */
  between(least: number, most: number): number {
    return least + Math.floor(this.next() * (most - least + 1));
  }

  chance(probability: number): boolean {
    return this.next() < probability;
  }

  pick<Item>(items: readonly Item[]): Item {
    const item = items[Math.floor(this.next() * items.length)];
    if (item === undefined) throw new Error('Nothing to pick from');
    return item;
  }

  shuffle<Item>(items: readonly Item[]): Item[] {
    const keyed = items.map((item) => ({ item, key: this.next() }));
    return keyed.toSorted((left, right) => left.key - right.key).map(({ item }) => item);
  }
}

export type Party = Readonly<{ name: string; iban: string }>;

/** One payment as it was made: the truth that both sources tell of. */
export type Booking = Readonly<{
  id: string;
  date: IsoDate;
  amountMinor: bigint;
  party: Party | undefined;
  text: string;
  ogm: string | undefined;
  endToEndId: string | undefined;
  kind: 'ogm' | 'invoice' | 'generic' | 'fee' | 'costs' | 'card' | 'foreign' | 'collected';
}>;

/** Payments that the bank books as one: a salary file, a day's collections. */
export type Bundle = Readonly<{ id: string; date: IsoDate; bookings: readonly Booking[]; text: string }>;

export type History = Readonly<{
  firstDay: IsoDate;
  dayCount: number;
  bookings: readonly Booking[];
  bundles: readonly Bundle[];
}>;

const names = [
  'Jan Peeters', 'An Peeters', 'Bakkerij Janssens BV', 'Éric Lefèvre', 'Zoë Müller', 'De Smet & Zonen NV',
  'Vereniging van Mede-eigenaars Residentie Zonnebloem', 'SRL Les Trois Chênes', 'Dhr en Mevr Claes-Wouters',
  'Kantoorbenodigdheden Vandenbroucke Comm.V', 'Garage Willems', 'Mohammed El Amrani', 'Łukasz Wójcik',
  'Stad Invendegem', 'Maes Luc', 'Tennisclub Smash VZW',
]; // prettier-ignore

const shops = ['COLRUIT 3301', 'BROODHUIS GENT', 'TANKSTATION E40', 'PARKING ZUID'];

/** Some weeks of an account in which everything happens that makes two sources hard to join. */
export function inventHistory(dice: Dice, dayCount: number): History {
  const firstDay = dice.pick(['2026-01-28', '2025-12-27', '2026-03-20', '2025-10-20']) as IsoDate;
  const parties = names.map((name, index) => ({
    name,
    iban: inventedIban(dice.between(1, 9_999_999) * 10 + (index % 10)),
  }));
  const maker = new BookingMaker(dice, parties);
  const bookings: Booking[] = [];
  const bundles: Bundle[] = [];
  const standing = dice.chance(0.6) ? maker.standingOrder() : undefined;
  for (let day = 0; day < dayCount; day++) {
    const date = addDays(firstDay, day);
    for (let count = dice.between(0, 6); count > 0; count--) bookings.push(...maker.some(date, bookings));
    if (standing && dice.chance(0.5)) bookings.push(maker.again(standing, date));
    if (dice.chance(0.12)) bundles.push(maker.bundle(date));
  }
  return { firstDay, dayCount, bookings, bundles };
}

class BookingMaker {
  private readonly dice: Dice;
  private readonly parties: readonly Party[];
  private count = 0;

  constructor(dice: Dice, parties: readonly Party[]) {
    this.dice = dice;
    this.parties = parties;
  }

  /** One booking, or several that are easily mistaken for each other. */
  some(date: IsoDate, before: readonly Booking[]): Booking[] {
    const { dice } = this;
    const booking = this.one(date);
    const recent = before.slice(-12);
    if (dice.chance(0.06)) return [booking, this.again(booking, date)];
    if (dice.chance(0.06)) return [booking, { ...this.one(date), amountMinor: booking.amountMinor }];
    if (dice.chance(0.03)) return [booking, ...this.sameFeeOfMany(date)];
    if (dice.chance(0.03) && booking.party) return [booking, this.otherInvoiceOf(booking)];
    if (dice.chance(0.04) && recent.length > 0) return [this.again(dice.pick(recent), date)];
    if (dice.chance(0.04) && recent.length > 0) return [{ ...booking, amountMinor: dice.pick(recent).amountMinor }];
    return [booking];
  }

  standingOrder(): Booking {
    const { dice } = this;
    const base = this.make('generic', '2026-01-01' as IsoDate);
    return { ...base, text: dice.pick(['Huur garage', 'Abonnement', 'aflossing lening 445-12']) };
  }

  again(booking: Booking, date: IsoDate): Booking {
    return { ...booking, id: this.newId(), date };
  }

  bundle(date: IsoDate): Bundle {
    const { dice } = this;
    const id = this.newId();
    const sign = dice.chance(0.5) ? 1n : -1n;
    const bookings = Array.from({ length: dice.pick([1, 2, 3, 5, 8]) }, () => {
      const booking = this.make(dice.pick(['collected', 'invoice', 'generic'] as const), date);
      return { ...booking, amountMinor: sign * magnitude(booking.amountMinor) };
    });
    return { id, date, bookings, text: dice.pick(['VERZAMELOVERSCHRIJVING', 'DOMICILIERINGEN', 'LONEN JANUARI']) };
  }

  private one(date: IsoDate): Booking {
    return this.make(
      this.dice.pick([
        'ogm',
        'ogm',
        'invoice',
        'invoice',
        'generic',
        'fee',
        'costs',
        'card',
        'card',
        'foreign',
        'collected',
      ] as const),
      date,
    );
  }

  /** Thirty members of a club pay the same fee with the same words. */
  private sameFeeOfMany(date: IsoDate): Booking[] {
    const fee = this.make('fee', date);
    return this.dice
      .shuffle(this.parties)
      .slice(0, this.dice.between(2, 8))
      .map((party) => ({ ...fee, id: this.newId(), party, endToEndId: undefined }));
  }

  private otherInvoiceOf(booking: Booking): Booking {
    return { ...this.make('invoice', booking.date), party: booking.party, amountMinor: booking.amountMinor };
  }

  private make(kind: Booking['kind'], date: IsoDate): Booking {
    const { dice } = this;
    const invoice = `2026-${String(dice.between(1, 99_999)).padStart(5, '0')}`;
    const ogm = kind === 'ogm' ? structuredCommunicationOf(BigInt(dice.between(1, 999_999_999))) : undefined;
    const text = {
      ogm: ogm ? formatStructuredCommunication(ogm) : '',
      invoice: dice.pick([
        `Factuur ${invoice}`,
        `betaling fact. ${invoice} klant ${dice.between(1000, 9999)}, bedankt voor de vlotte levering aan ons depot in Beervelde en tot binnenkort bij de volgende bestelling`,
        `Facture n° ${invoice} - réf. été`,
        invoice,
      ]),
      generic: dice.pick(['betaling', 'huur januari', 'huur februari', 'Voor Elise', 'terugbetaling etentje', '']),
      fee: 'Lidgeld 2026 tennisclub',
      costs: dice.pick(['Beheerskosten', 'Periodieke bijdrage 01/2026', 'Kosten betaalterminal']),
      card: dice.pick(shops),
      foreign: dice.pick([
        'Zażółć gęślą jaźń 12',
        'Πληρωμή τιμολογίου',
        'Überweisung für Möbel Größe 3',
        'naïve façade œuvre',
      ]),
      collected: `Domiciliëring ${invoice}`,
    }[kind];
    return {
      id: this.newId(),
      date,
      amountMinor: this.amount(kind),
      party: kind === 'costs' || kind === 'card' ? undefined : dice.pick(this.parties),
      text,
      ogm,
      endToEndId: kind === 'collected' || dice.chance(0.2) ? `E2E-${dice.between(100_000, 999_999_999)}` : undefined,
      kind,
    };
  }

  private amount(kind: Booking['kind']): bigint {
    const { dice } = this;
    if (kind === 'costs') return -BigInt(dice.pick([250, 300, 1250]));
    if (kind === 'card') return -BigInt(dice.pick([210, 250, 990, dice.between(100, 9_000)]));
    if (kind === 'fee') return BigInt(dice.pick([12_500, 12_500, 5_000]));
    const amount = BigInt(dice.chance(0.25) ? dice.pick([5_000, 12_100, 50_000, 12_500]) : dice.between(100, 900_000));
    return dice.chance(0.3) ? -amount : amount;
  }

  private newId(): string {
    this.count += 1;
    return `b${this.count}`;
  }
}

function magnitude(amountMinor: bigint): bigint {
  return amountMinor < 0n ? -amountMinor : amountMinor;
}

/** Belgian and fit for both sources: the checks are right. */
export function inventedIban(number: number): string {
  const base = `990${String(number).padStart(7, '0').slice(-7)}`;
  const bban = `${base}${String(Number(base) % 97 || 97).padStart(2, '0')}`;
  const check = 98n - (BigInt(`${bban}111400`) % 97n);
  return `BE${String(check).padStart(2, '0')}${bban}`;
}

export function laterBy(date: IsoDate, days: number): IsoDate {
  const later = parseIsoDate(addDays(date, days));
  if (!later) throw new RangeError('No such day');
  return later;
}
