import { records } from '../records/records.ts';
import { fourDigits } from './digits.ts';
import type { EventLog } from './event-log.ts';
import { inspectRecord } from './inspect-record.ts';
import type { Line } from './line.ts';

type Name = '22' | '23' | '31' | '32' | '33';

/** The numbers of records 2.2 to 3.3, which stand in the same place in each. One object serves all lines. */
export class PartFacts {
  sequence: number | null = null;
  detail: number | null = null;
  readonly #log: EventLog;

  constructor(log: EventLog) {
    this.#log = log;
  }

  read(name: Name, line: Line): void {
    const { block, at, isOrdinary } = line;
    if (isOrdinary) {
      this.sequence = fourDigits(block.view, at + sequenceAt);
      this.detail = fourDigits(block.view, at + detailAt);
    } else {
      const { sequence, detail } = inspectRecord(this.#log, name, line);
      this.sequence = sequence;
      this.detail = detail;
    }
  }
}

const sequenceAt = records['22'].sequence.from - 1;
const detailAt = records['22'].detail.from - 1;
