import { inCompany } from '@onfact-ponto/db';
import type { Context } from '../context.ts';
import { listAccountViews } from './account-view.ts';
import type { BankAccountView } from './account-view.ts';

export async function listBankAccounts(context: Context): Promise<BankAccountView[]> {
  return inCompany(context.db, context.companyId, (tx) => listAccountViews(tx, context.companyId, context.clock.now()));
}
