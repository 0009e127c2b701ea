import { addDays, bankDayOf } from '@onfact-ponto/primitives';
import { thousandthsOf } from '../ponto/amounts.ts';
import { organizationById, timestamp, type PontoSimulation } from '../ponto/simulation.ts';
import type { Account } from '../ponto/state.ts';
import { bankStatementsOf, type BankStatement } from './bank-statements.ts';
import { booksOf } from './books.ts';
import { codaFile, type CodaStatement } from './coda-file.ts';
import type { CodaMovement } from './coda-movement.ts';
import { movementOf } from './movements.ts';
import { asPrinted } from './printed-text.ts';
import type { StatementOptions } from './statement-options.ts';
import { withWagesTogether } from './wages-total.ts';

export type CodaDownload = Readonly<{
  /** As banks name them: account, currency and period. */
  fileName: string;
  /** None when the period has no statement. */
  bytes: Uint8Array<ArrayBuffer>;
}>;

/** The statements of one account and period, one behind the other, as a customer gets them from the portal. */
export function codaDownload(simulation: PontoSimulation, account: Account, options: StatementOptions): CodaDownload {
  const today = bankDayOf(timestamp(simulation));
  const { from = '', to = today, emptyDays, intraday } = options;
  const statements = bankStatementsOf(booksOf(simulation, account, options.shiftDays), { today, emptyDays, intraday });
  const asked = statements.filter(({ day }) => from <= day && day <= to);

  const parties = partiesOf(simulation, account);
  const firstWithBookings = asked.find(({ bookings }) => bookings.length > 0);
  const written = asked.map((statement) => ({
    ...codaStatement(statement, parties, account, options),
    message: statement === firstWithBookings ? 'SIMULATIE: ALLES IN DIT BESTAND IS VERZONNEN' : null,
  }));
  return { fileName: fileNameOf(account, options.from ?? asked[0]?.day ?? today, to), bytes: codaFile(written) };
}

type Parties = Readonly<{ bic: string; addressee: string }>;

function partiesOf(simulation: PontoSimulation, { financialInstitutionId, organizationId }: Account): Parties {
  const bank = simulation.state.financialInstitutions.find(({ id }) => id === financialInstitutionId);
  return { bic: bank?.bic ?? '', addressee: organizationById(simulation, organizationId).name };
}

function codaStatement(
  statement: BankStatement,
  { bic, addressee }: Parties,
  account: Account,
  options: StatementOptions,
): Omit<CodaStatement, 'message'> {
  const { day, number, bookings } = statement;
  const { currency } = account;
  const reference = bic.slice(0, 4) + day.slice(2).replaceAll('-', '') + String(number).padStart(3, '0');
  const balance = (amountMinor: bigint, on: string) => ({ thousandths: thousandthsOf(amountMinor, currency), day: on });
  return {
    creationDay: options.intraday === true ? day : addDays(day, 1),
    duplicate: options.duplicate === true,
    fileReference: reference.slice(4),
    addressee: asPrinted(addressee, 'bank'),
    bic,
    account: account.reference,
    currency,
    holderName: asPrinted(account.holderName ?? '', 'bank'),
    description: asPrinted(account.product ?? '', 'bank'),
    number,
    oldBalance: balance(statement.oldBalanceMinor, statement.oldBalanceDay),
    newBalance: bookings.length === 0 ? null : balance(statement.newBalanceMinor, day),
    movements: codaMovements(statement, reference, account, options),
  };
}

function codaMovements(
  { bookings }: BankStatement,
  reference: string,
  { currency }: Account,
  { without = [], totals = 'as-booked', texts = 'bank' }: StatementOptions,
): CodaMovement[] {
  const told = bookings.filter(({ transactionId }) => transactionId === null || !without.includes(transactionId));
  const booked = totals === 'as-booked' ? told : withWagesTogether(told);
  return booked.map((booking, index) =>
    movementOf(booking, {
      currency,
      texts,
      withDetails: totals !== 'without-details',
      bankReference: reference + String(index + 1).padStart(6, '0'),
    }),
  );
}

/** "CODA_BE68539007547034_EUR_20261001-20261031.cod" */
function fileNameOf({ reference, currency }: Account, from: string, to: string): string {
  const [first, last] = [from, to].map((day) => day.replaceAll('-', ''));
  return `CODA_${reference.replace(/\W/g, '')}_${currency}_${first}-${last}.cod`;
}
