import { writeRecord, type RecordLayout, type RecordOf } from '../record-layout.ts';
import { records, type RecordName } from '../records/records.ts';
import type { TransactionCode } from '../transaction-codes/transaction-code.ts';
import type { CommunicationInput, CounterpartInput, InformationInput, MovementInput } from './statement-input.ts';

/** How far a statement has counted. */
export type Numbers = { sequence: number; detail: number };

/** The records of a movement with its information and its details: 2.1 to 3.3. */
export function movementLines(input: MovementInput, numbers: Numbers): string[] {
  numbers.sequence = following(numbers.sequence);
  numbers.detail = 0;
  const { details = [] } = input;
  const level = details.length > 0 ? outerLevel : (input.globalisationCode ?? 0);
  const lines = linesOfOne(input, numbers, level);
  for (const [index, detail] of details.entries()) {
    const isLast = index === details.length - 1;
    lines.push(...detailLines(detail, numbers, isLast ? outerLevel : 0));
  }
  return lines;
}

/** A detail that is itself broken down brackets its own details, one level deeper. */
function detailLines(input: MovementInput, numbers: Numbers, closing: number): string[] {
  const { details = [] } = input;
  numbers.detail = following(numbers.detail);
  const lines = linesOfOne(input, numbers, details.length > 0 ? innerLevel : closing);
  for (const [index, detail] of details.entries()) {
    if (detail.details && detail.details.length > 0) throw new RangeError('Details have two levels at most');
    numbers.detail = following(numbers.detail);
    const isLast = index === details.length - 1;
    /** One position for two groups that end here: the outer one goes first. */
    lines.push(...linesOfOne(detail, numbers, isLast ? closing || innerLevel : 0));
  }
  return lines;
}

function linesOfOne(input: MovementInput, numbers: Numbers, globalisationCode: number): string[] {
  const { sequence, detail } = numbers;
  const { information = [] } = input;
  const { isStructured, parts } = partsOf(input.communication, [53, 53, 43]);
  const part2 = hasPart2(input, parts);
  const part3 = hasPart3(input.counterpart, parts);
  const link = information.length > 0 ? '1' : '0';
  const lines = [
    write('21', {
      recordType: '21',
      sequence,
      detail,
      bankReference: input.bankReference ?? '',
      sign: input.amountThousandths < 0 ? -1 : 1,
      amount: Math.abs(input.amountThousandths),
      valueDate: input.valueDate ?? null,
      transactionCode: codeText(input.transactionCode),
      communicationType: isStructured ? '1' : '0',
      communication: parts[0] ?? '',
      entryDate: input.entryDate ?? null,
      statementNumber: String(input.statementNumber ?? 0).padStart(3, '0'),
      globalisationCode: String(globalisationCode),
      nextCode: part2 || part3 ? '1' : '0',
      reserved: null,
      linkCode: part2 || part3 ? '0' : link,
    }),
  ];
  if (part2) {
    lines.push(
      write('22', {
        recordType: '22',
        sequence,
        detail,
        communication: parts[1] ?? '',
        customerReference: input.customerReference ?? '',
        counterpartBic: input.counterpart?.bic ?? '',
        reserved1: null,
        rTransaction: input.sepa?.rTransaction ?? '',
        reason: input.sepa?.reason ?? '',
        categoryPurpose: input.sepa?.categoryPurpose ?? '',
        purpose: input.sepa?.purpose ?? '',
        nextCode: part3 ? '1' : '0',
        reserved2: null,
        linkCode: part3 ? '0' : link,
      }),
    );
  }
  if (part3) {
    lines.push(
      write('23', {
        recordType: '23',
        sequence,
        detail,
        counterpartAccount: counterpartZoneOf(input.counterpart),
        counterpartName: input.counterpart?.name ?? '',
        communication: parts[2] ?? '',
        nextCode: '0',
        reserved: null,
        linkCode: link,
      }),
    );
  }
  for (const [index, item] of information.entries()) {
    numbers.detail = following(numbers.detail);
    lines.push(...informationLines(item, input, numbers, index < information.length - 1 ? '1' : '0'));
  }
  return lines;
}

function informationLines(
  information: InformationInput,
  movement: MovementInput,
  { sequence, detail }: Numbers,
  link: string,
): string[] {
  const { isStructured, parts } = partsOf(information.communication, [73, 105, 90]);
  const [first = '', second = '', third = ''] = parts;
  const lastCodes = { nextCode: '0', linkCode: link };
  const moreCodes = { nextCode: '1', linkCode: '0' };
  const reserved = { reserved1: null, reserved2: null };
  const lines = [
    write('31', {
      recordType: '31',
      sequence,
      detail,
      bankReference: information.bankReference ?? movement.bankReference ?? '',
      transactionCode: codeText(information.transactionCode ?? movement.transactionCode),
      communicationType: isStructured ? '1' : '0',
      communication: first,
      ...reserved,
      ...(second === '' ? lastCodes : moreCodes),
    }),
  ];
  if (second !== '') {
    const codes = third === '' ? lastCodes : moreCodes;
    lines.push(write('32', { recordType: '32', sequence, detail, communication: second, ...reserved, ...codes }));
  }
  if (third !== '') {
    lines.push(write('33', { recordType: '33', sequence, detail, communication: third, ...reserved, ...lastCodes }));
  }
  return lines;
}

/** Cuts a text where one part ends and the next begins. */
function partsOf(
  communication: CommunicationInput | null | undefined,
  widths: readonly number[],
): { isStructured: boolean; parts: readonly string[] } {
  const type = communication?.structuredType ?? null;
  if (type !== null && type.length !== 3) throw new RangeError(`"${type}" is no type of three characters`);
  const text = (type ?? '') + (communication?.text.trimEnd() ?? '');
  const room = widths.reduce((sum, width) => sum + width, 0);
  if (text.length > room) throw new RangeError(`A communication of ${text.length} characters does not fit ${room}`);
  let at = 0;
  const parts = widths.map((width) => text.slice(at, (at += width)));
  return { isStructured: type !== null, parts };
}

function hasPart2(input: MovementInput, parts: readonly string[]): boolean {
  const { sepa, counterpart, customerReference } = input;
  const values = [customerReference, counterpart?.bic, sepa?.rTransaction, sepa?.reason, sepa?.categoryPurpose];
  return parts[1] !== '' || [...values, sepa?.purpose].some(isGiven);
}

function hasPart3(counterpart: CounterpartInput | null | undefined, parts: readonly string[]): boolean {
  return parts[2] !== '' || [counterpart?.account, counterpart?.iban, counterpart?.name].some(isGiven);
}

function isGiven(text: string | null | undefined): boolean {
  return text !== undefined && text !== null && text !== '';
}

function counterpartZoneOf(counterpart: CounterpartInput | null | undefined): string {
  const account = counterpart?.account ?? counterpart?.iban ?? '';
  const currency = counterpart?.currency ?? '';
  return /^\d{12}$/.test(account) ? `${account} ${currency}` : `${account.padEnd(34)}${currency}`.trimEnd();
}

function codeText({ type, family, operation, category }: TransactionCode): string {
  return type + family + operation + category;
}

function write<Name extends RecordName>(name: Name, record: RecordOf<(typeof records)[Name]>): string {
  const layout: RecordLayout = records[name];
  return writeRecord(layout, record);
}

function following(number: number): number {
  return number === 9999 ? 0 : number + 1;
}

const outerLevel = 1;
const innerLevel = 2;
