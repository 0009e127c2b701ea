import { asHolderOfAccounts, findLiveConnection, inCompany, listAccountsWithNumbers } from '@onfact-ponto/db';
import type { PontoAccount } from '@onfact-ponto/ponto-client';
import { listCompanies } from '../access/list-companies.ts';
import type { Context } from '../context.ts';

/** An account that another company links too. Its name only for a user who works there as well. */
export type AccountElsewhere = Readonly<{ reference: string; companyName: string | null }>;

/**
 * Finds the accounts of a new link that another company reads already. Whoever may read an account at the bank may
 * learn that it is linked twice, and no more.
 */
export async function findAccountsLinkedElsewhere(
  context: Context,
  accounts: readonly Pick<PontoAccount, 'iban' | 'reference' | 'currency'>[],
): Promise<readonly AccountElsewhere[]> {
  const numbers = accounts.map(({ iban, reference, currency }) => ({ reference: iban ?? reference, currency }));
  const references = numbers.map(({ reference }) => reference);
  const found = await asHolderOfAccounts(context.db, references, (tx) => listAccountsWithNumbers(tx, references));
  const others = found.filter(
    (other) =>
      other.companyId !== context.companyId &&
      other.isShared &&
      numbers.some(({ reference, currency }) => other.reference === reference && other.currency === currency),
  );
  const linked = await filterLinked(context, others);
  if (linked.length === 0) return [];
  const own = context.actor.type === 'user' ? await listCompanies(context, context.actor.userId) : [];
  return linked.map(({ reference, companyId }) => ({
    reference,
    companyName: own.find((company) => company.companyId === companyId)?.name ?? null,
  }));
}

/** A company that no longer uses Ponto reads nothing any more. */
async function filterLinked<Account extends { companyId: string }>(
  { db }: Context,
  accounts: readonly Account[],
): Promise<Account[]> {
  const byCompany = Map.groupBy(accounts, ({ companyId }) => companyId);
  const linked: Account[] = [];
  for (const [companyId, ofCompany] of byCompany) {
    const connection = await inCompany(db, companyId, (tx) => findLiveConnection(tx, companyId));
    if (connection?.connectedAt) linked.push(...ofCompany);
  }
  return linked;
}
