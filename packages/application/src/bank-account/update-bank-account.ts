import { inCompany, updateBankAccount as changeBankAccount } from '@onfact-ponto/db';
import { recordAudit } from '../audit.ts';
import type { Context } from '../context.ts';
import { ApplicationError } from '../errors.ts';
import { reconcileCompany } from '../jobs/definitions.ts';
import { listAccountViews } from './account-view.ts';
import type { BankAccountView } from './account-view.ts';

/** Switches automatic matching of an account. Switched on, what is waiting is looked at again. */
export async function updateBankAccount(
  context: Context,
  { bankAccountId, automaticMatching }: { bankAccountId: string; automaticMatching: 'off' | 'exact' | 'learned' },
): Promise<BankAccountView> {
  const { companyId, actor } = context;
  if (actor.type === 'user' && !actor.isAdministrator) throw new ApplicationError('forbidden');
  return inCompany(context.db, companyId, async (tx) => {
    const changed = await changeBankAccount(tx, { companyId, bankAccountId }, { automaticMatching });
    if (!changed) throw new ApplicationError('bank_account_not_found');
    await recordAudit(tx, context, {
      action: 'bank-account.update',
      subject: { type: 'bank-account', id: bankAccountId },
      facts: { automaticMatching },
    });
    await context.jobs.enqueue(tx, reconcileCompany, { companyId });
    const views = await listAccountViews(tx, companyId, context.clock.now());
    const view = views.find(({ id }) => id === bankAccountId);
    if (!view) throw new Error('A changed account disappeared');
    return view;
  });
}
