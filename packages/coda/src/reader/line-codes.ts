import { records, type RecordName } from '../records/records.ts';
import { RECORD_LENGTH } from '../record-layout.ts';
import type { EventLog } from './event-log.ts';
import type { Line } from './line.ts';

/**
 * Positions 126 and 128 announce what follows: another part of the same record, a record 3, a record 4. Banks get
 * both wrong, so the reader goes by what is there and only compares.
 */
export class LineCodes {
  #record: RecordName | null = null;
  #line = 0;
  #next = 0;
  #link = 0;
  readonly #log: EventLog;

  constructor(log: EventLog) {
    this.#log = log;
  }

  /** Keeps the codes of a line until the next one shows whether they are right. Of a cut line they are not known. */
  announceLine(record: RecordName, { block: { view }, at, number, length }: Line): void {
    this.#record = length < RECORD_LENGTH ? null : record;
    this.#line = number;
    this.#next = record === '8' || record === '4' ? zero : view.getUint8(at + nextCodeAt);
    this.#link = view.getUint8(at + linkCodeAt);
  }

  /** The last part of a record carries the link; on the others it is 0. */
  partFollows(): void {
    this.#compare(one, zero);
  }

  /** @param isLinked a record 3 after a movement, a record 4 after the new balance or a message */
  recordFollows(isLinked: boolean): void {
    this.#compare(zero, isLinked ? one : zero);
  }

  /** What follows belongs somewhere else. */
  forget(): void {
    this.#record = null;
  }

  #compare(next: number, link: number): void {
    if (this.#record === null) return;
    if (this.#next !== next) this.#report('NEXT_CODE_MISMATCH', 'nextCode', this.#next, next);
    if (this.#link !== link) this.#report('LINK_CODE_MISMATCH', 'linkCode', this.#link, link);
    this.#record = null;
  }

  #report(code: 'NEXT_CODE_MISMATCH' | 'LINK_CODE_MISMATCH', field: string, found: number, expected: number): void {
    const column = field === 'nextCode' ? records['21'].nextCode.from : records['21'].linkCode.from;
    const place = { line: this.#line, column, record: this.#record ?? '', field };
    this.#log.report(code, { ...place, found: String.fromCharCode(found), expected: String.fromCharCode(expected) });
  }
}

const nextCodeAt = records['21'].nextCode.from - 1;
const linkCodeAt = records['21'].linkCode.from - 1;
const zero = 0x30;
const one = 0x31;
