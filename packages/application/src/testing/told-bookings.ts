import type { IsoDate } from '@onfact-ponto/primitives';
import type { StatementBalances } from '../statement-import/completeness-types.ts';
import type { LineFacts } from '../statement-import/merge-types.ts';
import type { Booking, Bundle, Dice, History } from './invented-bookings.ts';
import { laterBy } from './invented-bookings.ts';

/** A line of one source, with the bookings that it really is. */
export type ToldLine = Readonly<{
  id: string;
  facts: LineFacts;
  bookingIds: readonly string[];
  parts: readonly Readonly<{ facts: LineFacts; bookingId: string }>[];
  isTotal: boolean;
}>;
/** On which day a line came into Ponto's list: some come late. */
export type PontoLine = ToldLine & Readonly<{ cameOn: IsoDate }>;
export type CodaStatement = StatementBalances & Readonly<{ lines: readonly ToldLine[] }>;
export type ToldHistory = Readonly<{ ponto: readonly PontoLine[]; statements: readonly CodaStatement[] }>;

/** Habits of a bank: what each channel leaves out or changes. */
export type Habits = Readonly<{
  /** Share of bookings that CODA dates one to three days later. */
  shifted: number;
  pontoDropsCounterpart: number;
  pontoDropsText: number;
  codaDropsCounterpart: number;
  codaAddsPrefix: boolean;
  codaCutsAt: 53 | 106 | 140 | 149;
  codaRepeatsText: boolean;
  /** Letters as they were written, as far as windows-1252 has them; else capitals without accents. */
  codaKeepsLetters: boolean;
  severalStatementsADay: number;
}>;

export function inventHabits(dice: Dice, shifted: number): Habits {
  return {
    shifted,
    pontoDropsCounterpart: dice.pick([0, 0, 0.05, 0.3]),
    pontoDropsText: dice.pick([0, 0, 0.05]),
    codaDropsCounterpart: dice.pick([0, 0, 0.1]),
    codaAddsPrefix: dice.chance(0.3),
    codaCutsAt: dice.pick([53, 106, 140, 149]),
    codaRepeatsText: dice.chance(0.2),
    codaKeepsLetters: false,
    severalStatementsADay: dice.pick([0, 0.1, 0.4]),
  };
}

export function tell(history: History, habits: Habits, dice: Dice): ToldHistory {
  const ponto: PontoLine[] = [];
  const coda: ToldLine[] = [];
  for (const booking of history.bookings) {
    ponto.push(pontoLine(booking, habits, dice));
    coda.push(codaLine(booking, habits, dice));
  }
  for (const bundle of history.bundles) {
    const manner = dice.pick(manners);
    ponto.push(...pontoLinesOf(bundle, manner.ponto, habits, dice));
    coda.push(...codaLinesOf(bundle, manner.coda, habits, dice));
  }
  return { ponto: newestFirst(ponto, dice), statements: statementsOf(coda, history.firstDay, habits, dice) };
}

function pontoLine(booking: Booking, habits: Habits, dice: Dice): PontoLine {
  return {
    id: `p-${booking.id}`,
    facts: pontoFacts(booking, habits, dice),
    bookingIds: [booking.id],
    parts: [],
    isTotal: false,
    cameOn: laterBy(booking.date, dice.chance(0.85) ? 0 : dice.between(1, 3)),
  };
}

function pontoFacts(booking: Booking, habits: Habits, dice: Dice): LineFacts {
  const { date, amountMinor, party, text, ogm, endToEndId } = booking;
  const hasCounterpart = party !== undefined && !dice.chance(habits.pontoDropsCounterpart);
  const isDropped = dice.chance(habits.pontoDropsText);
  const written = isDropped ? null : dice.chance(0.3) && ogm ? ogm : text === '' ? null : cut(text, 140);
  return {
    bookingDate: date,
    amountMinor,
    currency: 'EUR',
    counterpartReference: hasCounterpart ? party.iban : null,
    counterpartName: hasCounterpart ? party.name : booking.kind === 'card' ? text : null,
    text: written,
    structuredCommunication: written === null ? null : (ogm ?? null),
    endToEndId: dice.chance(0.5) ? (endToEndId ?? 'NOTPROVIDED') : null,
  };
}

function codaLine(booking: Booking, habits: Habits, dice: Dice): ToldLine {
  const shift = dice.chance(habits.shifted) ? dice.between(1, 3) : 0;
  return {
    id: `c-${booking.id}`,
    facts: { ...codaFacts(booking, habits, dice), bookingDate: laterBy(booking.date, shift) },
    bookingIds: [booking.id],
    parts: [],
    isTotal: false,
  };
}

function codaFacts(booking: Booking, habits: Habits, dice: Dice): LineFacts {
  const { date, amountMinor, party, ogm, endToEndId } = booking;
  const hasCounterpart = party !== undefined && !dice.chance(habits.codaDropsCounterpart);
  return {
    bookingDate: date,
    amountMinor,
    currency: 'EUR',
    counterpartReference: hasCounterpart ? (dice.chance(0.2) ? party.iban.slice(4) : spaced(party.iban)) : null,
    counterpartName: hasCounterpart ? cut(printed(party.name, habits), 35).trim() : null,
    text: codaText(booking, habits),
    structuredCommunication: ogm ?? null,
    endToEndId: endToEndId ?? null,
  };
}

function codaText({ text, kind, ogm, date }: Booking, habits: Habits): string | null {
  if (ogm) return null;
  const prefix =
    kind === 'card' ? `BANCONTACT ${date.slice(8)}/${date.slice(5, 7)} ` : habits.codaAddsPrefix ? 'MEDEDELING: ' : '';
  const written = cut(`${prefix}${printed(text, habits)}`, habits.codaCutsAt).trim();
  if (written === '') return null;
  return habits.codaRepeatsText ? `${written} ${written}` : written;
}

/** How a bundle is told. That Ponto tells a total of which CODA tells only the details does not happen. */
const manners = [
  { ponto: 'total', coda: 'total and details' },
  { ponto: 'total', coda: 'total' },
  { ponto: 'one by one', coda: 'total and details' },
  { ponto: 'one by one', coda: 'total and details' },
  { ponto: 'one by one', coda: 'total' },
  { ponto: 'one by one', coda: 'one by one' },
] as const;

type Manner = (typeof manners)[number];

function pontoLinesOf(bundle: Bundle, manner: Manner['ponto'], habits: Habits, dice: Dice): PontoLine[] {
  if (manner === 'one by one') return bundle.bookings.map((booking) => pontoLine(booking, habits, dice));
  const facts = {
    ...totalFacts(bundle),
    text: dice.pick([bundle.text.toLowerCase(), `${bundle.bookings.length} verrichtingen`, null]),
  };
  const cameOn = bundle.date;
  return [{ id: `p-${bundle.id}`, facts, bookingIds: idsOf(bundle), parts: [], isTotal: false, cameOn }];
}

function codaLinesOf(bundle: Bundle, manner: Manner['coda'], habits: Habits, dice: Dice): ToldLine[] {
  const facts = totalFacts(bundle);
  const whole = { id: `c-${bundle.id}`, facts, bookingIds: idsOf(bundle), parts: [], isTotal: true };
  if (manner === 'one by one')
    return bundle.bookings.map((booking) => codaLine(booking, { ...habits, shifted: 0 }, dice));
  if (manner === 'total') return [whole];
  const parts = bundle.bookings.map((booking) => ({ facts: codaFacts(booking, habits, dice), bookingId: booking.id }));
  return [{ ...whole, parts }];
}

function totalFacts({ date, bookings, text, id }: Bundle): LineFacts {
  return {
    bookingDate: date,
    amountMinor: bookings.reduce((sum, { amountMinor }) => sum + amountMinor, 0n),
    currency: 'EUR',
    counterpartReference: null,
    counterpartName: null,
    text: `${text} ${bookings.length}`,
    structuredCommunication: null,
    endToEndId: `FILE-${id}`,
  };
}

function idsOf({ bookings }: Bundle): string[] {
  return bookings.map(({ id }) => id);
}

/** By when they came; Ponto's list does not go by booking day. */
function newestFirst(lines: readonly PontoLine[], dice: Dice): PontoLine[] {
  return dice
    .shuffle(lines)
    .toSorted((left, right) => (left.cameOn < right.cameOn ? 1 : left.cameOn > right.cameOn ? -1 : 0));
}

/** A statement a day, sometimes several, sometimes one for several days. */
function statementsOf(lines: readonly ToldLine[], firstDay: IsoDate, habits: Habits, dice: Dice): CodaStatement[] {
  const byDay = [...Map.groupBy(lines, ({ facts }) => facts.bookingDate)].toSorted(([left], [right]) =>
    left < right ? -1 : 1,
  );
  const statements: CodaStatement[] = [];
  let waiting: ToldLine[] = [];
  let oldDate: string = laterBy(firstDay, -1);
  let balance = 100_000n;
  const close = (newDate: string, told: readonly ToldLine[]) => {
    const newBalanceMinor = told.reduce((sum, { facts }) => sum + facts.amountMinor, balance);
    statements.push({
      statementId: `s${statements.length}`,
      oldDate,
      oldBalanceMinor: balance,
      newDate,
      newBalanceMinor,
      lines: told,
    });
    oldDate = newDate;
    balance = newBalanceMinor;
  };
  byDay.forEach(([day, ofDay], index) => {
    if (dice.chance(0.08) && index + 1 < byDay.length) {
      waiting.push(...ofDay);
      return;
    }
    const all = [...waiting, ...dice.shuffle(ofDay)];
    const isSplit = dice.chance(habits.severalStatementsADay);
    const first = isSplit ? dice.between(waiting.length, all.length) : all.length;
    waiting = [];
    close(day, all.slice(0, first));
    if (first < all.length) close(day, all.slice(first));
  });
  return statements;
}

function printed(text: string, { codaKeepsLetters }: Habits): string {
  return codaKeepsLetters ? text.replace(/[^\x20-\x7e\xa0-\xffœŒ]/g, '?') : plain(text);
}

function plain(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .replace(/ø/g, 'o')
    .replace(/[łŁ]/g, 'L')
    .replace(/œ/g, 'oe')
    .replace(/ß/g, 'ss')
    .replace(/[^\x20-\x7e]/g, ' ')
    .toUpperCase();
}

function spaced(iban: string): string {
  return iban.replace(/(.{4})(?=.)/g, '$1 ');
}

function cut(text: string, length: number): string {
  return text.slice(0, length);
}
