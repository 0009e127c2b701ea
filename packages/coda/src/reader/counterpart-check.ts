import { masked } from '../issues.ts';
import { counterpartAccountOf } from '../movement/counterpart.ts';
import { patterns } from '../movement/sepa.ts';
import { movementPart2, movementPart3 } from '../records/movement.ts';
import { areFourDigits, fourDigits, twoDigits } from './digits.ts';
import type { EventLog } from './event-log.ts';
import type { Line } from './line.ts';

/** Return reason and purposes of record 2.2: codes that no list has are named, and not taken for what they are not. */
export function checkPart2(log: EventLog, line: Line): void {
  if (areBlank(line, codesAt, codesEnd)) return;
  for (const field of ['rTransaction', 'reason', 'categoryPurpose', 'purpose'] as const) {
    const { from, to } = movementPart2[field];
    const value = line.value(movementPart2[field]);
    if (value === null || patterns[field].test(value)) continue;
    const place = { line: line.number, column: from, columnTo: to, record: '22', field };
    log.report('UNEXPECTED_CODE', { ...place, found: masked(value), expected: expectedCode[field] });
  }
}

/**
 * The account of record 2.3. Most are IBANs, whose check is arithmetic on the bytes.
 * @returns how long the IBAN is that was proven, so that nobody has to ask again; 0 when it is none
 */
export function checkPart3(log: EventLog, line: Line): number {
  const at = line.at + accountAt;
  if (isBelgianIban(line, at)) return belgianIbanLength;
  const ibanLength = foreignIbanLength(line, at);
  if (ibanLength > 0 || line.length < 128 || areBlank(line, accountAt, accountEnd)) return ibanLength;
  const { account, hasWrongCheck } = counterpartAccountOf(line.text(movementPart3.counterpartAccount));
  if (hasWrongCheck) {
    const { from, to } = movementPart3.counterpartAccount;
    const place = { line: line.number, column: from, columnTo: to, record: '23', field: 'counterpartAccount' };
    log.report('IBAN_INVALID', { ...place, found: masked(account ?? '') });
  }
  return 0;
}

/** "BE", two check digits, twelve digits, blanks; and the whole is 1 modulo 97 ("BE" counts as 1114). */
function isBelgianIban({ block: { view } }: Line, at: number): boolean {
  if (view.getUint16(at) !== belgium) return false;
  if (view.getInt32(at + 16) !== fourBlanks || view.getInt32(at + 20) !== fourBlanks) return false;
  if (view.getInt32(at + 24) !== fourBlanks || view.getInt32(at + 28) !== fourBlanks) return false;
  if (view.getInt32(at + 30) !== fourBlanks) return false;
  /** The check digits are looked at twice, because four digits are the least to look at. */
  if (!areFourDigits(view, at + 2) || !areFourDigits(view, at + 4)) return false;
  if (!areFourDigits(view, at + 8) || !areFourDigits(view, at + 12)) return false;
  const high = fourDigits(view, at + 4) % 97;
  const middle = (high * 10_000 + fourDigits(view, at + 8)) % 97;
  const national = (middle * 10_000 + fourDigits(view, at + 12)) % 97;
  return (national * 1_000_000 + 111_400 + twoDigits(view, at + 2)) % 97 === 1;
}

/** Two letters, two check digits, eleven to thirty letters or digits, blanks; letters count as 10 to 35. */
function foreignIbanLength({ block: { view } }: Line, at: number): number {
  if (!isLetter(view.getUint8(at)) || !isLetter(view.getUint8(at + 1))) return 0;
  if (!isDigit(view.getUint8(at + 2)) || !isDigit(view.getUint8(at + 3))) return 0;
  let length = 4;
  let remainder = 0;
  for (; length < longestIban; length += 1) {
    const byte = view.getUint8(at + length);
    if (isDigit(byte)) remainder = (remainder * 10 + byte - 0x30) % 97;
    else if (isLetter(byte)) remainder = (remainder * 100 + byte - 0x37) % 97;
    else break;
  }
  if (length < shortestIban) return 0;
  for (let offset = length; offset < longestIban; offset += 1) if (view.getUint8(at + offset) !== blank) return 0;
  const country = (view.getUint8(at) - 0x37) * 100 + view.getUint8(at + 1) - 0x37;
  return (remainder * 1_000_000 + country * 100 + twoDigits(view, at + 2)) % 97 === 1 ? length : 0;
}

function isLetter(byte: number): boolean {
  return byte >= 0x41 && byte <= 0x5a;
}

function isDigit(byte: number): boolean {
  return byte >= 0x30 && byte <= 0x39;
}

function areBlank({ block: { view }, at }: Line, from: number, to: number): boolean {
  for (let offset = at + to - 4; offset > at + from; offset -= 4) {
    if (view.getInt32(offset) !== fourBlanks) return false;
  }
  return view.getInt32(at + from) === fourBlanks;
}

const blank = 0x20;
const fourBlanks = 0x20202020;
const belgianIbanLength = 16;
const shortestIban = 15;
const longestIban = 34;
const belgium = 0x4245;
const codesAt = movementPart2.rTransaction.from - 1;
const codesEnd = movementPart2.purpose.to;
const accountAt = movementPart3.counterpartAccount.from - 1;
const accountEnd = movementPart3.counterpartAccount.to;

const expectedCode = {
  rTransaction: '1 to 5',
  reason: 'an ISO return reason',
  categoryPurpose: 'an ISO category purpose',
  purpose: 'an ISO purpose',
} as const;
