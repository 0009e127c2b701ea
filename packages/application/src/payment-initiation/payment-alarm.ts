import { insertNotification, listPaymentInitiationSteps, lockPaymentInitiation } from '@onfact-ponto/db';
import type { Transaction } from '@onfact-ponto/db';
import { recordAudit } from '../audit.ts';
import type { AuditAction } from '../audit.ts';
import type { Context } from '../context.ts';
import { tell } from '../notification/receivers.ts';
import type { SeenTransfer } from './find-debits.ts';
import { stepPayment } from './step-payment.ts';

/** What the account may show of a payment that people must look at. */
type PaymentAlarm = 'differs' | 'paid_twice' | 'returned';

const actions = {
  differs: 'payment.differs',
  paid_twice: 'payment.paid-twice',
  returned: 'payment.returned',
} as const satisfies Record<PaymentAlarm, AuditAction>;

/**
 * Once per line: it stands in the history of the payment and in the trail, and who can act is told, in the app and by
 * mail.
 */
export async function raiseAlarm(
  tx: Transaction,
  context: Context,
  alarm: PaymentAlarm,
  { transfer, line }: SeenTransfer,
): Promise<void> {
  const { paymentInitiationId, position } = transfer.item;
  const { bankTransactionId } = line;
  const locked = await lockPaymentInitiation(tx, transfer.item);
  if (!locked) return;
  const steps = await listPaymentInitiationSteps(tx, locked);
  if (steps.some(({ event, reason }) => event === alarm && reason === bankTransactionId)) return;
  await stepPayment(tx, context, locked, alarm, { reason: bankTransactionId });
  await recordAudit(tx, context, {
    action: actions[alarm],
    subject: { type: 'payment', id: paymentInitiationId },
    facts: { bankTransactionId, position: String(position) },
  });
  const { companyId, reference, preparedById, approvedById } = locked;
  const told = await insertNotification(
    tx,
    {
      companyId,
      kind: 'payment_differs',
      cause: `payment ${paymentInitiationId} line ${bankTransactionId} ${alarm}`,
      createdAt: context.clock.now(),
      closedAt: null,
      facts: { paymentInitiationId, reference, alarm },
    },
    [],
  );
  if (told) await tell(tx, context, told, [preparedById, approvedById ?? preparedById]);
}
