import { inCompany, listBankAccounts } from '@onfact-ponto/db';
import { OnfactError } from '@onfact-ponto/onfact-client';
import type { OnfactPaymentAccount } from '@onfact-ponto/onfact-client';
import type { Context } from '../context.ts';
import { NoOnfactAccessError, withOnfact } from '../reconciliation/onfact-access.ts';

/** An account of the company that a statement with an unknown number may belong to. */
export type AccountCandidate = {
  type: 'bank_account' | 'payment_account';
  id: string;
  name: string;
  reference: string | null;
  currency: string | null;
};

/** The accounts that we know, and those that onFact knows beside them. Without onFact, only ours. */
export async function listAccountCandidates(context: Context): Promise<AccountCandidate[]> {
  const { companyId } = context;
  const [accounts, paymentAccounts] = await Promise.all([
    inCompany(context.db, companyId, (tx) => listBankAccounts(tx, companyId)),
    readPaymentAccounts(context),
  ]);
  const ours = new Set(accounts.map(({ reference }) => reference));
  return [
    ...accounts.map(({ bankAccountId, description, reference, currency }) => ({
      type: 'bank_account' as const,
      id: bankAccountId,
      name: description ?? reference,
      reference,
      currency,
    })),
    ...paymentAccounts
      .filter(({ iban, deleted }) => !deleted && !ours.has(iban ?? ''))
      .map(({ id, name, iban }) => ({
        type: 'payment_account' as const,
        id: String(id),
        name,
        reference: iban ?? null,
        currency: null,
      })),
  ];
}

async function readPaymentAccounts(context: Context): Promise<readonly OnfactPaymentAccount[]> {
  try {
    return await withOnfact(context, (onfact) => onfact.paymentAccounts.all());
  } catch (error) {
    if (!(error instanceof NoOnfactAccessError || error instanceof OnfactError)) throw error;
    context.log.warn('the accounts in onFact could not be read', { code: error.code });
    return [];
  }
}
