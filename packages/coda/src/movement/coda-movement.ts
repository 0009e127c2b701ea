import { movementJson } from '../event-json.ts';
import type { Line } from '../reader/line.ts';
import { movementPart1, movementPart2, movementPart3 } from '../records/movement.ts';
import type { Communication, Counterpart, Movement, MovementKey, Sepa, UltimateParty } from '../statement.ts';
import type { StructuredCommunicationReading } from '../structured-communication/structured-communication.ts';
import { formatThousandths } from '../thousandths.ts';
import type { TransactionCode } from '../transaction-codes/transaction-code.ts';
import type { CodaInformation } from './coda-information.ts';
import { FreeCommunication, StructuredCommunicationText } from './communication.ts';
import { counterpartOf, ultimatePartyOf } from './counterpart.ts';
import { sepaOf } from './sepa.ts';

/** What the reader proves of the first part of every movement. */
type ProvenFacts = Pick<
  Movement,
  'sequence' | 'detail' | 'amountThousandths' | 'valueDate' | 'entryDate' | 'transactionCode' | 'globalisationCode'
>;

/** Records 2.1 to 3.3. Numbers and days are there from the start; texts are cut from their lines when asked for. */
export class CodaMovement implements Movement {
  readonly type = 'movement';
  readonly ordinal: number;
  readonly line: number;
  readonly sequence: number | null;
  readonly detail: number | null;
  readonly isDetail: boolean;
  readonly amountThousandths: number | null;
  readonly currency: string | null;
  readonly valueDate: string | null;
  readonly entryDate: string | null;
  readonly transactionCode: TransactionCode;
  readonly globalisationCode: number | null;
  readonly parent: MovementKey | null;
  readonly #part1: Line;
  #part2: Line | null = null;
  #part3: Line | null = null;
  #ibanLength = 0;
  #information: CodaInformation[] = none;
  #reading: StructuredCommunicationReading | null = null;

  /** The last four are what only its place in the statement tells. */
  constructor(
    part1: Line,
    facts: ProvenFacts,
    ordinal: number,
    currency: string | null,
    parent: MovementKey | null,
    isDetail: boolean,
  ) {
    this.ordinal = ordinal;
    this.line = part1.number;
    this.sequence = facts.sequence;
    this.detail = facts.detail;
    this.isDetail = isDetail;
    this.amountThousandths = facts.amountThousandths;
    this.currency = currency;
    this.valueDate = facts.valueDate;
    this.entryDate = facts.entryDate;
    this.transactionCode = facts.transactionCode;
    this.globalisationCode = facts.globalisationCode;
    this.parent = parent;
    this.#part1 = part1;
  }

  addPart2(line: Line): void {
    this.#part2 = line;
  }

  addPart3(line: Line, ibanLength: number): void {
    this.#part3 = line;
    this.#ibanLength = ibanLength;
  }

  addInformation(information: CodaInformation): void {
    if (this.#information === none) this.#information = [information];
    else this.#information.push(information);
  }

  keep(reading: StructuredCommunicationReading): void {
    this.#reading = reading;
  }

  /** The lines it was read from, for the place of an issue. */
  get parts(): readonly [Line, Line | null, Line | null] {
    return [this.#part1, this.#part2, this.#part3];
  }

  get amount(): string | null {
    return this.amountThousandths === null ? null : formatThousandths(this.amountThousandths);
  }

  get bankReference(): string | null {
    return this.#part1.value(movementPart1.bankReference);
  }

  get statementNumber(): number | null {
    const digits = this.#part1.text(movementPart1.statementNumber);
    return /^\d{3}$/.test(digits) ? Number(digits) : null;
  }

  get structuredType(): string | null {
    if (this.#part1.text(movementPart1.communicationType) !== '1') return null;
    return this.#part1.text(movementPart1.communication).slice(0, 3);
  }

  get communication(): Communication {
    const type = this.structuredType;
    if (type === null) return new FreeCommunication(this.#text(''));
    return new StructuredCommunicationText(type, this.structuredText, this.#reading);
  }

  /** What stands behind the type. A part that is missing counts as blanks, because positions have a meaning. */
  get structuredText(): string {
    return this.#text(blanksOfPart2).slice(3);
  }

  get customerReference(): string | null {
    const reference = this.#part2?.value(movementPart2.customerReference) ?? null;
    return reference === 'NOTPROVIDED' ? null : reference;
  }

  get counterpart(): Counterpart {
    const bic = this.#part2?.value(movementPart2.counterpartBic) ?? null;
    return counterpartOf(this.#part3, this.#ibanLength, bic, this.#information);
  }

  get ultimateDebtor(): UltimateParty | null {
    return ultimatePartyOf(this.#information, '009');
  }

  get ultimateCreditor(): UltimateParty | null {
    return ultimatePartyOf(this.#information, '008');
  }

  get sepa(): Sepa {
    return sepaOf(this.#part2, this.structuredType === directDebit ? this.communication.fields : null);
  }

  get information(): readonly CodaInformation[] {
    return this.#information;
  }

  /** Everything, in the words of the command line. */
  toJSON(): object {
    return movementJson(this);
  }

  /** Banks cut words where a part ends, so the parts are joined as they stand; blanks at the very end are nothing. */
  #text(ifNoPart2: string): string {
    const third = this.#part3?.trimmedEnd(movementPart3.communication) ?? '';
    const second = this.#part2?.trimmedEnd(movementPart2.communication) ?? '';
    if (third === '' && second === '') return this.#part1.trimmedEnd(movementPart1.communication);
    const first = this.#part1.text(movementPart1.communication);
    if (third === '') return first + second;
    return first + (this.#part2?.text(movementPart2.communication) ?? ifNoPart2) + third;
  }
}

const directDebit = '127';
const blanksOfPart2 = ' '.repeat(movementPart2.communication.to - movementPart2.communication.from + 1);

/** Shared by all that have none, which is most. */
const none: CodaInformation[] = [];
