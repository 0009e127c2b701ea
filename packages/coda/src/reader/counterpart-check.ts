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
 * The account of record 2.3. Most are Belgian IBANs, whose check is arithmetic on the bytes.
 * @returns whether it is one, so that nobody has to ask again
 */
export function checkPart3(log: EventLog, line: Line): boolean {
  const at = line.at + accountAt;
  if (isBelgianIban(line, at)) return true;
  if (line.length < 128 || areBlank(line, accountAt, accountEnd)) return false;
  const { account, hasWrongCheck } = counterpartAccountOf(line.text(movementPart3.counterpartAccount));
  if (hasWrongCheck) {
    const { from, to } = movementPart3.counterpartAccount;
    const place = { line: line.number, column: from, columnTo: to, record: '23', field: 'counterpartAccount' };
    log.report('IBAN_INVALID', { ...place, found: masked(account ?? '') });
  }
  return false;
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

function areBlank({ block: { view }, at }: Line, from: number, to: number): boolean {
  for (let offset = at + to - 4; offset > at + from; offset -= 4) {
    if (view.getInt32(offset) !== fourBlanks) return false;
  }
  return view.getInt32(at + from) === fourBlanks;
}

const fourBlanks = 0x20202020;
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
