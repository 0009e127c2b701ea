import { OnfactError, createOnfactClient, documentsNumbered } from '@onfact-ponto/onfact-client';
import type { NewPayment, OnfactClientOptions, OnfactPayment } from '@onfact-ponto/onfact-client';

/**
 * Books a payment on the invoice with this number, once. `sent` is what was remembered before an earlier try whose
 * answer was lost: onFact knows no idempotency key, so it is looked for before anything is sent again.
 */
export async function payInvoice(
  options: OnfactClientOptions,
  { number, payment, sent }: { number: string; payment: NewPayment; sent: boolean },
): Promise<'paid' | 'not-open' | 'try-later'> {
  const onfact = createOnfactClient(options);
  try {
    if (sent) {
      const isTwin = ({ date, amount, iban }: OnfactPayment) =>
        date === payment.date && amount.amountMinor === payment.amount.amountMinor && iban === payment.iban;
      for await (const { items } of onfact.payments.pages()) if (items.some(isTwin)) return 'paid';
    }
    const [invoice] = await onfact.invoices.all({ filter: documentsNumbered(number) });
    if (!invoice?.isOpen || invoice.locked) return 'not-open';
    await onfact.invoices.createPayment(invoice.id, payment);
    return 'paid';
  } catch (error) {
    if (error instanceof OnfactError) return 'try-later';
    throw error;
  } finally {
    await onfact.close();
  }
}
