import type { Line } from '../reader/line.ts';
import { informationPart1, informationPart2, informationPart3 } from '../records/information.ts';
import type { Communication, Information } from '../statement.ts';
import type { StructuredCommunicationReading } from '../structured-communication/structured-communication.ts';
import type { TransactionCode } from '../transaction-codes/transaction-code.ts';
import { FreeCommunication, StructuredCommunicationText } from './communication.ts';

/** Records 3.1 to 3.3, read from their text when asked. */
export class CodaInformation implements Information {
  readonly line: number;
  readonly detail: number | null;
  readonly transactionCode: TransactionCode;
  readonly #part1: Line;
  #part2: Line | null = null;
  #part3: Line | null = null;
  #reading: StructuredCommunicationReading | null = null;

  constructor(part1: Line, detail: number | null, transactionCode: TransactionCode) {
    this.line = part1.number;
    this.detail = detail;
    this.transactionCode = transactionCode;
    this.#part1 = part1;
  }

  addPart2(line: Line): void {
    this.#part2 = line;
  }

  addPart3(line: Line): void {
    this.#part3 = line;
  }

  keep(reading: StructuredCommunicationReading): void {
    this.#reading = reading;
  }

  /** The lines it was read from, for the place of an issue. */
  get parts(): readonly [Line, Line | null, Line | null] {
    return [this.#part1, this.#part2, this.#part3];
  }

  get bankReference(): string | null {
    return this.#part1.value(informationPart1.bankReference);
  }

  get structuredType(): string | null {
    if (this.#part1.text(informationPart1.communicationType) !== '1') return null;
    return this.#part1.text(informationPart1.communication).slice(0, 3);
  }

  get communication(): Communication {
    const type = this.structuredType;
    if (type === null) return new FreeCommunication(this.#text('').trimEnd());
    return new StructuredCommunicationText(type, this.structuredText, this.#reading);
  }

  /** What stands behind the type. A part that is missing counts as blanks, because positions have a meaning. */
  get structuredText(): string {
    return this.#text(' '.repeat(105)).slice(3).trimEnd();
  }

  #text(ifNoPart2: string): string {
    const first = this.#part1.text(informationPart1.communication);
    const second = this.#part2?.text(informationPart2.communication);
    const third = this.#part3?.text(informationPart3.communication) ?? '';
    return first + (second ?? (this.#part3 === null ? '' : ifNoPart2)) + third;
  }
}
