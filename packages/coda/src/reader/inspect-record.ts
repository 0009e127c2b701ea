import { masked, type IssueCode } from '../issues.ts';
import { RECORD_LENGTH, type Field, type FieldKind, type RecordLayout, type RecordOf } from '../record-layout.ts';
import { records, type RecordName } from '../records/records.ts';
import { controlAt, specialAt } from './characters.ts';
import type { EventLog } from './event-log.ts';
import type { Line } from './line.ts';

export type InspectedRecord<Name extends RecordName> = {
  [Field in keyof RecordOf<(typeof records)[Name]>]: RecordOf<(typeof records)[Name]>[Field] | null;
};

/** Reads a record field by field and reports each field that is wrong; such a field is null. */
export function inspectRecord<Name extends RecordName>(log: EventLog, name: Name, line: Line): InspectedRecord<Name> {
  reportSpecials(log, name, line);
  const layout: RecordLayout = records[name];
  const record: Record<string, unknown> = {};
  for (const [field, layoutField] of Object.entries(layout)) {
    /** Of a line that was cut off, the cut is the fault; what lies behind it is unknown. */
    record[field] = layoutField.to > line.length ? null : inspectField(log, name, field, layoutField, line);
  }
  return record as InspectedRecord<Name>;
}

function inspectField(log: EventLog, record: RecordName, name: string, field: Field<unknown>, line: Line): unknown {
  const text = line.text(field);
  const value = field.read(text);
  const code = value === undefined ? faultOf[field.kind] : codeFault(name, field, text);
  if (code !== undefined) {
    const place = { line: line.number, column: field.from, columnTo: field.to, record, field: name };
    log.report(code, { ...place, found: masked(text), expected: field.expected });
  }
  return value ?? null;
}

/** A code may be anything; one that is no digits is kept, and said. */
function codeFault(name: string, { kind }: Field<unknown>, text: string): IssueCode | undefined {
  if (kind !== 'code' || judgedElsewhere.has(name) || /^\d+$/.test(text)) return undefined;
  return 'UNEXPECTED_CODE';
}

const judgedElsewhere: ReadonlySet<string> = new Set([
  'accountStructure',
  'linkCode',
  'multipleFileCode',
  'nextCode',
  'transactionCode',
  'version',
]);

const faultOf: Readonly<Partial<Record<FieldKind, IssueCode>>> = {
  amount: 'INVALID_NUMBER',
  blank: 'RESERVED_NOT_BLANK',
  constant: 'UNEXPECTED_CODE',
  counter: 'INVALID_NUMBER',
  date: 'INVALID_DATE',
  digits: 'INVALID_NUMBER',
  rate: 'INVALID_NUMBER',
  sign: 'INVALID_SIGN',
};

/** From here on the block reads its text as windows-1252, with blanks for control characters. */
function reportSpecials(log: EventLog, record: RecordName, { block, at, number, length }: Line): void {
  const text = block.text.slice(at, at + Math.min(length, RECORD_LENGTH));
  if (specialAt(text) < 0) return;
  block.hasSpecials = true;
  const first = controlAt(text);
  if (first < 0) return;
  const found = `0x${text.charCodeAt(first).toString(16).padStart(2, '0')}`;
  log.report('CONTROL_CHARACTER', { line: number, column: first + 1, record, found });
}
