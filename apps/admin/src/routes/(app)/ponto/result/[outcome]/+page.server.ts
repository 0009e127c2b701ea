import {
  type AuthorizationOutcome,
  decideAuthorization,
  getConnection,
  ProblemError,
} from '@onfact-ponto/api-contract';
import { error, redirect } from '@sveltejs/kit';
import { connectToPonto } from '#lib/server/connect-to-ponto.ts';
import { formText } from '#lib/form-text.ts';
import { waitingLinkCookie } from '../../waiting-link-cookie.ts';
import type { Actions, PageServerLoad } from './$types';

type Outcome = AuthorizationOutcome['outcome'];

const outcomes: Record<Outcome, true> = {
  connected: true,
  cancelled: true,
  expired_or_used: true,
  foreign: true,
  other_organization: true,
  linked_elsewhere: true,
  no_account_shared: true,
  ponto_unavailable: true,
  refused: true,
};

export const load: PageServerLoad = async ({ params, locals, cookies, depends }) => {
  depends('ponto:connection');
  const { outcome } = params;
  if (!isOutcome(outcome)) error(404, 'not_found', { code: 'not_found', requestId: locals.requestId });
  return {
    outcome,
    connection: await locals.api(getConnection, {}),
    waitingLink: waitingLinkCookie.read(cookies),
  };
};

export const actions: Actions = {
  connect: connectToPonto,

  decide: async ({ locals, request, cookies }) => {
    const form = await request.formData();
    const decision = form.get('decision') === 'replace' ? 'replace' : 'keep';
    try {
      await locals.api(decideAuthorization, {
        params: { authorizationAttemptId: formText(form, 'authorizationAttemptId') },
        body: { decision },
      });
    } catch (failure) {
      if (!(failure instanceof ProblemError) || failure.problem.code !== 'authorization_not_waiting') throw failure;
      redirect(303, '/ponto/result/expired_or_used');
    } finally {
      waitingLinkCookie.clear(cookies);
    }
    redirect(303, decision === 'replace' ? '/ponto/result/connected' : '/apps/ponto');
  },
};

function isOutcome(text: string): text is Outcome {
  return Object.hasOwn(outcomes, text);
}
