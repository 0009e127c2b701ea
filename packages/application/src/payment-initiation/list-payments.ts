import { inCompany, listPreparedTransfers, listPaymentInitiations } from '@onfact-ponto/db';
import type { PreparedTransfer, PaymentCursor, PaymentInitiation } from '@onfact-ponto/db';
import type { Context } from '../context.ts';

export type PaymentSummary = Readonly<{ payment: PaymentInitiation; items: readonly PreparedTransfer[] }>;

/** Newest first, with what each pays. */
export async function listPayments(
  context: Context,
  { limit, before }: { limit: number; before: PaymentCursor | undefined },
): Promise<{ items: PaymentSummary[]; next: PaymentCursor | null }> {
  const { companyId } = context;
  return inCompany(context.db, companyId, async (tx) => {
    const payments = await listPaymentInitiations(tx, companyId, { limit: limit + 1, before });
    const page = payments.slice(0, limit);
    const items = Map.groupBy(await listPreparedTransfers(tx, page), ({ item }) => item.paymentInitiationId);
    return {
      items: page.map((payment) => ({ payment, items: items.get(payment.paymentInitiationId) ?? [] })),
      next: payments.length > limit ? (page.at(-1) ?? null) : null,
    };
  });
}
