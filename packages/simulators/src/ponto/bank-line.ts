import { bankDayOf } from '@onfact-ponto/primitives';
import { minorOf } from './amounts.ts';
import { timestamp, type PontoSimulation } from './simulation.ts';
import type { Account, BankLine } from './state.ts';

/** A booking as a test or a person writes it: amount as a decimal, only what matters filled in, booked today. */
export type NewTransaction = Readonly<{ amount: string }> & Partial<Omit<BankLine, 'amountMinor'>>;

export type TransactionChange = Partial<NewTransaction>;

export function bankLine(
  simulation: PontoSimulation,
  account: Account,
  { amount, ...texts }: NewTransaction,
): BankLine {
  const executionDate = texts.executionDate ?? bankDayOf(timestamp(simulation));
  return {
    valueDate: executionDate,
    counterpartName: null,
    counterpartReference: null,
    remittanceInformation: null,
    remittanceInformationType: 'unstructured',
    description: null,
    bankTransactionCode: null,
    proprietaryBankTransactionCode: null,
    purposeCode: null,
    endToEndId: null,
    mandateId: null,
    creditorId: null,
    additionalInformation: null,
    cardReference: null,
    cardReferenceType: null,
    overrides: null,
    ...texts,
    amountMinor: minorOf(amount, account.currency),
    executionDate,
  };
}

export function changeOf(account: Account, { amount, ...texts }: TransactionChange): Partial<BankLine> {
  return amount === undefined ? texts : { ...texts, amountMinor: minorOf(amount, account.currency) };
}
