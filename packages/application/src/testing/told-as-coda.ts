import { writeCoda } from '@onfact-ponto/coda';
import type { CommunicationInput, MovementInput, TransactionCode } from '@onfact-ponto/coda';
import { addDays, formatStructuredCommunication } from '@onfact-ponto/primitives';
import type { IsoDate, StructuredCommunication } from '@onfact-ponto/primitives';
import { partsOf, treesOf } from '../statement-import/compare-statement.ts';
import type { LineFacts } from '../statement-import/merge-types.ts';
import { readStatements } from '../statement-import/statement-reading.ts';
import type { StatementReading } from '../statement-import/statement-reading.ts';
import { factsOf } from '../statement-import/witnesses.ts';
import { inventedIban } from './invented-bookings.ts';
import type { Dice } from './invented-bookings.ts';
import type { CodaStatement, ToldLine } from './told-bookings.ts';

/** Statements as a bank sends them: the bytes of a CODA file, read back as an import does. */
export function throughCoda(statements: readonly CodaStatement[], dice: Dice): CodaStatement[] {
  const readings = readAll(codaOf(statements, dice));
  if (readings.length !== statements.length) throw new Error('CODA lost a statement');
  return statements.map((statement, index) => {
    const reading = readings[index];
    if (!reading) throw new Error('CODA lost a statement');
    const { oldDate, oldBalanceMinor, newDate, newBalanceMinor } = reading;
    const lines = linesOf(reading, statement.lines);
    return { ...statement, oldDate, oldBalanceMinor, newDate, newBalanceMinor, lines };
  });
}

function readAll(bytes: Uint8Array): StatementReading[] {
  return [...readStatements(bytes)].map((found) => {
    if (found.type === 'issue') throw new Error(`CODA has an issue: ${JSON.stringify(found.issue)}`);
    return found.statement;
  });
}

function linesOf({ movements }: StatementReading, told: readonly ToldLine[]): ToldLine[] {
  const trees = treesOf(movements);
  if (trees.length !== told.length) throw new Error('CODA lost a movement');
  return told.map((line, index) => {
    const tree = trees[index];
    const parts = tree ? partsOf(tree) : [];
    if (!tree || parts.length !== line.parts.length) throw new Error(`CODA lost a detail of ${line.id}`);
    return {
      ...line,
      facts: factsOf(tree.root.content),
      isTotal: tree.root.isTotal,
      parts: parts.map(({ content }, at) => ({ bookingId: line.parts[at]?.bookingId ?? '', facts: factsOf(content) })),
    };
  });
}

function codaOf(statements: readonly CodaStatement[], dice: Dice): Uint8Array {
  const account = { iban: inventedIban(dice.between(1, 9_999_999)), currency: 'EUR' };
  const inputs = statements.map(({ oldDate, oldBalanceMinor, newDate, newBalanceMinor, lines }, index) => ({
    account,
    creationDate: addDays(newDate as IsoDate, 1),
    bank: '990',
    holderName: 'INGEBEELD BV',
    statementNumber: (index % 366) + 1,
    codaSequenceNumber: (index % 366) + 1,
    oldBalance: { amountThousandths: thousandths(oldBalanceMinor), date: oldDate },
    movements: lines.map((line) => movementOf(line, dice)),
    newBalance: { date: newDate, amountThousandths: thousandths(newBalanceMinor) },
    messages: dice.chance(0.2) ? ['UW BANK WENST U EEN FIJNE DAG'] : [],
  }));
  return Buffer.concat([...writeCoda(inputs, { lineEnd: dice.pick(['\r\n', '\n']) })]);
}

function movementOf({ facts, parts, isTotal }: ToldLine, dice: Dice): MovementInput {
  const byBank = dice.chance(0.5);
  return {
    ...contentOf(facts, isTotal ? (byBank ? '2' : '1') : '0', dice),
    details: parts.map((part) => contentOf(part.facts, byBank ? '6' : '5', dice)),
  };
}

function contentOf(facts: LineFacts, type: TransactionCode['type'], dice: Dice): MovementInput {
  const { communication, information = [] } = facts.structuredCommunication
    ? referenceAs(facts.structuredCommunication as StructuredCommunication, dice)
    : textAs(facts.text, dice);
  return {
    amountThousandths: thousandths(facts.amountMinor),
    bankReference: `BANK${dice.between(1, 999_999)}`,
    valueDate: addDays(facts.bookingDate as IsoDate, dice.between(-1, 1)),
    entryDate: facts.bookingDate,
    transactionCode: { type, family: '01', operation: facts.amountMinor < 0n ? '01' : '50', category: '000' },
    communication,
    information: information.map((text) => ({ communication: { text } })),
    customerReference: facts.endToEndId,
    counterpart: { account: facts.counterpartReference?.replaceAll(' ', '') ?? null, name: facts.counterpartName },
  };
}

type Written = Readonly<{ communication: CommunicationInput | null; information?: readonly string[] }>;

/** A reference has a type of its own; a bank that does not know it leaves it among the words. */
function referenceAs(reference: StructuredCommunication, dice: Dice): Written {
  return dice.pick<Written>([
    { communication: { structuredType: '101', text: reference } },
    { communication: { structuredType: '101', text: reference } },
    { communication: { structuredType: '102', text: reference } },
    { communication: { text: formatStructuredCommunication(reference) } },
    { communication: { text: reference } },
    { communication: null, information: [formatStructuredCommunication(reference)] },
  ]);
}

/** Words run on over the three records of a movement, or stand in its information records, there too, or only the rest. */
function textAs(text: string | null, dice: Dice): Written {
  if (text === null) return { communication: null };
  const once = saidOnce(text);
  if (once !== text) return { communication: { text: once }, information: [once] };
  return dice.pick<Written>([
    { communication: { text } },
    { communication: { text } },
    { communication: { text } },
    { communication: { text }, information: [text] },
    { communication: null, information: [text] },
    { communication: { text: text.slice(0, firstRecord) }, information: [text.slice(firstRecord)].filter(Boolean) },
  ]);
}

/** What the free text of record 2.1 holds. */
export const firstRecord = 53;

/** A text that is repeated, once. */
export function saidOnce(text: string): string {
  const half = text.slice(0, (text.length - 1) / 2);
  return text === `${half} ${half}` ? half : text;
}

function thousandths(amountMinor: bigint): number {
  return Number(amountMinor * 10n);
}
