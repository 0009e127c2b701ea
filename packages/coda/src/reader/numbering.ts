import { records, type RecordName } from '../records/records.ts';
import type { EventLog } from './event-log.ts';
import type { Line } from './line.ts';

/** Sequence and detail numbers rise by one and wrap after 9999 to 0. Banks skip numbers, so a jump is a warning. */
export class Numbering {
  #sequence = 0;
  #detail = 0;
  readonly #log: EventLog;
  /** An extract may begin and continue anywhere. */
  readonly #isComplete: boolean;

  constructor(log: EventLog, isComplete: boolean) {
    this.#log = log;
    this.#isComplete = isComplete;
  }

  movement(line: Line, sequence: number | null, detail: number | null): void {
    const expected = following(this.#sequence);
    if (sequence !== null && sequence !== expected) this.#report(line, '21', 'sequence', sequence, expected);
    if (detail !== null && detail !== 0) this.#report(line, '21', 'detail', detail, 0);
    this.#sequence = sequence ?? expected;
    this.#detail = detail ?? 0;
  }

  detail(line: Line, record: RecordName, detail: number | null): void {
    const expected = following(this.#detail);
    if (detail !== null && detail !== expected) this.#report(line, record, 'detail', detail, expected);
    this.#detail = detail ?? expected;
  }

  #report(line: Line, record: RecordName, field: 'sequence' | 'detail', found: number, expected: number): void {
    if (!this.#isComplete) return;
    const { from, to } = records['21'][field];
    const place = { line: line.number, column: from, columnTo: to, record, field };
    this.#log.report('SEQUENCE_GAP', { ...place, found: fourDigitsOf(found), expected: fourDigitsOf(expected) });
  }
}

export function fourDigitsOf(number: number | null): string {
  return number === null ? '????' : String(number).padStart(4, '0');
}

function following(number: number): number {
  return number === 9999 ? 0 : number + 1;
}
