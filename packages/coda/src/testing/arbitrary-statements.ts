import fc from 'fast-check';
import { categories } from '../transaction-codes/categories.ts';
import { operations, type TransactionCode } from '../transaction-codes/transaction-code.ts';
import type { StatementContent } from '../writer/coda-writer.ts';
import type {
  AccountInput,
  CommunicationInput,
  CounterpartInput,
  InformationInput,
  MovementInput,
  StatementInput,
} from '../writer/statement-input.ts';
import { belgianNumbers, belgianReferences, days, ibans, words } from './arbitrary-texts.ts';

/** A statement in memory, as the writer takes it. */
export type WholeStatement = StatementInput &
  StatementContent & { readonly movements: readonly MovementInput[]; readonly messages: readonly string[] };

/** Statements that a bank could send: any text, amount and day, known codes, and details that add up. */
export function statements(): fc.Arbitrary<WholeStatement> {
  const contents = {
    movements: fc.array(movements(), { maxLength: 6 }),
    messages: fc.array(messages(), { maxLength: 2 }),
  };
  return fc
    .record({ ...header, account: accounts(), oldBalance: balances(), closingDate: orNull(days()), ...contents })
    .map(({ closingDate, ...statement }) => ({ ...statement, newBalance: { date: closingDate } }));
}

/** A movement that counts, single or with details of one or two levels. */
export function movements(): fc.Arbitrary<MovementInput> {
  const details = fc.array(fc.oneof(parts('5'), parts('6'), totalOf('7', fc.array(parts('9'), { maxLength: 3 }))), {
    maxLength: 4,
  });
  return fc.oneof(
    { weight: 3, arbitrary: parts('0') },
    { weight: 1, arbitrary: totalOf('1', details) },
    { weight: 1, arbitrary: totalOf('3', fc.array(parts('8'), { maxLength: 3 })) },
  );
}

export function accounts(): fc.Arbitrary<AccountInput> {
  const currency = fc.constantFrom('EUR', 'USD', 'GBP');
  return fc.oneof(
    fc.record({ iban: ibans(), currency }),
    fc.record({ bban: belgianNumbers(), currency }),
    fc.record({ bban: fc.stringMatching(/^[A-Z]\d{1,30}$/), currency }),
  );
}

function totalOf(type: string, details: fc.Arbitrary<MovementInput[]>): fc.Arbitrary<MovementInput> {
  return fc.tuple(parts(type), details).map(([total, list]) => {
    if (list.length === 0) return total;
    const amountThousandths = list.reduce((sum, detail) => sum + detail.amountThousandths, 0);
    return { ...total, amountThousandths, details: list };
  });
}

/** One amount with all that its three parts and its information hold. */
function parts(type: string): fc.Arbitrary<MovementInput> {
  return fc.record({
    amountThousandths: amounts(10 ** 12),
    bankReference: words(21),
    valueDate: orNull(days()),
    entryDate: fc.constantFrom(null, '1980-01-01', '1999-12-31'),
    statementNumber: fc.nat(999),
    transactionCode: transactionCodes(type),
    communication: communications(),
    customerReference: words(35),
    counterpart: counterparts(),
    sepa: fc.record({
      rTransaction: fc.constantFrom(null, '1', '2', '3', '4', '5'),
      reason: fc.constantFrom(null, 'AC04', 'MD06'),
      categoryPurpose: fc.constantFrom(null, 'SALA', 'SUPP'),
      purpose: fc.constantFrom(null, 'RENT'),
    }),
    information: fc.array(information(), { maxLength: 3 }),
  });
}

function communications(): fc.Arbitrary<CommunicationInput> {
  return fc.oneof(
    words(149).map((text) => ({ structuredType: null, text: text ?? '' })),
    fc.record({ structuredType: fc.constantFrom('101', '102'), text: belgianReferences() }),
    words(12).map((text) => ({ structuredType: '103', text: text ?? '' })),
    words(146).map((text) => ({ structuredType: '104', text: text ?? '' })),
  );
}

function information(): fc.Arbitrary<InformationInput> {
  const communication = fc.oneof(
    words(268).map((text) => ({ structuredType: null, text: text ?? '' })),
    words(140).map((text) => ({ structuredType: '002', text: text ?? '' })),
    words(265).map((text) => ({ structuredType: '003', text: text ?? '' })),
  );
  return fc
    .record({ bankReference: words(21), transactionCode: transactionCodes('0'), communication })
    .map((one) => one);
}

function counterparts(): fc.Arbitrary<CounterpartInput> {
  const foreign = fc.stringMatching(/^[A-Z]\d{1,12}-\d{2,19}$/);
  const account = fc.oneof(ibans(), belgianNumbers(), foreign);
  const known = fc.record({ account, currency: fc.constantFrom('EUR', 'USD'), bic: words(11), name: words(35) });
  return fc.oneof(known, fc.record({ bic: words(11), name: words(35) }));
}

function transactionCodes(type: string): fc.Arbitrary<TransactionCode> {
  return fc.constantFrom(...knownCodes).map((code) => ({ ...code, type }));
}

const knownCodes = Object.entries(operations).flatMap(([family, table]) =>
  Object.keys(table).map((operation, index) => {
    const codes = Object.keys(categories);
    return { family, operation, category: codes[index % codes.length] ?? '000' };
  }),
);

function messages(): fc.Arbitrary<string> {
  return fc
    .array(words(80), { minLength: 1, maxLength: 3 })
    .map((lines) => lines.map((line) => line ?? '-').join('\n'));
}

function balances() {
  return fc.record({ amountThousandths: amounts(10 ** 14), date: orNull(days()) });
}

function amounts(limit: number): fc.Arbitrary<number> {
  return fc.integer({ min: -limit, max: limit });
}

function orNull<Value>(arbitrary: fc.Arbitrary<Value>): fc.Arbitrary<Value | null> {
  return fc.option(arbitrary, { nil: null });
}

const header = {
  creationDate: fc.constantFrom('2026-02-28', '2079-12-31'),
  duplicate: fc.boolean(),
  bank: fc.stringMatching(/^\d{3}$/),
  fileReference: words(10),
  addressee: words(26),
  bic: words(11),
  companyNumber: fc.constantFrom(null, '0123456749'),
  transactionReference: words(16),
  relatedReference: words(16),
  statementNumber: fc.nat(999),
  codaSequenceNumber: fc.nat(999),
  holderName: words(26),
  accountDescription: words(35),
};
