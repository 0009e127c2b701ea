import type { AccountChoice, BankAccount } from '@onfact-ponto/db';
import { accountOf } from './look-at-file.ts';

/** Where the movements of a statement go. */
export type Destination =
  | { type: 'account'; account: BankAccount | undefined; paymentAccount: { id: number; name: string } | undefined }
  | { type: 'unknown' }
  | { type: 'skip' };

/** The account of ours with this number; else what somebody chose; else nothing is imported. */
export function destinationOf(
  statement: { reference: string; currency: string },
  accounts: readonly BankAccount[],
  choices: readonly AccountChoice[],
): Destination {
  const account = accountOf(accounts, choices, statement);
  if (account) return { type: 'account', account, paymentAccount: undefined };
  const chosen = choices.find(
    ({ reference, currency }) => reference === statement.reference && currency === statement.currency,
  )?.choice;
  if (chosen?.type === 'skip') return { type: 'skip' };
  if (chosen?.type === 'payment_account') {
    return { type: 'account', account: undefined, paymentAccount: { id: Number(chosen.id), name: chosen.name } };
  }
  return { type: 'unknown' };
}
