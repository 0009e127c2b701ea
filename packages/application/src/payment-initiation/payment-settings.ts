import { findPaymentApprovalLimit, inCompany, savePaymentApprovalLimit } from '@onfact-ponto/db';
import { recordAudit } from '../audit.ts';
import { assertMayManage } from '../connection/assert-may-manage.ts';
import type { Context } from '../context.ts';

export type PaymentSettings = Readonly<{ approvalFromMinor: bigint | null }>;

export async function getPaymentSettings({ db, companyId }: Context): Promise<PaymentSettings> {
  return { approvalFromMinor: await inCompany(db, companyId, (tx) => findPaymentApprovalLimit(tx, companyId)) };
}

/**
 * From which amount on a second person must agree; null: never. Payments that wait already go on waiting.
 * @throws ApplicationError forbidden
 */
export async function updatePaymentSettings(context: Context, { approvalFromMinor }: PaymentSettings): Promise<void> {
  assertMayManage(context.actor);
  const { companyId } = context;
  await inCompany(context.db, companyId, async (tx) => {
    await savePaymentApprovalLimit(tx, companyId, approvalFromMinor);
    await recordAudit(tx, context, {
      action: 'payment.settings',
      subject: { type: 'company', id: companyId },
      facts: { approvalFromMinor: approvalFromMinor === null ? 'never' : String(approvalFromMinor) },
    });
  });
}
