import { thousandthsOf } from '../ponto/amounts.ts';
import type { BankLine } from '../ponto/state.ts';
import type { Booking } from './books.ts';
import type { CodaMovement } from './coda-movement.ts';
import { communicationOf, valueAddedTax } from './communications.ts';
import { printedMessage, printedName } from './printed-text.ts';
import type { Texts } from './statement-options.ts';
import { familyAndOperation, kindOf } from './transaction-codes.ts';

/** How a bank tells a booking. */
export type Manner = Readonly<{
  currency: string;
  texts: Texts;
  withDetails: boolean;
  /** What the bank itself calls the booking. */
  bankReference: string;
}>;

export function movementOf(booking: Booking, manner: Manner): CodaMovement {
  switch (kindOf(booking.line)) {
    case 'collective':
      return collectiveOrder(booking, manner);
    case 'cost':
      return cost(booking, manner);
    case 'card':
      return cardPayment(booking, manner);
    default:
      return single(booking, manner);
  }
}

/** One sum for several payments: type 1, and its details as type 5. */
function collectiveOrder(booking: Booking, manner: Manner): CodaMovement {
  const { line } = booking;
  const details = (line.details ?? []).map((detail) => ({
    ...single({ ...booking, line: { ...line, ...detail } }, manner),
    transactionCode: codeOf(line, '5', manner),
  }));
  return {
    ...single(booking, manner),
    transactionCode: codeOf(line, '1', manner),
    details: manner.withDetails ? details : [],
  };
}

/** The sum, and below it as type 8 the price of the service and the tax on it. */
function cost(booking: Booking, manner: Manner): CodaMovement {
  const { line } = booking;
  const baseMinor = (line.amountMinor * 100n) / 121n;
  const price = partOfCost(booking, baseMinor, '000', manner);
  const tax = partOfCost(booking, line.amountMinor - baseMinor, '011', manner);
  return {
    ...single(booking, manner),
    transactionCode: codeOf(line, '3', manner),
    details: [price, { ...tax, communication: valueAddedTax(tax.amountThousandths, price.amountThousandths) }],
  };
}

function partOfCost(booking: Booking, amountMinor: bigint, category: string, manner: Manner): CodaMovement {
  return {
    ...single({ ...booking, line: { ...booking.line, amountMinor } }, manner),
    transactionCode: codeOf(booking.line, '8', manner, category),
  };
}

/** A terminal knows no account number and cuts the name; the readable text follows as information. */
function cardPayment(booking: Booking, manner: Manner): CodaMovement {
  const readable = printedMessage(booking.line, manner.texts);
  return {
    ...single(booking, manner),
    counterpart: { account: null, name: null },
    information: readable === '' ? null : readable,
  };
}

function single({ line, day }: Booking, manner: Manner): CodaMovement {
  return {
    bankReference: manner.bankReference,
    amountThousandths: thousandthsOf(line.amountMinor, manner.currency),
    valueDay: line.valueDate,
    entryDay: day,
    transactionCode: codeOf(line, '0', manner),
    communication: communicationOf(line, manner.texts),
    customerReference: line.endToEndId,
    counterpart: { account: line.counterpartReference, name: printedName(line.counterpartName, manner.texts) },
    categoryPurpose: line.purposeCode,
    information: null,
    details: [],
  };
}

function codeOf(line: BankLine, type: string, { currency }: Manner, category = '000'): string {
  return type + familyAndOperation(line, currency) + category;
}
