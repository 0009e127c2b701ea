import { handOutPayment } from '@onfact-ponto/api-contract';
import { redirect } from '@sveltejs/kit';
import { refusalOf } from '../../refusal.server.ts';
import type { RequestHandler } from './$types';

/** The payment file. By a form, because from here on it may be paid; the same file can be had again. */
export const POST: RequestHandler = async ({ locals, params }) => {
  const handed = await locals.api(handOutPayment, { params }).catch(refusalOf);
  // It is past that: the page says how it is now.
  if ('reason' in handed || handed.type !== 'sepa_file') redirect(303, `/payments/outgoing/${params.paymentId}`);
  return new Response(handed.content, {
    headers: {
      'content-type': 'application/xml; charset=utf-8',
      'content-disposition': `attachment; filename="${handed.fileName}"`,
    },
  });
};
