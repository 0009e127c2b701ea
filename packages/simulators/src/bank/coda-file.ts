import { isIban } from '@onfact-ponto/primitives';
import { amount, blanks, date, digits, signedAmount, text } from './coda-fields.ts';
import { movementRecords, type CodaMovement } from './coda-movement.ts';

/** One statement as a bank hands it out: records 0 to 9. */
export type CodaStatement = Readonly<{
  creationDay: string;
  /** Issued before. */
  duplicate: boolean;
  fileReference: string;
  addressee: string;
  bic: string;
  account: string;
  currency: string;
  holderName: string | null;
  description: string | null;
  /** Within the year, from 1. */
  number: number;
  oldBalance: Balance;
  /** Null on a day without bookings: the old one stands. */
  newBalance: Balance | null;
  movements: readonly CodaMovement[];
  /** What the bank has to say beside its bookings; only where there are any. */
  message: string | null;
}>;

type Balance = Readonly<{ thousandths: bigint; day: string }>;

/** The statements one behind the other. Nothing when there are none. */
export function codaFile(statements: readonly CodaStatement[]): Uint8Array<ArrayBuffer> {
  const records = statements.flatMap((statement) => recordsOf(statement, statement === statements.at(-1)));
  return Uint8Array.from(Buffer.from(records.map((record) => `${record}\r\n`).join(''), 'latin1'));
}

function recordsOf(statement: CodaStatement, isLast: boolean): string[] {
  const { movements, message } = statement;
  const counted = [
    oldBalance(statement),
    ...movements.flatMap((movement, index) => movementRecords(movement, index + 1, statement)),
  ];
  if (statement.newBalance !== null) counted.push(newBalance(statement, statement.newBalance));
  const messages = message === null ? [] : [freeMessage(message)];
  return [header(statement), ...counted, ...messages, trailer(statement, counted.length, isLast)];
}

// prettier-ignore
function header({ creationDay, duplicate, fileReference, addressee, bic, account }: CodaStatement): string {
  return '00000' + date(creationDay) + bankOf(account) + '05' + (duplicate ? 'D' : ' ') + blanks(7) +
    text(fileReference, 10) + text(addressee, 26) + text(bic, 11) + digits(0, 11) + ' ' + '00000' +
    blanks(16) + blanks(16) + blanks(7) + '2';
}

// prettier-ignore
function oldBalance(statement: CodaStatement): string {
  const { number, account, holderName, description } = statement;
  return '1' + structureOf(account) + digits(number, 3) + accountZone(statement) +
    signedAmount(statement.oldBalance.thousandths) + date(statement.oldBalance.day) +
    text(holderName, 26) + text(description, 35) + digits(number, 3);
}

// prettier-ignore
function newBalance(statement: CodaStatement, { thousandths, day }: Balance): string {
  return '8' + digits(statement.number, 3) + accountZone(statement) +
    signedAmount(thousandths) + date(day) +
    blanks(64) + (statement.message === null ? '0' : '1');
}

function freeMessage(message: string): string {
  return `4 ${digits(1, 4)}${digits(0, 4)}${blanks(22)}${text(message, 80)}${blanks(15)}0`;
}

/** The sums of what is in the file, whatever the balances say. */
function trailer({ movements }: CodaStatement, recordCount: number, isLast: boolean): string {
  const amounts = movements.map(({ amountThousandths }) => amountThousandths);
  const debit = sum(amounts.filter((thousandths) => thousandths < 0n));
  const credit = sum(amounts.filter((thousandths) => thousandths > 0n));
  return `9${blanks(15)}${digits(recordCount, 6)}${amount(debit)}${amount(credit)}${blanks(75)}${isLast ? '2' : '1'}`;
}

/** 2 a Belgian IBAN, 3 another IBAN, 1 a number of another kind. */
function structureOf(account: string): '1' | '2' | '3' {
  if (!isIban(account)) return '1';
  return account.startsWith('BE') ? '2' : '3';
}

function accountZone({ account, currency }: CodaStatement): string {
  return text(account, 34) + text(currency, 3);
}

/** The bank's own number stands at the front of a Belgian account number. */
function bankOf(account: string): string {
  return structureOf(account) === '2' ? account.slice(4, 7) : '000';
}

function sum(amounts: readonly bigint[]): bigint {
  return amounts.reduce((total, thousandths) => total + thousandths, 0n);
}
