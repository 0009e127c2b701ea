import { findDifferenceLimit, inCompany, listBankAccounts, saveReconciliationSetting } from '@onfact-ponto/db';
import type { BankAccount } from '@onfact-ponto/db';
import { nameOf, recordAudit } from '../audit.ts';
import type { Actor, Context } from '../context.ts';
import { ApplicationError } from '../errors.ts';
import { reconcileCompany } from '../jobs/definitions.ts';

export type MatchingSettingsView = {
  /** In cents of euro; zero: no difference is let go. */
  differenceLimitMinor: bigint;
  highestLimitMinor: bigint;
  accounts: { bankAccountId: string; name: string; automaticMatching: BankAccount['automaticMatching'] }[];
  mayChange: boolean;
};

/** More than this is no slip of a pen any more: a person should look at it. */
const highestLimitMinor = 5_00n;

export function getMatchingSettings(context: Context): Promise<MatchingSettingsView> {
  const { companyId, actor } = context;
  return inCompany(context.db, companyId, async (tx) => {
    const [limit, accounts] = await Promise.all([findDifferenceLimit(tx, companyId), listBankAccounts(tx, companyId)]);
    return {
      differenceLimitMinor: limit ?? 0n,
      highestLimitMinor,
      accounts: accounts.map(({ bankAccountId, description, reference, automaticMatching }) => ({
        bankAccountId,
        name: description ?? reference,
        automaticMatching,
      })),
      mayChange: mayChange(actor),
    };
  });
}

/** What the matcher lets go changes what it proposes, so it looks at everything again. */
export async function updateMatchingSettings(
  context: Context,
  { differenceLimit }: { differenceLimit: { amountMinor: bigint; currency: string } },
): Promise<MatchingSettingsView> {
  const { companyId, actor, clock } = context;
  if (!mayChange(actor)) throw new ApplicationError('forbidden');
  const { amountMinor, currency } = differenceLimit;
  if (currency !== 'EUR' || amountMinor < 0n || amountMinor > highestLimitMinor) {
    throw new ApplicationError('difference_limit_not_possible', { highestMinor: highestLimitMinor.toString() });
  }
  await inCompany(context.db, companyId, async (tx) => {
    await saveReconciliationSetting(tx, {
      companyId,
      paymentDifferenceLimitMinor: amountMinor,
      updatedAt: clock.now(),
      updatedBy: nameOf(actor),
    });
    await recordAudit(tx, context, {
      action: 'matching.settings',
      subject: { type: 'company', id: companyId },
      facts: { differenceLimitMinor: amountMinor.toString() },
    });
    await context.jobs.enqueue(tx, reconcileCompany, { companyId });
  });
  return getMatchingSettings(context);
}

function mayChange(actor: Actor): boolean {
  return actor.type !== 'user' || actor.isAdministrator;
}
