import type {
  Account,
  CodaEvent,
  Communication,
  Information,
  Movement,
  StatementEnd,
  StatementStart,
} from './statement.ts';
import { formatThousandths } from './thousandths.ts';
import { describeTransactionCode, type TransactionCode } from './transaction-codes/transaction-code.ts';

/** An event in the words of the command line: amounts are decimal texts, what is absent is null. */
export function eventJson(event: CodaEvent): object {
  if (event.type === 'statement') return statementJson(event);
  if (event.type === 'movement') return movementJson(event);
  if (event.type === 'statement_end') return statementEndJson(event);
  return event;
}

function statementJson({ account, oldBalance, ...statement }: StatementStart): object {
  return { ...statement, account: account && accountJson(account), oldBalance: balanceJson(oldBalance) };
}

function accountJson({ iban, bban, currency, country, structure }: Account): object {
  return { iban, bban, currency, country, structure };
}

function statementEndJson(end: StatementEnd): object {
  return {
    type: end.type,
    index: end.index,
    line: end.line,
    newBalance: balanceJson(end.newBalance),
    statementNumber: end.statementNumber,
    movementCount: end.movementCount,
    recordCount: end.recordCount,
    totalDebit: amountJson(end.totalDebitThousandths),
    totalCredit: amountJson(end.totalCreditThousandths),
    balanced: end.balanced,
  };
}

export function movementJson(movement: Movement): object {
  const { parent } = movement;
  return {
    type: movement.type,
    ordinal: movement.ordinal,
    line: movement.line,
    sequence: movement.sequence,
    detail: movement.detail,
    parent: parent && { sequence: parent.sequence, detail: parent.detail },
    isDetail: movement.isDetail,
    bankReference: movement.bankReference,
    amount: movement.amount,
    currency: movement.currency,
    valueDate: movement.valueDate,
    entryDate: movement.entryDate,
    statementNumber: movement.statementNumber,
    transactionCode: codeJson(movement.transactionCode),
    globalisationCode: movement.globalisationCode,
    communication: communicationJson(movement.communication),
    customerReference: movement.customerReference,
    counterpart: movement.counterpart,
    ultimateDebtor: movement.ultimateDebtor,
    ultimateCreditor: movement.ultimateCreditor,
    sepa: movement.sepa,
    information: movement.information.map(informationJson),
  };
}

function informationJson(information: Information): object {
  return {
    line: information.line,
    detail: information.detail,
    bankReference: information.bankReference,
    transactionCode: codeJson(information.transactionCode),
    communication: communicationJson(information.communication),
  };
}

function codeJson(code: TransactionCode): object {
  return { ...code, description: describeTransactionCode(code, 'en').description };
}

function communicationJson(communication: Communication): object {
  const { kind, structuredType, text, structuredCommunication, creditorReference, isReferenceValid, fields } =
    communication;
  return { kind, structuredType, text, structuredCommunication, creditorReference, isReferenceValid, fields };
}

function balanceJson({ amountThousandths, date }: StatementStart['oldBalance']): object {
  return { amount: amountJson(amountThousandths), date };
}

function amountJson(thousandths: number | null): string | null {
  return thousandths === null ? null : formatThousandths(thousandths);
}
