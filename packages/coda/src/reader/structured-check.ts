import { masked } from '../issues.ts';
import type { CodaInformation } from '../movement/coda-information.ts';
import type { CodaMovement } from '../movement/coda-movement.ts';
import { RECORD_LENGTH, type Field } from '../record-layout.ts';
import { records, type RecordName } from '../records/records.ts';
import {
  decodeStructuredCommunication,
  type StructuredCommunicationReading,
} from '../structured-communication/structured-communication.ts';
import type { EventLog } from './event-log.ts';
import type { Line } from './line.ts';

/** Decodes a structured communication once, reports what is wrong inside it, and lets its owner keep the result. */
export function checkStructured(
  log: EventLog,
  owner: CodaMovement | CodaInformation,
  segments: readonly Segment[],
): void {
  const type = owner.structuredType;
  if (type === null) return;
  const reading = decodeStructuredCommunication({ type, text: owner.structuredText });
  owner.keep(reading);

  const report = reporter(log, owner.parts, segments);
  if (!reading.isKnown) report('UNKNOWN_STRUCTURED_TYPE', { from: 1 - typeWidth, to: 0, field: 'type', found: type });
  for (const fault of reading.invalid) report('STRUCTURED_FIELD_INVALID', { ...fault, found: masked(fault.found) });
  checkReferences(reading, report);
}

/** Where the text of a structured communication lies: its first part begins behind the type. */
export type Segment = Readonly<{ record: RecordName; from: number; length: number }>;

const typeWidth = 3;

export const movementSegments: readonly Segment[] = segmentsOf(['21', '22', '23']);
export const informationSegments: readonly Segment[] = segmentsOf(['31', '32', '33']);

type Fault = Readonly<{ from: number; to: number; field: string; found: string; expected?: string }>;
type Report = (
  code:
    | 'UNKNOWN_STRUCTURED_TYPE'
    | 'STRUCTURED_FIELD_INVALID'
    | 'STRUCTURED_COMMUNICATION_INVALID'
    | 'CREDITOR_REFERENCE_INVALID',
  fault: Fault,
) => void;

function checkReferences(
  { structuredCommunication, creditorReference }: StructuredCommunicationReading,
  report: Report,
): void {
  if (structuredCommunication?.isValid === false) {
    const { reference } = structuredCommunication;
    const expected = `…${String(Number(reference.slice(0, 10)) % 97 || 97).padStart(2, '0')}`;
    const place = { from: 1, to: 12, field: 'structuredCommunication' };
    report('STRUCTURED_COMMUNICATION_INVALID', { ...place, found: masked(reference), expected });
  }
  if (creditorReference?.isValid === false) {
    const place = { from: 1, to: 25, field: 'creditorReference' };
    report('CREDITOR_REFERENCE_INVALID', { ...place, found: masked(creditorReference.reference) });
  }
}

/** Turns a position in the joined text into a line and a column. */
function reporter(log: EventLog, parts: readonly (Line | null)[], segments: readonly Segment[]): Report {
  return (code, { from, to, field, found, expected }) => {
    let offset = from;
    for (const [index, { record, from: column, length }] of segments.entries()) {
      if (offset <= length) {
        const line = (parts[index] ?? parts[0])?.number ?? null;
        const columnTo = Math.min(column + offset - 1 + to - from, RECORD_LENGTH);
        const place = { line, column: column + offset - 1, columnTo, record, field, found };
        log.report(code, expected === undefined ? place : { ...place, expected });
        return;
      }
      offset -= length;
    }
  };
}

function segmentsOf(names: readonly RecordName[]): readonly Segment[] {
  return names.map((record, index) => {
    const { from, to } = (records[record] as Readonly<Record<string, Field<unknown>>>).communication ?? noField;
    const start = index === 0 ? from + typeWidth : from;
    return { record, from: start, length: to - start + 1 };
  });
}

const noField = { from: 1, to: 0 };
