import {
  approveOutgoingPayment,
  cancelOutgoingPayment,
  declarePaymentAbsent,
  getConnection,
  getOutgoingPayment,
  handOutPayment,
  type OutgoingPaymentDetail,
  sendOutgoingPayment,
} from '@onfact-ponto/api-contract';
import { fail, redirect, type RequestEvent } from '@sveltejs/kit';
import { statusOf } from '#lib/server/refused.ts';
import { requireId } from '#lib/server/require-id.ts';
import { refusalOf } from '../refusal.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params, url, depends }) => {
  depends('outgoing:payment');
  requireId(locals, params.paymentId);
  if (url.searchParams.has('back')) {
    // The way back from Ponto proves nothing: Ponto is asked, and what it says stands at an address without the return.
    await locals.api(getOutgoingPayment, { params, query: { look: 'true' } });
    redirect(303, url.pathname);
  }
  const [payment, connection] = await Promise.all([
    locals.api(getOutgoingPayment, { params, query: {} }),
    locals.api(getConnection, {}),
  ]);
  return { payment, account: accountOf(payment, connection.bankAccounts), qr: await qrOf(locals, payment) };
};

export const actions: Actions = {
  sign: async (event) => {
    const payment = await look(event);
    // Signed meanwhile, perhaps by somebody else: the page says so.
    if (payment.signingUrl !== null) redirect(303, payment.signingUrl, { external: true });
  },
  look: async (event) => {
    await look(event);
  },
  send: (event) => answerTo(event, ({ locals, params }) => locals.api(sendOutgoingPayment, { params })),
  approve: (event) => answerTo(event, ({ locals, params }) => locals.api(approveOutgoingPayment, { params })),
  cancel: (event) => answerTo(event, ({ locals, params }) => locals.api(cancelOutgoingPayment, { params })),
  declareAbsent: (event) => answerTo(event, ({ locals, params }) => locals.api(declarePaymentAbsent, { params })),
  showQr: (event) => answerTo(event, ({ locals, params }) => locals.api(handOutPayment, { params })),
};

type Event = RequestEvent<{ paymentId: string }>;

async function answerTo(event: Event, act: (event: Event) => Promise<unknown>) {
  try {
    await act(event);
  } catch (error) {
    return fail(statusOf(error), { refusal: refusalOf(error) });
  }
}

function look({ locals, params }: Event): Promise<OutgoingPaymentDetail> {
  return locals.api(getOutgoingPayment, { params, query: { look: 'true' } });
}

function accountOf<Account extends { id: string }>({ bankAccountId }: OutgoingPaymentDetail, accounts: Account[]) {
  return accounts.find(({ id }) => id === bankAccountId) ?? null;
}

/** The picture of a code that was shown before, as an address of its content. */
async function qrOf(locals: App.Locals, payment: OutgoingPaymentDetail): Promise<string | null> {
  if (payment.method !== 'qr' || payment.state !== 'handed_out') return null;
  const handed = await locals.api(handOutPayment, { params: { paymentId: payment.id } });
  return handed.type === 'qr' ? `data:image/svg+xml;base64,${Buffer.from(handed.svg).toString('base64')}` : null;
}
