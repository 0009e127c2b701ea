import { CodaInformation } from '../movement/coda-information.ts';
import { CodaMovement } from '../movement/coda-movement.ts';
import { records, type RecordName } from '../records/records.ts';
import { checkPart2, checkPart3 } from './counterpart-check.ts';
import type { EventLog } from './event-log.ts';
import { GroupCheck } from './group-check.ts';
import type { LineCodes } from './line-codes.ts';
import type { Line } from './line.ts';
import { MovementFacts, reportUnknownCode } from './movement-facts.ts';
import { Numbering, fourDigitsOf } from './numbering.ts';
import { PartFacts } from './part-facts.ts';
import type { StatementTotals } from './statement-totals.ts';
import { checkStructured, informationSegments, movementSegments } from './structured-check.ts';
import { readCodeOf } from './transaction-codes.ts';

/** What a movement must know of its statement. */
export type MovementContext = Readonly<{
  totals: StatementTotals;
  currency: string | null;
  creationDate: string | null;
  /** False in a separate application, where numbers may begin anywhere. */
  isComplete: boolean;
}>;

/**
 * Puts records 2 and 3 together. A movement is given when the next one begins, because its information follows it;
 * only one is held at a time.
 */
export class MovementReader {
  #context: MovementContext;
  #numbering: Numbering;
  #groups: GroupCheck;
  #root: CodaMovement | null = null;
  #movement: CodaMovement | null = null;
  #information: CodaInformation | null = null;
  #isProven = false;
  #lastEntryDate: string | null = null;
  /** The part that the latest line was, and the numbers that its other parts repeat. */
  #last: PartName | null = null;
  #sequence: number | null = null;
  #detail: number | null = null;
  readonly #facts: MovementFacts;
  readonly #part: PartFacts;
  readonly #log: EventLog;
  readonly #codes: LineCodes;

  constructor(log: EventLog, codes: LineCodes, context: MovementContext) {
    this.#log = log;
    this.#codes = codes;
    this.#facts = new MovementFacts(log);
    this.#part = new PartFacts(log);
    this.#context = context;
    this.#numbering = new Numbering(log, context.isComplete);
    this.#groups = new GroupCheck(log);
  }

  begin(context: MovementContext): void {
    this.#context = context;
    this.#numbering = new Numbering(this.#log, context.isComplete);
    this.#groups = new GroupCheck(this.#log);
    this.#root = null;
    this.#lastEntryDate = null;
  }

  /** Record 2.1. */
  movement(line: Line): void {
    this.#codes.recordFollows(false);
    this.finish();
    const facts = this.#facts;
    facts.read(line);
    const movement = this.#isDetailOfRoot(facts) ? this.#addDetail(line, facts) : this.#addRoot(line, facts);
    this.#movement = movement;
    this.#isProven = !facts.isStructured || facts.isProvenReference;
    this.#checkEntryDate(line, facts.entryDate);
    this.#expectParts('21', line, facts.sequence, facts.detail);
  }

  /** Records 2.2 and 2.3. */
  movementPart(name: '22' | '23', line: Line): void {
    const movement = this.#movement;
    if (!this.#belongs(name, line) || movement === null) return;
    if (name === '22') {
      movement.addPart2(line);
      checkPart2(this.#log, line);
    } else {
      movement.addPart3(line, checkPart3(this.#log, line));
    }
  }

  /** Record 3.1: explains the movement before it that has its sequence number. */
  information(line: Line): void {
    this.#codes.recordFollows(true);
    const part = this.#part;
    part.read('31', line);
    const owner = this.#movement;
    if (owner === null || differ(part.sequence, owner.sequence)) {
      this.#mismatch('31', line, owner === null ? 'a movement before it' : `${fourDigitsOf(owner.sequence)}/…`);
      return;
    }
    const { code, isKnown } = readCodeOf(line.text(records['31'].transactionCode));
    if (!isKnown) reportUnknownCode(this.#log, '31', line.number, code);
    this.#information = new CodaInformation(line, part.detail, code);
    owner.addInformation(this.#information);
    this.#numbering.detail(line, '31', part.detail);
    this.#expectParts('31', line, part.sequence, part.detail);
  }

  /** Records 3.2 and 3.3. */
  informationPart(name: '32' | '33', line: Line): void {
    const information = this.#information;
    if (!this.#belongs(name, line) || information === null) return;
    if (name === '32') information.addPart2(line);
    else information.addPart3(line);
  }

  /** Gives the movement that was being put together. */
  finish(): void {
    const movement = this.#movement;
    this.#last = null;
    if (movement === null) return;
    if (!this.#isProven) checkStructured(this.#log, movement, movementSegments);
    for (const information of movement.information) checkStructured(this.#log, information, informationSegments);
    this.#log.add(movement);
    this.#movement = null;
    this.#information = null;
  }

  /** A line that could not be read: what follows it may belong to it, and numbers may have passed by with it. */
  lineLost(): void {
    this.#codes.forget();
    this.finish();
    this.#numbering = new Numbering(this.#log, false);
  }

  /** No movement follows in this statement. */
  end(): void {
    this.finish();
    this.#groups.close();
    this.#root = null;
  }

  /**
   * By the numbers, not by the type: banks give details any type. Detail 0000 with the sequence number of the movement
   * before it is a detail whose number wrapped after 9999.
   */
  #isDetailOfRoot({ sequence }: MovementFacts): boolean {
    return this.#root !== null && sequence !== null && sequence === this.#root.sequence;
  }

  #addRoot(line: Line, facts: MovementFacts): CodaMovement {
    this.#groups.close();
    this.#numbering.movement(line, facts.sequence, facts.detail);
    const { totals } = this.#context;
    if (facts.sequence === null || facts.detail === null) totals.doubt();
    else if (facts.detail === 0) totals.add(facts.amountThousandths);
    const movement = this.#newMovement(line, facts, null, facts.detail !== null && facts.detail !== 0);
    this.#groups.open(movement);
    this.#root = movement;
    return movement;
  }

  #addDetail(line: Line, facts: MovementFacts): CodaMovement {
    this.#numbering.detail(line, '21', facts.detail);
    const inner = facts.transactionCode.type === '9' ? this.#groups.inner : null;
    const movement = this.#newMovement(line, facts, inner ?? this.#root, true);
    this.#groups.detail(movement);
    return movement;
  }

  #newMovement(line: Line, facts: MovementFacts, parent: CodaMovement['parent'], isDetail: boolean): CodaMovement {
    const { totals, currency } = this.#context;
    totals.movementCount += 1;
    return new CodaMovement(line, facts, totals.movementCount, currency, parent, isDetail);
  }

  #checkEntryDate(line: Line, entryDate: string | null): void {
    if (entryDate === this.#lastEntryDate || entryDate === null) return;
    this.#lastEntryDate = entryDate;
    const { creationDate } = this.#context;
    if (creationDate === null || entryDate <= creationDate) return;
    const { from, to } = records['21'].entryDate;
    const place = { line: line.number, column: from, columnTo: to, record: '21', field: 'entryDate' };
    this.#log.report('ENTRY_DATE_AFTER_CREATION', { ...place, found: entryDate, expected: creationDate });
  }

  /** Whether this line is another part of the record before it. If not, it is kept in an issue. */
  #belongs(name: ContinuingPart, line: Line): boolean {
    if (this.#last === null || !canFollow[name].includes(this.#last)) {
      this.#codes.forget();
      const expected = `record ${canFollow[name].join(' or ')} before it`;
      const place = { line: line.number, column: 1, columnTo: 2, record: name };
      this.#log.report('UNEXPECTED_RECORD', { ...place, found: name, expected, raw: line.whole });
      return false;
    }
    const part = this.#part;
    part.read(name, line);
    if (differ(part.sequence, this.#sequence) || differ(part.detail, this.#detail)) {
      this.#mismatch(name, line, `${fourDigitsOf(this.#sequence)}/${fourDigitsOf(this.#detail)}`);
      return false;
    }
    this.#codes.partFollows();
    this.#expectParts(name, line, this.#sequence, this.#detail);
    return true;
  }

  #mismatch(record: RecordName, line: Line, expected: string): void {
    this.#codes.forget();
    if (record === '31') this.#last = null;
    const { sequence, detail } = this.#part;
    const place = { line: line.number, column: 3, columnTo: 10, record, field: 'sequence' };
    const found = `${fourDigitsOf(sequence)}/${fourDigitsOf(detail)}`;
    this.#log.report('SEQUENCE_MISMATCH', { ...place, found, expected, raw: line.whole });
  }

  #expectParts(name: PartName, line: Line, sequence: number | null, detail: number | null): void {
    this.#last = name;
    this.#sequence = sequence;
    this.#detail = detail;
    this.#codes.announceLine(name, line);
  }
}

type ContinuingPart = '22' | '23' | '32' | '33';
type PartName = '21' | '31' | ContinuingPart;

const canFollow: Readonly<Record<ContinuingPart, readonly PartName[]>> = {
  '22': ['21'],
  '23': ['21', '22'],
  '32': ['31'],
  '33': ['31', '32'],
};

/** A number that cannot be read has its own issue. */
function differ(found: number | null, expected: number | null): boolean {
  return found !== null && expected !== null && found !== expected;
}
