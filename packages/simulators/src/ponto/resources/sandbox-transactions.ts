import { bankDayOf } from '@onfact-ponto/primitives';
import { Hono, type Context } from 'hono';
import { invalidAttribute, notFound } from '../api-error.ts';
import { bankLine, type TransactionChange } from '../bank-line.ts';
import { bookingsOf, changeBooking, type BankBooking } from '../bank-bookings.ts';
import { listDocument } from '../list-document.ts';
import { attributesOf, document, type Served, productPath } from '../served.ts';
import { timestamp, type PontoSimulation } from '../simulation.ts';
import type { Account, BankLine } from '../state.ts';
import { required } from './payment-orders.ts';
import { requireAccountAtTheBank, sandboxPath } from './sandbox-accounts.ts';
import { lineAttributes } from './transaction-shape.ts';

const path = `${sandboxPath}/:accountId/financial-institution-transactions`;

/** What a customer of the sandbox may still change about a line. Amount and days are not among it. */
const changeable = [
  'counterpartName',
  'description',
  'remittanceInformation',
  'endToEndId',
  'purposeCode',
  'mandateId',
  'creditorId',
  'additionalInformation',
  'bankTransactionCode',
  'proprietaryBankTransactionCode',
] as const;

const writable = [
  ...changeable,
  'counterpartReference',
  'remittanceInformationType',
  'cardReference',
  'cardReferenceType',
] as const;

/** Bookings at the bank itself. Ponto shows them, and their changes, after its next visit. */
export function sandboxTransactions(simulation: PontoSimulation): Hono<Served> {
  const app = new Hono<Served>();
  app.get(path, (c) => {
    const account = requireAccountAtTheBank(simulation, c);
    return listDocument(simulation, c, {
      items: bookingsOf(simulation, account),
      path: new URL(c.req.url).pathname.slice(productPath.length).replace(/\/$/, ''),
      resource: (booking) => resource(account, booking),
    });
  });
  app.get(`${path}/:id`, (c) => {
    const account = requireAccountAtTheBank(simulation, c);
    return document(c, { data: resource(account, find(account, c)) });
  });
  app.post(path, async (c) => {
    const account = requireAccountAtTheBank(simulation, c);
    const line = readLine(simulation, account, await attributesOf(c));
    const booking = { bookedAt: timestamp(simulation), internalReference: simulation.ids.uuid(), line };
    account.bank.waiting.push(booking);
    simulation.changed();
    return document(c, { data: resource(account, bookingsOf(simulation, account).at(-1)) }, 201);
  });
  app.patch(`${path}/:id`, async (c) => {
    const account = requireAccountAtTheBank(simulation, c);
    const booking = find(account, c);
    const change = pick(await attributesOf(c), changeable);
    if ('counterpartName' in change && booking.line.counterpartName !== null) {
      throw invalidAttribute('counterpartName', 'The name can only be given where there was none.');
    }
    changeBooking(simulation, account, booking.id, change);
    return document(c, { data: resource(account, find(account, c)) });
  });

  const find = (account: Account, c: Context): BankBooking => {
    const booking = bookingsOf(simulation, account).find(({ id }) => id === c.req.param('id'));
    if (!booking) throw notFound('financialInstitutionTransaction');
    return booking;
  };
  return app;
}

function resource(account: Account, booking: BankBooking | undefined): object {
  if (!booking) throw notFound('financialInstitutionTransaction');
  const { id, createdAt, updatedAt, line } = booking;
  return {
    type: 'financialInstitutionTransaction',
    id,
    attributes: { createdAt, updatedAt, ...lineAttributes(account, line) },
  };
}

function readLine(simulation: PontoSimulation, account: Account, attributes: Record<string, unknown>): BankLine {
  if (required(attributes, 'currency') !== account.currency) {
    throw invalidAttribute('currency', 'The currency must be that of the account.');
  }
  for (const name of ['description', 'remittanceInformationType']) required(attributes, name);
  const { amount } = attributes;
  const decimal = typeof amount === 'number' || typeof amount === 'string' ? String(amount) : '';
  if (!/^-?\d+(?:\.\d{1,2})?$/.test(decimal)) throw invalidAttribute('amount', 'The amount must be a decimal.');
  return bankLine(simulation, account, {
    ...pick(attributes, writable),
    amount: decimal,
    executionDate: readDay(attributes, 'executionDate'),
    valueDate: readDay(attributes, 'valueDate'),
    overrides: attributes.fee === undefined ? null : { fee: attributes.fee },
  });
}

function readDay(attributes: Record<string, unknown>, name: string): string {
  const text = required(attributes, name);
  if (Number.isNaN(Date.parse(text))) throw invalidAttribute(name, 'The date must be written as ISO 8601.');
  return bankDayOf(new Date(text).toISOString());
}

function pick(attributes: Record<string, unknown>, names: readonly string[]): TransactionChange {
  return Object.fromEntries(names.filter((name) => name in attributes).map((name) => [name, attributes[name]]));
}
