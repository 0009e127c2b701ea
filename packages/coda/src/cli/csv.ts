import { stringify } from 'csv-stringify/sync';
import type { Movement, StatementStart } from '../statement.ts';
import { describeTransactionCode } from '../transaction-codes/transaction-code.ts';

/** One row a movement, with what a bookkeeper looks for. */
export const csvColumns = [
  'file',
  'account',
  'currency',
  'statementNumber',
  'sequence',
  'detail',
  'parent',
  'entryDate',
  'valueDate',
  'amount',
  'counterpartName',
  'counterpartAccount',
  'counterpartBic',
  'communicationType',
  'communication',
  'structuredCommunication',
  'customerReference',
  'bankReference',
  'transactionCode',
  'transaction',
  'mandateId',
  'creditorId',
] as const;

export function csvHeader(): string {
  return stringify([[...csvColumns]]);
}

export function csvRow(file: string, statement: StatementStart | null, movement: Movement): string {
  const { counterpart, communication, parent, sepa, transactionCode } = movement;
  const { type, family, operation, category } = transactionCode;
  const texts = [
    statement?.account?.iban ?? statement?.account?.bban ?? '',
    movement.currency ?? '',
    statement?.statementNumber ?? '',
    movement.sequence ?? '',
    movement.detail ?? '',
    parent === null ? '' : `${parent.sequence ?? ''}/${parent.detail ?? ''}`,
    movement.entryDate ?? '',
    movement.valueDate ?? '',
  ];
  const more = [
    counterpart.name,
    counterpart.iban ?? counterpart.account,
    counterpart.bic,
    communication.structuredType,
    communication.text,
    communication.structuredCommunication,
    movement.customerReference,
    movement.bankReference,
    `${type}${family}${operation}${category}`,
    describeTransactionCode(transactionCode, 'en').description,
    sepa.mandateId,
    sepa.creditorId,
  ];
  /** The amount is the one number that may begin with a minus. */
  const row = [file, ...texts].map(harmless).concat(
    movement.amount ?? '',
    more.map((text) => harmless(text ?? '')),
  );
  return stringify([row]);
}

/** A spreadsheet takes a text that begins like this for a formula, and runs it. */
export function harmless(value: string | number): string {
  const text = String(value);
  return /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
}
