import { findEarlierPaymentId, inCompany, listAdoptedPaymentIds } from '@onfact-ponto/db';
import type { PublicationToWrite } from '@onfact-ponto/db';
import type { NewPayment, OnfactClient, OnfactPayment } from '@onfact-ponto/onfact-client';
import type { Context } from '../context.ts';

/**
 * Looks for a payment that was sent and whose answer was lost: a twin of what we sent that no other publication claims.
 * Two that look the same are never on their way at once, so a twin is the one, or was made by a person for the same
 * reason.
 *
 * No filter is asked for. One that onFact reads in another way than we do would hide the payment, and hidden means
 * paid twice.
 */
export async function findLostPayment(
  context: Context,
  onfact: OnfactClient,
  { publication }: PublicationToWrite,
  sent: NewPayment,
): Promise<OnfactPayment | undefined> {
  const { companyId } = publication;
  const [earlier, adopted] = await inCompany(context.db, companyId, async (tx) => [
    await findEarlierPaymentId(tx, publication),
    new Set(await listAdoptedPaymentIds(tx, companyId, publication.publicationId)),
  ]);
  let readCount = 0;
  for await (const { items } of onfact.payments.pages()) {
    const lost = items.find((payment) => isTwin(payment, sent) && !adopted.has(payment.id));
    if (lost) return lost;
    if (earlier !== undefined && reaches(items, earlier)) return undefined;
    readCount += items.length;
    if (readCount > mostPayments) throw new Error(`A lost payment may stand beyond the newest ${mostPayments}`);
  }
  return undefined;
}

/** Ten minutes of reading. Beyond them the outcome stays unknown, and nothing is sent. */
const mostPayments = 50_000;

/** Newest first, as was asked for: behind such a page everything is older than what we know to be old. */
function reaches(payments: readonly OnfactPayment[], earlierId: number): boolean {
  const isNewestFirst = payments.every(({ id }, index) => index === 0 || id < (payments[index - 1]?.id ?? 0));
  return isNewestFirst && payments.some(({ id }) => id <= earlierId);
}

/** By its size: whether onFact shows money that goes out below nothing is not certain. */
function isTwin(payment: OnfactPayment, sent: NewPayment): boolean {
  return (
    payment.paymentAccountId === sent.paymentAccountId &&
    payment.date === sent.date &&
    magnitude(payment.amount.amountMinor) === magnitude(sent.amount.amountMinor) &&
    payment.amount.currency === sent.amount.currency &&
    isSameText(payment.iban, sent.iban) &&
    isSameText(payment.name, sent.name) &&
    !payment.deleted
  );
}

/** onFact may write a number or a name in its own way, or not keep one that it cannot read. */
function isSameText(kept: string | undefined, sent: string | undefined): boolean {
  const compact = (text: string) => text.replace(/\s/g, '').toLowerCase();
  return kept === undefined || (sent !== undefined && compact(kept) === compact(sent));
}

function magnitude(amountMinor: bigint): bigint {
  return amountMinor < 0n ? -amountMinor : amountMinor;
}
