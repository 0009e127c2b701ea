import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readCodaBytes } from '../reader/read-coda.ts';
import type { Movement } from '../statement.ts';
import { statements, type WholeStatement } from '../testing/arbitrary-statements.ts';
import { eventsByType } from '../testing/events-by-type.ts';
import { writeCoda } from './coda-writer.ts';
import type { MovementInput } from './statement-input.ts';

describe('what is written', () => {
  it('is read back as it was, without any issue', () => {
    fc.assert(
      fc.property(fc.array(statements(), { minLength: 1, maxLength: 3 }), (written) => {
        const read = eventsByType(readCodaBytes(Buffer.concat([...writeCoda(written)]), { strict: true }));

        expect(read.issues.filter(({ code }) => !aboutTheWhole.has(code))).toEqual([]);
        expect(read.statements.map(opening)).toEqual(written.map(opening));
        expect(read.statements.map(({ account }) => account)).toMatchObject(written.map(({ account }) => account));
        expect(read.ends.map(({ newBalance }) => newBalance)).toEqual(written.map(closing));
        expect(read.movements.map(readMovement)).toEqual(
          written.flatMap(({ movements }) => movements.flatMap((movement) => writtenMovements(movement, null))),
        );
        expect(read.messages.map(({ text }) => text)).toEqual(written.flatMap(({ messages }) => messages));
        expect(read.ends.every(({ balanced }) => balanced)).toBe(true);
      }),
      { numRuns: 200 },
    );
  });
});

/** True of a generated file: it may be a duplicate, and statements of one account need not meet. */
const aboutTheWhole = new Set(['DUPLICATE_FILE', 'CONTINUITY_BALANCE', 'CONTINUITY_DATE']);

const openingFields = [
  'creationDate',
  'duplicate',
  'bank',
  'fileReference',
  'addressee',
  'bic',
  'transactionReference',
  'relatedReference',
  'statementNumber',
  'codaSequenceNumber',
  'holderName',
  'accountDescription',
  'oldBalance',
] as const;

function opening(statement: Readonly<Partial<Record<(typeof openingFields)[number], unknown>>>) {
  return openingFields.map((field) => statement[field]);
}

function closing({ oldBalance, movements, messages, newBalance }: WholeStatement) {
  if (movements.length === 0 && messages.length === 0 && !newBalance) return { amountThousandths: null, date: null };
  const sum = movements.reduce(
    (total, { amountThousandths }) => total + amountThousandths,
    oldBalance.amountThousandths,
  );
  return { amountThousandths: sum, date: newBalance?.date ?? null };
}

function readMovement(movement: Movement) {
  const { amountThousandths, bankReference, valueDate, entryDate, statementNumber, transactionCode } = movement;
  const { kind, structuredType, text } = movement.communication;
  const { account, bic, currency, name } = movement.counterpart;
  const { rTransaction, reason, categoryPurpose, purpose } = movement.sepa;
  return {
    ...{ amountThousandths, bankReference, valueDate, entryDate, statementNumber },
    transactionCode: { ...transactionCode },
    communication: { kind, structuredType, text },
    customerReference: movement.customerReference,
    counterpart: { account, bic, currency, name },
    sepa: { rTransaction, reason, categoryPurpose, purpose },
    information: movement.information.map((record) => ({
      bankReference: record.bankReference,
      transactionCode: { ...record.transactionCode },
      structuredType: record.communication.structuredType,
      text: record.communication.text,
    })),
    isDetail: movement.isDetail,
  };
}

function writtenMovements(movement: MovementInput, parent: MovementInput | null): object[] {
  const { communication, counterpart, details = [] } = movement;
  const { account = null, bic = null, currency = null, name = null } = counterpart ?? {};
  const structuredType = communication?.structuredType ?? null;
  const own = {
    amountThousandths: movement.amountThousandths,
    bankReference: movement.bankReference,
    valueDate: movement.valueDate,
    entryDate: movement.entryDate,
    statementNumber: movement.statementNumber,
    transactionCode: movement.transactionCode,
    communication: { kind: structuredType === null ? 'free' : 'structured', structuredType, text: communication?.text },
    customerReference: movement.customerReference,
    counterpart: { account, bic, currency, name },
    sepa: movement.sepa,
    information: (movement.information ?? []).map((record) => ({
      bankReference: record.bankReference ?? movement.bankReference,
      transactionCode: record.transactionCode,
      structuredType: record.communication.structuredType,
      text: record.communication.text,
    })),
    isDetail: parent !== null,
  };
  return [own, ...details.flatMap((detail) => writtenMovements(detail, movement))];
}
