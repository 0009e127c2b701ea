import { readTransactionPage } from '@onfact-ponto/ponto-client/testing';
import { addDays, bankTimeZone } from '@onfact-ponto/primitives';
import type { IsoDate } from '@onfact-ponto/primitives';
import type { LineFacts } from '../statement-import/merge-types.ts';
import { factsOf } from '../statement-import/witnesses.ts';
import { readingOf } from '../synchronization/transaction-reading.ts';
import type { Dice } from './invented-bookings.ts';
import type { PontoLine } from './told-bookings.ts';

/** Lines as Ponto sends them: the JSON of its pages, decoded and read as a pull does. */
export function throughPonto(lines: readonly PontoLine[], dice: Dice): PontoLine[] {
  const through: PontoLine[] = [];
  for (let rest = lines; rest.length > 0;) {
    const page = rest.slice(0, dice.between(1, 100));
    rest = rest.slice(page.length);
    const { items, unreadable } = readTransactionPage(pageOf(page, dice));
    if (unreadable.length > 0) throw new Error(`Ponto would not be understood: ${JSON.stringify(unreadable)}`);
    const readings = new Map(items.map((item) => [item.id, readingOf(item)]));
    for (const line of page) {
      const reading = readings.get(line.id);
      if (!reading) throw new Error(`Ponto lost ${line.id}`);
      through.push({ ...line, facts: factsOf(reading) });
    }
  }
  return through;
}

function pageOf(lines: readonly PontoLine[], dice: Dice): string {
  const data = lines.map(({ id, facts, cameOn }) => ({
    type: 'transaction',
    id,
    attributes: withoutSomeNulls(attributesOf(facts, cameOn, dice), dice),
    relationships: { account: { data: { type: 'account', id: 'account' } } },
  }));
  return JSON.stringify({ meta: { paging: { limit: 100, after: lines.at(-1)?.id } }, data });
}

function attributesOf(facts: LineFacts, cameOn: IsoDate, dice: Dice): Record<string, unknown> {
  const isStructured = facts.structuredCommunication !== null;
  const decimal = (Number(facts.amountMinor) / 100).toFixed(2);
  return {
    amount: dice.chance(0.9) ? Number(decimal) : decimal,
    currency: facts.currency,
    executionDate: momentOf(facts.bookingDate as IsoDate, dice),
    valueDate: momentOf(addDays(facts.bookingDate as IsoDate, dice.between(-1, 1)), dice),
    counterpartName: facts.counterpartName,
    counterpartReference: facts.counterpartReference,
    remittanceInformation: facts.text,
    /** Mislabelled at times. */
    remittanceInformationType: isStructured !== dice.chance(0.1) ? 'structured' : 'unstructured',
    endToEndId: facts.endToEndId,
    description: dice.pick([null, 'Overschrijving', 'Domiciliëring']),
    additionalInformation: dice.pick([null, facts.counterpartName]),
    internalReference: `bank-${dice.between(1, 999_999)}`,
    createdAt: `${cameOn}T05:12:31.123456Z`,
    updatedAt: `${cameOn}T05:12:31.123456Z`,
  };
}

/** Absent and null say the same, and both are sent. */
function withoutSomeNulls(attributes: Record<string, unknown>, dice: Dice): Record<string, unknown> {
  return Object.fromEntries(Object.entries(attributes).filter(([, value]) => value !== null || dice.chance(0.5)));
}

/** Of a day, some banks send midnight in UTC, others midnight in Brussels. */
function momentOf(day: IsoDate, dice: Dice): string {
  if (dice.chance(0.5)) return `${day}T00:00:00.000Z`;
  const hoursAhead = Number(hourInBrussels.format(new Date(`${day}T00:00:00Z`)));
  return `${addDays(day, -1)}T${24 - hoursAhead}:00:00.000Z`;
}

const hourInBrussels = new Intl.DateTimeFormat('en-GB', { timeZone: bankTimeZone, hour: '2-digit', hourCycle: 'h23' });
