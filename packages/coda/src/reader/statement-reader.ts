import { checkContinuity } from '../continuity.ts';
import { masked } from '../issues.ts';
import { headerStart } from '../records/header.ts';
import { records, type RecordName } from '../records/records.ts';
import type { Account, Balance } from '../statement.ts';
import type { EventLog } from './event-log.ts';
import { inspectRecord, type InspectedRecord } from './inspect-record.ts';
import { LineCodes } from './line-codes.ts';
import type { Line } from './line.ts';
import { MessageReader } from './message-reader.ts';
import { MovementReader } from './movement-reader.ts';
import {
  applicationOf,
  balanceOf,
  completeStatement,
  isSupported,
  numberOf,
  readHeader,
  readOldBalance,
  reporterOf,
  statementOf,
  unknownBalance,
} from './statement-start.ts';
import { StatementTotals } from './statement-totals.ts';

/** Where in the order `0 1 (2 3)* 8 4* 9` a statement is; one of another version is skipped to its end. */
type Phase = 'outside' | 'header' | 'movements' | 'closing' | 'skipped';

/** Reads lines that are records: keeps their order, and makes statements of them. */
export class StatementReader {
  #phase: Phase = 'outside';
  #index = 0;
  #line = 0;
  #header: InspectedRecord<'0'> | null = null;
  #account: Account | null = null;
  #isAnnounced = false;
  #isComplete = true;
  #oldBalance: Balance = unknownBalance;
  #newBalance: Balance | null = null;
  #closingNumber: number | null = null;
  #totals = new StatementTotals();
  /** The code at 128 of the latest trailer: 1 = another statement follows, 2 = the last one. */
  #trailer: { line: Line; code: string } | null = null;
  /** By account and currency: where its latest statement stopped. */
  readonly #stopped = new Map<string, Balance>();
  readonly #log: EventLog;
  readonly #codes: LineCodes;
  readonly #movements: MovementReader;
  readonly #messages: MessageReader;

  constructor(log: EventLog) {
    this.#log = log;
    this.#codes = new LineCodes(log);
    this.#movements = new MovementReader(log, this.#codes, this.#context());
    this.#messages = new MessageReader(log);
  }

  get isOutside(): boolean {
    return !this.#isOpen;
  }

  get #isOpen(): boolean {
    return this.#phase !== 'outside' && this.#phase !== 'skipped';
  }

  record(name: RecordName, line: Line): void {
    if (this.#phase === 'skipped' && name !== '0') {
      if (name === '9') this.#phase = 'outside';
      return;
    }
    switch (name) {
      case '21':
        this.#beginMovements(line, name);
        this.#totals.recordCount += 1;
        this.#movements.movement(line);
        return;
      case '22':
      case '23':
        this.#beginMovements(line, name);
        this.#totals.recordCount += 1;
        this.#movements.movementPart(name, line);
        return;
      case '31':
        this.#beginMovements(line, name);
        this.#totals.recordCount += 1;
        this.#movements.information(line);
        return;
      case '32':
      case '33':
        this.#beginMovements(line, name);
        this.#totals.recordCount += 1;
        this.#movements.informationPart(name, line);
        return;
      case '0':
        this.#open(line);
        return;
      case '1':
        this.#readOldBalance(line);
        return;
      case '8':
        this.#readNewBalance(line);
        return;
      case '4':
        this.#readMessage(line);
        return;
      case '9':
        this.#readTrailer(line);
        return;
    }
  }

  /** A line that is no record: nobody knows what it would have said, so counts and sums prove nothing any more. */
  lineLost(): void {
    if (this.#phase === 'outside') return;
    this.#totals.lose();
    this.#movements.lineLost();
  }

  /**
   * @param lastLine of the file
   * @param isStopped it was not read to its end, which has its own issue
   */
  end(lastLine: number, isStopped: boolean): void {
    if (this.#isOpen) {
      if (isStopped) this.#codes.forget();
      this.#endMovements();
      if (!isStopped) this.#log.report('UNEXPECTED_END', { line: lastLine, expected: 'record 9' });
      this.#close(lastLine, null);
    } else if (this.#trailer?.code === '1') {
      this.#reportTrailerCode(this.#trailer.line, '1', '2');
    }
  }

  /** Record 0. */
  #open(line: Line): void {
    if (this.#isOpen) {
      this.#endMovements();
      this.#unexpected(line, '0', 'record 9 before the next statement');
      this.#close(line.number, null);
    }
    if (this.#trailer?.code === '2') this.#reportTrailerCode(this.#trailer.line, '2', '1');
    this.#begin(line);
    /** Of the first line of the file, somebody else has asked this already. */
    if (line.number > 1 && !headerStart.test(line.whole)) {
      const place = { line: line.number, column: 1, columnTo: 24, record: '0', raw: line.whole };
      this.#log.report('NOT_CODA', { ...place, found: 'another record', expected: 'a CODA header' });
    }
    this.#header = readHeader(this.#log, line);
    if (!isSupported(this.#header)) {
      this.#phase = 'skipped';
      this.#log.statement = null;
      return;
    }
    this.#isComplete = applicationOf(this.#header) === completeStatement;
    this.#movements.begin(this.#context());
  }

  #begin(line: Line): void {
    this.#phase = 'header';
    this.#index += 1;
    this.#log.statement = this.#index;
    this.#line = line.number;
    this.#header = null;
    this.#account = null;
    this.#isAnnounced = false;
    this.#isComplete = true;
    this.#oldBalance = unknownBalance;
    this.#newBalance = null;
    this.#closingNumber = null;
    this.#totals = new StatementTotals();
    this.#trailer = null;
    this.#movements.begin(this.#context());
  }

  #readOldBalance(line: Line): void {
    if (this.#phase === 'outside') this.#beginWithoutHeader(line, '1');
    this.#totals.recordCount += 1;
    if (this.#isAnnounced) {
      this.#unexpected(line, '1', 'one old balance');
      return;
    }
    const one = readOldBalance(this.#log, line);
    this.#account = one.account;
    this.#oldBalance = balanceOf(one.record);
    this.#phase = 'movements';
    this.#announce(one);
    this.#checkContinuity(line);
  }

  /** Gives the statement as far as it is known. */
  #announce(one: Parameters<typeof statementOf>[2]): void {
    this.#isAnnounced = true;
    this.#log.add(statementOf({ index: this.#index, line: this.#line }, this.#header, one));
    this.#movements.begin(this.#context());
  }

  #beginMovements(line: Line, name: RecordName): void {
    if (this.#phase === 'movements') return;
    if (this.#phase === 'outside') this.#beginWithoutHeader(line, name);
    else if (this.#phase === 'header') this.#unexpected(line, name, 'record 1');
    else this.#unexpected(line, name, 'record 4 or 9');
    if (!this.#isAnnounced) this.#announce(null);
    this.#messages.finish();
    this.#phase = 'movements';
  }

  #readNewBalance(line: Line): void {
    if (this.#phase === 'outside') this.#beginWithoutHeader(line, '8');
    else if (!this.#isAnnounced) this.#unexpected(line, '8', 'record 1');
    this.#endMovements();
    this.#totals.recordCount += 1;
    if (!this.#isAnnounced) this.#announce(null);
    this.#phase = 'closing';
    if (this.#newBalance !== null) {
      this.#unexpected(line, '8', 'one new balance');
      return;
    }
    const record = inspectRecord(this.#log, '8', line);
    this.#codes.announceLine('8', line);
    this.#newBalance = balanceOf(record);
    this.#closingNumber = numberOf(record.statementNumber);
    this.#checkAccount(line, record);
    if (this.#isComplete) this.#totals.checkBalance(this.#log, line.number, this.#oldBalance, this.#newBalance);
  }

  #readMessage(line: Line): void {
    if (this.#phase === 'outside') this.#beginWithoutHeader(line, '4');
    else if (this.#phase !== 'closing') this.#unexpected(line, '4', 'record 8 before it');
    this.#endMovements(true);
    if (!this.#isAnnounced) this.#announce(null);
    this.#phase = 'closing';
    this.#messages.read(line);
    this.#codes.announceLine('4', line);
  }

  #readTrailer(line: Line): void {
    if (this.#phase === 'outside') this.#beginWithoutHeader(line, '9');
    else if (this.#phase === 'header') this.#unexpected(line, '9', 'record 1');
    else if (this.#newBalance === null && this.#totals.movementCount > 0) this.#unexpected(line, '9', 'record 8');
    this.#endMovements();
    const record = inspectRecord(this.#log, '9', line);
    this.#totals.checkTrailer(this.#log, line.number, record);
    this.#trailer = { line, code: record.multipleFileCode ?? '' };
    if (record.multipleFileCode !== null && !/^[12]$/.test(record.multipleFileCode)) {
      this.#reportTrailerCode(line, record.multipleFileCode, '1 or 2');
    }
    this.#close(line.number, record);
  }

  #endMovements(isLinked = false): void {
    this.#codes.recordFollows(isLinked);
    this.#movements.end();
  }

  #close(line: number, trailer: InspectedRecord<'9'> | null): void {
    this.#messages.finish();
    if (!this.#isAnnounced) this.#announce(null);
    const totals = this.#totals;
    const newBalance = this.#newBalance ?? unknownBalance;
    this.#log.add({
      type: 'statement_end',
      index: this.#index,
      line,
      newBalance,
      statementNumber: this.#closingNumber,
      movementCount: totals.movementCount,
      recordCount: trailer?.recordCount ?? null,
      totalDebitThousandths: trailer?.totalDebit ?? null,
      totalCreditThousandths: trailer?.totalCredit ?? null,
      debitThousandths: totals.debit,
      creditThousandths: totals.credit,
      balanced: this.#isBalanced(newBalance),
    });
    this.#keepBalance();
    this.#phase = 'outside';
    this.#log.statement = null;
  }

  #beginWithoutHeader(line: Line, name: RecordName): void {
    this.#begin(line);
    this.#unexpected(line, name, 'record 0');
    this.#isAnnounced = false;
  }

  #unexpected(line: Line, name: RecordName, expected: string): void {
    const place = { line: line.number, column: 1, columnTo: name.length, record: name };
    this.#log.report('UNEXPECTED_RECORD', { ...place, found: name, expected, raw: line.whole });
  }

  #checkAccount(line: Line, record: InspectedRecord<'8'>): void {
    const found = (record.account ?? '').trim();
    if (this.#account === null || record.account === null || found === this.#account.raw) return;
    const facts = { found: masked(found), expected: masked(this.#account.raw) };
    reporterOf(this.#log, '8', line)('ACCOUNT_MISMATCH', records['8'].account, 'account', facts);
  }

  #checkContinuity(line: Line): void {
    const before = this.#isComplete ? this.#stopped.get(this.#accountKey()) : undefined;
    if (before === undefined) return;
    for (const { code, found, expected } of checkContinuity(before, this.#oldBalance)) {
      const field = code === 'CONTINUITY_BALANCE' ? 'balance' : 'balanceDate';
      reporterOf(this.#log, '1', line)(code, records['1'][field], field, { found, expected });
    }
  }

  #isBalanced(newBalance: Balance): boolean | null {
    if (!this.#isComplete) return null;
    return this.#isEmpty ? true : this.#totals.isBalanced(this.#oldBalance, newBalance);
  }

  /** An empty statement has no new balance: the account stays where it was. */
  #keepBalance(): void {
    if (!this.#isComplete || this.#account === null) return;
    this.#stopped.set(this.#accountKey(), this.#isEmpty ? this.#oldBalance : (this.#newBalance ?? unknownBalance));
  }

  get #isEmpty(): boolean {
    return this.#newBalance === null && this.#totals.movementCount === 0;
  }

  #accountKey(): string {
    return `${this.#account?.iban ?? this.#account?.raw ?? ''} ${this.#account?.currency ?? ''}`;
  }

  #reportTrailerCode(line: Line, found: string, expected: string): void {
    const field = records['9'].multipleFileCode;
    reporterOf(this.#log, '9', line)('MULTIPLE_FILE_CODE', field, 'multipleFileCode', { found, expected });
  }

  #context() {
    return {
      totals: this.#totals,
      currency: this.#account?.currency ?? null,
      creationDate: this.#header?.creationDate ?? null,
      isComplete: this.#isComplete,
    };
  }
}
