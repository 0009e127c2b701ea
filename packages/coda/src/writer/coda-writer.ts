import { accountZoneOf, structureFor } from '../account.ts';
import { encodeWindows1252 } from '../reader/characters.ts';
import { completeStatement } from '../reader/statement-start.ts';
import { writeRecord, type RecordLayout, type RecordOf } from '../record-layout.ts';
import { records, type RecordName } from '../records/records.ts';
import { ExactSum, formatThousandths } from '../thousandths.ts';
import { movementLines, type Numbers } from './movement-lines.ts';
import type { ClosingInput, MovementInput, StatementInput } from './statement-input.ts';

/** A statement that CODA cannot hold: a text too long, a letter that windows-1252 has not, a sum that is wrong. */
export class CodaWriteError extends Error {
  override readonly name = 'CodaWriteError';
}

export type CodaWriter = Readonly<{
  statement: (input: StatementInput) => Uint8Array;
  /** A movement that counts, with its details inside. */
  movement: (input: MovementInput) => Uint8Array;
  message: (text: string) => void;
  close: (input: ClosingInput) => void;
  /** The last records of the file. Nothing may be written afterwards. */
  end: () => Uint8Array;
}>;

/**
 * Writes statements piece by piece, so that memory stays the same however many there are. What the last records of a
 * statement say depends on what follows, so they come with the next statement or with the end.
 * @throws CodaWriteError
 */
export function createCodaWriter({ lineEnd = '\r\n' }: { lineEnd?: '\r\n' | '\n' } = {}): CodaWriter {
  let open: OpenStatement | null = null;

  function lines(work: () => readonly string[]): Uint8Array {
    try {
      return encoded(work(), lineEnd);
    } catch (error) {
      if (error instanceof RangeError) throw new CodaWriteError(error.message, { cause: error });
      throw error;
    }
  }

  function current(): OpenStatement {
    if (open === null) throw new CodaWriteError('A statement has to be begun first');
    return open;
  }

  return {
    statement: (input) =>
      lines(() => {
        const before = open?.closingLines('1') ?? [];
        open = new OpenStatement(input);
        return [...before, ...open.openingLines()];
      }),
    movement: (input) => lines(() => current().movementLines(input)),
    message: (text) => current().messages.push(text),
    close: (input) => {
      current().closing = input;
    },
    end: () =>
      lines(() => {
        const last = open?.closingLines('2') ?? [];
        open = null;
        return last;
      }),
  };
}

class OpenStatement {
  readonly messages: string[] = [];
  closing: ClosingInput | null = null;
  readonly #input: StatementInput;
  readonly #account: string;
  readonly #structure: string;
  readonly #numbers: Numbers = { sequence: 0, detail: 0 };
  readonly #debit = new ExactSum();
  readonly #credit = new ExactSum();
  #hasMovements = false;
  #recordCount = 0;

  constructor(input: StatementInput) {
    const { iban = null, bban = null, country = null, currency } = input.account;
    const structure = input.account.structure ?? structureFor({ iban, bban });
    this.#input = input;
    this.#structure = structure;
    this.#account = accountZoneOf({ structure, iban, bban, country, currency });
  }

  openingLines(): string[] {
    const { oldBalance } = this.#input;
    this.#recordCount += 1;
    const line = write('1', {
      recordType: '1',
      accountStructure: this.#structure,
      statementNumber: threeDigits(this.#input.statementNumber),
      account: this.#account,
      ...balanceFields(oldBalance.amountThousandths),
      balanceDate: oldBalance.date,
      holderName: this.#input.holderName ?? '',
      accountDescription: this.#input.accountDescription ?? '',
      codaSequenceNumber: threeDigits(this.#input.codaSequenceNumber),
    });
    return [headerLine(this.#input), line];
  }

  movementLines(input: MovementInput): string[] {
    if (this.closing !== null) throw new RangeError('A movement cannot follow the end of its statement');
    const lines = movementLines(input, this.#numbers);
    this.#hasMovements = true;
    this.#recordCount += lines.length;
    if (input.amountThousandths < 0) this.#debit.add(-input.amountThousandths);
    else this.#credit.add(input.amountThousandths);
    return lines;
  }

  closingLines(multipleFileCode: '1' | '2'): string[] {
    const trailer = (): string =>
      write('9', {
        recordType: '9',
        reserved1: null,
        recordCount: this.#recordCount,
        totalDebit: Number(this.#debit.total),
        totalCredit: Number(this.#credit.total),
        reserved2: null,
        multipleFileCode,
      });
    const closing = this.closing;
    if (closing === null) {
      if (!this.#hasMovements && this.messages.length === 0) return [trailer()];
      throw new RangeError('A statement with movements or messages needs a date for its new balance');
    }
    this.#recordCount += 1;
    return [this.#newBalanceLine(closing), ...this.#messageLines(), trailer()];
  }

  #newBalanceLine(closing: ClosingInput): string {
    return write('8', {
      recordType: '8',
      statementNumber: threeDigits(closing.statementNumber ?? this.#input.statementNumber),
      account: this.#account,
      ...balanceFields(this.#newBalance(closing.amountThousandths ?? null)),
      balanceDate: closing.date,
      reserved: null,
      linkCode: this.messages.length > 0 ? '1' : '0',
    });
  }

  #newBalance(stated: number | null): number {
    /** A separate application explains movements of another statement: its balances say nothing. */
    if ((this.#input.application ?? completeStatement) !== completeStatement) return stated ?? 0;
    const balance = BigInt(this.#input.oldBalance.amountThousandths) + this.#credit.total - this.#debit.total;
    if (stated !== null && BigInt(stated) !== balance) {
      const [found, expected] = [formatThousandths(stated), formatThousandths(balance)];
      throw new RangeError(`The new balance is ${found}, but the old balance and the movements give ${expected}`);
    }
    return Number(balance);
  }

  #messageLines(): string[] {
    return this.messages.flatMap((message, index) => {
      const texts = message.split('\n');
      return texts.map((text, detail) => {
        const isLast = index === this.messages.length - 1 && detail === texts.length - 1;
        const reserved = { reserved1: null, reserved2: null, reserved3: null };
        const linkCode = isLast ? '0' : '1';
        return write('4', { recordType: '4', ...reserved, sequence: index + 1, detail, text, linkCode });
      });
    });
  }
}

/** The bytes of a file, piece by piece. Movements may be made while they are written. */
export function* writeCoda(
  statements: Iterable<StatementInput & StatementContent>,
  options: { lineEnd?: '\r\n' | '\n' } = {},
): Generator<Uint8Array, void, undefined> {
  const writer = createCodaWriter(options);
  for (const statement of statements) {
    yield writer.statement(statement);
    for (const movement of statement.movements ?? []) yield writer.movement(movement);
    if (statement.newBalance) writer.close(statement.newBalance);
    for (const message of statement.messages ?? []) writer.message(message);
  }
  yield writer.end();
}

export type StatementContent = Readonly<{
  movements?: Iterable<MovementInput>;
  /** Its date; the amount follows. Not needed for a statement without movements and messages. */
  newBalance?: ClosingInput;
  messages?: readonly string[];
}>;

function headerLine(input: StatementInput): string {
  return write('0', {
    recordType: '0',
    zeros: '0000',
    creationDate: input.creationDate ?? null,
    bank: input.bank ?? '000',
    application: '05',
    duplicate: input.duplicate === true ? 'D' : '',
    reserved1: null,
    fileReference: input.fileReference ?? '',
    addressee: input.addressee ?? '',
    bic: input.bic ?? '',
    companyNumber: (input.companyNumber ?? '').padStart(11, '0'),
    reserved2: null,
    separateApplication: input.application ?? completeStatement,
    transactionReference: input.transactionReference ?? '',
    relatedReference: input.relatedReference ?? '',
    reserved3: null,
    version: '2',
  });
}

function write<Name extends RecordName>(name: Name, record: RecordOf<(typeof records)[Name]>): string {
  const layout: RecordLayout = records[name];
  return writeRecord(layout, record);
}

function balanceFields(amountThousandths: number): { balanceSign: 1 | -1; balance: number } {
  return { balanceSign: amountThousandths < 0 ? -1 : 1, balance: Math.abs(amountThousandths) };
}

export function threeDigits(number: number | null | undefined): string {
  return String(number ?? 0).padStart(3, '0');
}

function encoded(lines: readonly string[], lineEnd: string): Uint8Array {
  const text = lines.map((line) => line + lineEnd).join('');
  if (/^[\x20-\x7e\r\n]*$/.test(text) && !lines.some((line) => /[\r\n]/.test(line))) return Buffer.from(text, 'latin1');
  return Buffer.concat(lines.map((line) => Buffer.concat([encodedLine(line), Buffer.from(lineEnd, 'latin1')])));
}

function encodedLine(line: string): Uint8Array {
  const bytes = encodeWindows1252(line);
  if (bytes !== undefined) return bytes;
  const unknown = Array.from(line).find((character) => encodeWindows1252(character) === undefined) ?? '';
  throw new RangeError(`CODA has no character for ${JSON.stringify(unknown)}`);
}
