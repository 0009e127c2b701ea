import {
  createOutgoingPayment,
  getConnection,
  handOutPayment,
  listPurchases,
  type OutgoingPaymentDetail,
  PaymentGuard,
  reviewPayment,
} from '@onfact-ponto/api-contract';
import { fail, redirect } from '@sveltejs/kit';
import { formText } from '#lib/form-text.ts';
import { statusOf } from '#lib/server/refused.ts';
import { refusalOf } from '../refusal.server.ts';
import type { Refusal } from '../refusal.ts';
import { bodyOf, faultsOf, readWish } from '../wish.server.ts';
import { refundIn, type Wish } from '../wish.ts';
import type { Actions, PageServerLoad } from './$types';

/** Reached by its form alone: an address that is typed has nothing to review. */
export const load: PageServerLoad = async ({ locals, request, url }) => {
  if (request.method !== 'POST') redirect(303, '/payments/outgoing');
  const refund = refundIn(url);
  const [{ items }, connection] = await Promise.all([
    locals.api(listPurchases, { query: refund === null ? {} : { refund } }),
    locals.api(getConnection, {}),
  ]);
  return { purchases: items, connection, refund };
};

export const actions: Actions = {
  review: async ({ locals, request }) => {
    const wish = readWish(await request.formData());
    const reviewed = await look(locals, wish, crypto.randomUUID(), '');
    return reviewed.review === null ? fail(422, reviewed) : reviewed;
  },

  pay: async ({ locals, request }) => {
    const form = await request.formData();
    const wish = readWish(form);
    const key = formText(form, 'key');
    let payment: OutgoingPaymentDetail;
    try {
      payment = await pay(locals, wish, form, key);
    } catch (error) {
      const refusal = refusalOf(error);
      /** Only without an answer it may have been done: then the same key asks again for the same payment. */
      const mayBeDone = refusal.reason === 'no_answer' || refusal.reason === 'in_progress';
      const reviewed = await look(locals, wish, mayBeDone ? key : crypto.randomUUID(), formText(form, 'seal'));
      return fail(statusOf(error), { ...reviewed, refusal });
    }
    if (payment.signingUrl !== null) redirect(303, payment.signingUrl, { external: true });
    redirect(303, `/payments/outgoing/${payment.id}`);
  },
};

/**
 * The review as it is now, under a key: what is prepared with it is prepared once.
 * @param seal of the review that was shown before, for when there is none now
 */
async function look(locals: App.Locals, wish: Wish, key: string, seal: string) {
  const faults = faultsOf(wish);
  if (faults.length > 0) return { wish, key, seal, faults, review: null, refusal: undefined };
  try {
    const review = await locals.api(reviewPayment, { body: bodyOf(wish) });
    return { wish, key, seal: review.seal, faults, review, refusal: undefined };
  } catch (error) {
    const refusal: Refusal | undefined = refusalOf(error);
    return { wish, key, seal, faults, review: null, refusal };
  }
}

async function pay(locals: App.Locals, wish: Wish, form: FormData, key: string): Promise<OutgoingPaymentDetail> {
  const confirmed = form.getAll('confirmed').flatMap((code) => PaymentGuard.shape.code.safeParse(code).data ?? []);
  const payment = await locals.api(createOutgoingPayment, {
    idempotencyKey: key,
    body: { ...bodyOf(wish), seal: formText(form, 'seal'), confirmed },
  });
  /** Who asks for a code wants to see it; a file is fetched by a button, so that its payment is on the screen first. */
  if (payment.method === 'qr' && payment.can.handOut) {
    await locals.api(handOutPayment, { params: { paymentId: payment.id } });
  }
  return payment;
}
