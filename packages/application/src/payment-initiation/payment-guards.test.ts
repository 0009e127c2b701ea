import { parseIsoDate } from '@onfact-ponto/primitives';
import type { IsoDate } from '@onfact-ponto/primitives';
import { describe, expect, it } from 'vitest';
import { guardsOf, obstaclesIn } from './payment-guards.ts';
import type { PaymentFacts, TransferFacts } from './payment-guards.ts';

const day = (text: string): IsoDate => parseIsoDate(text)!;

const transfer: TransferFacts = {
  payableId: 'purchase',
  isPayable: true,
  isInRunningPayment: false,
  currency: 'EUR',
  openMinor: 100_00n,
  amountMinor: 100_00n,
  payeeName: 'Drukkerij Maes',
  payeeIban: 'BE68539007547034',
  isReferenceValid: true,
  paidBefore: null,
  accountBefore: null,
  isAccountOfLastPayment: false,
  accountKnownAs: null,
  openCredits: [],
};
const payment: PaymentFacts = {
  ownIbans: ['BE72000000001616'],
  availableMinor: 100_00n,
  today: day('2026-11-27'),
  executionDate: null,
  takesExecutionDate: null,
  transfers: [transfer],
};

it('finds nothing against an open purchase that is paid to a known account', () => {
  expect(guardsOf(payment)).toEqual([]);
  expect(guardsOf({ ...payment, executionDate: day('2026-12-01') })).toEqual([]);
  expect(guardsOf({ ...payment, transfers: [{ ...transfer, amountMinor: 1n }] })).toEqual([]);
});

describe('stops', () => {
  it.each<[string, Partial<TransferFacts>, string]>([
    ['what is paid, locked or deleted', { isPayable: false }, 'not_payable'],
    ['what another payment carries', { isInRunningPayment: true }, 'in_running_payment'],
    ['dollars', { currency: 'USD' }, 'not_euro'],
    ['nothing', { amountMinor: 0n }, 'amount_not_positive'],
    ['a cent too much', { amountMinor: 100_01n, openMinor: 100_00n }, 'amount_over_open'],
    ['more than SEPA carries', { amountMinor: 10n ** 11n, openMinor: 10n ** 12n }, 'amount_too_large'],
    ['a purchase without account number', { payeeIban: null }, 'account_missing'],
    ['a mistyped account number', { payeeIban: 'BE69539007547034' }, 'account_invalid'],
    ['our own account', { payeeIban: 'BE72000000001616' }, 'own_account'],
    ['a mistyped structured communication', { isReferenceValid: false }, 'reference_invalid'],
  ])('%s', (_, change, code) => {
    const guards = guardsOf({ ...payment, availableMinor: null, transfers: [{ ...transfer, ...change }] });
    expect(guards).toMatchObject([{ code, level: 'stop', payableId: 'purchase' }]);
  });

  it.each<[string, Partial<PaymentFacts>, string]>([
    ['yesterday', { executionDate: day('2026-11-26') }, 'date_past'],
    [
      'tomorrow at a bank that pays at once',
      { executionDate: day('2026-11-28'), takesExecutionDate: false },
      'date_not_taken',
    ],
  ])('%s', (_, change, code) => {
    expect(guardsOf({ ...payment, ...change })).toMatchObject([{ code, level: 'stop', payableId: undefined }]);
  });
});

it('asks a person when the account of the supplier is not the one of last time, or known under another name', () => {
  const accountBefore = {
    iban: 'BE72000000001616',
    paidAt: new Date('2026-10-01T08:00:00Z'),
    paidBy: 'Mieke Claes',
    changedAt: new Date('2026-11-20T08:00:00Z'),
    changedOn: 'A-12',
  };
  const guards = guardsOf({ ...payment, transfers: [{ ...transfer, accountBefore, accountKnownAs: 'Jan' }] });
  expect(guards[0]?.transfer?.accountBefore).toEqual(accountBefore);
  expect(guards.map(({ code, level }) => [code, level])).toEqual([
    ['account_changed', 'confirm'],
    ['account_of_another_name', 'confirm'],
  ]);
  expect(obstaclesIn(guards, [])).toHaveLength(2);
  expect(obstaclesIn(guards, ['account_changed']).map(({ code }) => code)).toEqual(['account_of_another_name']);
  expect(obstaclesIn(guards, ['account_changed', 'account_of_another_name'])).toEqual([]);
});

it('warns without holding anything back', () => {
  const openCredits = [{ number: 'C-3', openMinor: 5n }];
  const transfers = [{ ...transfer, openCredits, isAccountOfLastPayment: true }];
  const guards = guardsOf({ ...payment, availableMinor: 99_99n, transfers });
  expect(guards.map(({ code }) => code)).toEqual(['account_of_last_payment', 'credit_notes_open', 'balance_too_low']);
  expect(guards[1]?.transfer?.openCredits).toEqual(openCredits);
  expect(obstaclesIn(guards, [])).toEqual([]);
});

it('lets nobody confirm away what must be mended', () => {
  const guards = guardsOf({ ...payment, transfers: [{ ...transfer, isPayable: false }] });
  expect(obstaclesIn(guards, ['not_payable'])).toHaveLength(1);
});
