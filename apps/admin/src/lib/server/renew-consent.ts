import { ProblemError, startReauthorization } from '@onfact-ponto/api-contract';
import { fail, redirect, type RequestEvent } from '@sveltejs/kit';
import { formText } from '../form-text.ts';

/**
 * A form action: asks the api for a page of the bank where the consent of an account is renewed, and sends the browser
 * there. The api lets through pages of Ponto only; nothing that a user wrote is in the address.
 */
export async function renewConsent({ locals, request }: RequestEvent) {
  const bankAccountId = formText(await request.formData(), 'bankAccountId');
  try {
    const { redirectUrl } = await locals.api(startReauthorization, { params: { bankAccountId } });
    redirect(303, redirectUrl, { external: true });
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    const { code, status } = error.problem;
    if (code === 'ponto_unavailable') return fail(status, { renewal: 'ponto_unavailable' as const });
    // The page itself says what is wrong with the link, or that the account is no longer shared.
    if (status === 404 || status === 409) return fail(status, { renewal: 'not_possible' as const });
    throw error;
  }
}
