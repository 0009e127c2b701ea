import { inCompany, listBankAccounts, savePaymentAccount } from '@onfact-ponto/db';
import type { BankAccount } from '@onfact-ponto/db';
import type { OnfactClient, OnfactPaymentAccount } from '@onfact-ponto/onfact-client';
import { formatIban, parseIban } from '@onfact-ponto/primitives';
import type { Context } from '../context.ts';
import { isClosedToUs } from './reading.ts';

/**
 * Finds for each of our accounts the payment account with its IBAN, and forgets one that is gone. None is made here:
 * that happens when a payment needs it.
 */
export async function mapPaymentAccounts(context: Context, onfact: OnfactClient): Promise<void> {
  const { companyId } = context;
  const ours = await inCompany(context.db, companyId, (tx) => listBankAccounts(tx, companyId));
  if (ours.length === 0) return;
  const theirs = await readPaymentAccounts(context, onfact);
  if (theirs === undefined) return;
  await inCompany(context.db, companyId, async (tx) => {
    for (const account of ours) {
      const known = account.onfactPaymentAccountId;
      const isThere = theirs.some(({ id }) => id === known);
      if (isThere) continue;
      const found = theirs.find(({ iban }) => iban !== undefined && iban === parseIban(account.reference))?.id ?? null;
      if (found !== known) await savePaymentAccount(tx, account, found);
    }
  });
}

async function readPaymentAccounts(
  { log }: Context,
  onfact: OnfactClient,
): Promise<readonly OnfactPaymentAccount[] | undefined> {
  try {
    return (await onfact.paymentAccounts.all()).filter(({ deleted }) => !deleted);
  } catch (error) {
    if (!isClosedToUs(error)) throw error;
    log.warn('a list of onFact is closed to us', { kind: 'payment_account', problem: error.code.toLowerCase() });
    return undefined;
  }
}

/** The payment account of one of our accounts; made there when it is missing, by whoever publishes for the company. */
export async function findPaymentAccount(
  context: Context,
  onfact: OnfactClient,
  account: BankAccount,
): Promise<number> {
  if (account.onfactPaymentAccountId !== null) return account.onfactPaymentAccountId;
  const iban = parseIban(account.reference);
  if (!iban) throw new Error('Only an account with an IBAN has a payment account');
  const theirs = await onfact.paymentAccounts.all();
  const existing = theirs.find((candidate) => candidate.iban === iban && !candidate.deleted);
  const name = account.description ?? formatIban(iban);
  const { id } = existing ?? (await onfact.paymentAccounts.create({ name, iban }));
  await inCompany(context.db, context.companyId, (tx) => savePaymentAccount(tx, account, id));
  return id;
}
