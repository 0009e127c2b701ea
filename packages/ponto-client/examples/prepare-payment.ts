import { PontoError } from '@onfact-ponto/ponto-client';
import type { PaymentOrder, PontoClient } from '@onfact-ponto/ponto-client';

export type PaymentIntent = Readonly<{ idempotencyKey: string; accountId: string; order: PaymentOrder }>;

/**
 * Prepares one payment and tells where the user signs it. The intent was stored with its key before this runs, so a
 * call that got no answer is repeated with the same key, and Ponto makes one payment of the two.
 */
export async function preparePayment(
  ponto: PontoClient,
  accessToken: string,
  { idempotencyKey, accountId, order }: PaymentIntent,
): Promise<{ paymentId: string; signAt: URL | undefined } | 'try-later'> {
  try {
    const redirectUri = 'https://books.example/payments/return';
    const payment = await ponto.payments.create(accessToken, accountId, { ...order, redirectUri }, { idempotencyKey });
    return { paymentId: payment.id, signAt: payment.redirectUrl };
  } catch (error) {
    const mayBeRepeated =
      error instanceof PontoError && error.retryAdvice !== 'never' && error.retryAdvice !== 'ask-user';
    if (mayBeRepeated) return 'try-later';
    throw error;
  }
}

/** The user's return says nothing: ask. And what was paid is told by the bank's line, not by this. */
export async function isStillOpen(
  ponto: PontoClient,
  accessToken: string,
  { accountId, paymentId }: { accountId: string; paymentId: string },
): Promise<boolean> {
  const { stage } = await ponto.payments.get(accessToken, accountId, paymentId);
  return stage === 'open' || stage === 'signed' || stage === 'unknown';
}
