import { masked } from '../issues.ts';
import { informationPart1 } from '../records/information.ts';
import { movementPart1 } from '../records/movement.ts';
import type { TransactionCode } from '../transaction-codes/transaction-code.ts';
import { Days } from './days.ts';
import { areFourDigits, fifteenDigits, fourDigits, twoDigits } from './digits.ts';
import type { EventLog } from './event-log.ts';
import { inspectRecord } from './inspect-record.ts';
import type { Line } from './line.ts';
import { TransactionCodes, readCodeOf, type ReadCode } from './transaction-codes.ts';

/**
 * The numbers and days of record 2.1. A line that is as it should be is read by arithmetic on its bytes; any other
 * field by field, with an issue for each that is wrong. One object serves all lines: take what you need before the
 * next `read`.
 */
export class MovementFacts {
  sequence: number | null = null;
  detail: number | null = null;
  amountThousandths: number | null = null;
  valueDate: string | null = null;
  entryDate: string | null = null;
  transactionCode: TransactionCode = readCodeOf('00000000').code;
  globalisationCode: number | null = null;
  /** A structured communication that nothing is wrong with: an OGM with the right check digits. */
  isProvenReference = false;
  isStructured = false;
  readonly #days = new Days();
  readonly #codes = new TransactionCodes();
  readonly #log: EventLog;

  constructor(log: EventLog) {
    this.#log = log;
  }

  read(line: Line): void {
    if (!line.isOrdinary || !this.#readOrdinary(line)) this.#readInspected(line);
  }

  #readOrdinary({ block: { view }, at, number }: Line): boolean {
    const isDebit = view.getUint8(at + offsets.sign) - zero;
    const valueDate = this.#days.at(view, at + offsets.valueDate);
    const entryDate = this.#days.at(view, at + offsets.entryDate);
    if (isDebit > 1 || valueDate === undefined || entryDate === undefined) return false;

    const amount = fifteenDigits(view, at + offsets.amount);
    this.sequence = fourDigits(view, at + offsets.sequence);
    this.detail = fourDigits(view, at + offsets.detail);
    this.amountThousandths = isDebit === 1 && amount !== 0 ? -amount : amount;
    this.valueDate = valueDate;
    this.entryDate = entryDate;
    this.globalisationCode = view.getUint8(at + offsets.globalisationCode) - zero;
    this.isStructured = view.getUint8(at + offsets.communicationType) === one;
    this.isProvenReference = this.isStructured && isProvenReference(view, at + offsets.communication);
    this.#take(this.#codes.at(view, at + offsets.transactionCode), number);
    return true;
  }

  #readInspected(line: Line): void {
    const record = inspectRecord(this.#log, '21', line);
    const { sign, amount } = record;
    this.sequence = record.sequence;
    this.detail = record.detail;
    this.amountThousandths = sign === null || amount === null ? null : sign * amount || 0;
    this.valueDate = record.valueDate;
    this.entryDate = record.entryDate;
    this.globalisationCode = /^\d$/.test(record.globalisationCode ?? '') ? Number(record.globalisationCode) : null;
    this.isStructured = record.communicationType === '1';
    this.isProvenReference = false;
    this.#take(readCodeOf(record.transactionCode ?? ''), line.number);
  }

  #take({ code, isKnown }: ReadCode, line: number): void {
    this.transactionCode = code;
    if (!isKnown) reportUnknownCode(this.#log, '21', line, code);
  }
}

export function reportUnknownCode(log: EventLog, record: '21' | '31', line: number, code: TransactionCode): void {
  const { from, to } = record === '21' ? movementPart1.transactionCode : informationPart1.transactionCode;
  const found = masked(code.type + code.family + code.operation + code.category);
  log.report('UNKNOWN_TRANSACTION_CODE', { line, column: from, columnTo: to, record, field: 'transactionCode', found });
}

/** 101 or 102 and twelve digits that agree modulo 97: what nearly every structured communication is. */
function isProvenReference(view: DataView, at: number): boolean {
  const type = (view.getUint8(at) << 16) | (view.getUint8(at + 1) << 8) | view.getUint8(at + 2);
  if (type !== type101 && type !== type102) return false;
  if (!areFourDigits(view, at + 3) || !areFourDigits(view, at + 7) || !areFourDigits(view, at + 11)) return false;
  const high = fourDigits(view, at + 3) % 97;
  const middle = (high * 10_000 + fourDigits(view, at + 7)) % 97;
  const remainder = (middle * 100 + twoDigits(view, at + 11)) % 97;
  return (remainder === 0 ? 97 : remainder) === twoDigits(view, at + 13);
}

const zero = 0x30;
const one = 0x31;
const type101 = 0x313031;
const type102 = 0x313032;

/** The table counts from 1, a view from 0. */
const offsets = {
  sequence: movementPart1.sequence.from - 1,
  detail: movementPart1.detail.from - 1,
  sign: movementPart1.sign.from - 1,
  amount: movementPart1.amount.from - 1,
  valueDate: movementPart1.valueDate.from - 1,
  transactionCode: movementPart1.transactionCode.from - 1,
  communicationType: movementPart1.communicationType.from - 1,
  communication: movementPart1.communication.from - 1,
  entryDate: movementPart1.entryDate.from - 1,
  globalisationCode: movementPart1.globalisationCode.from - 1,
} as const;
