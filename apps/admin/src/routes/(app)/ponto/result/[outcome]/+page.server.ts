import { type AuthorizationOutcome, getConnection } from '@onfact-ponto/api-contract';
import { error } from '@sveltejs/kit';
import { connectToPonto } from '#lib/server/connect-to-ponto.ts';
import { organizationsCookie } from '../../organizations-cookie.ts';
import type { Actions, PageServerLoad } from './$types';

type Outcome = AuthorizationOutcome['outcome'];

const outcomes: Record<Outcome, true> = {
  connected: true,
  cancelled: true,
  expired_or_used: true,
  foreign: true,
  other_organization: true,
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
    organizations: outcome === 'other_organization' ? organizationsCookie.read(cookies) : null,
  };
};

export const actions: Actions = { connect: connectToPonto };

function isOutcome(text: string): text is Outcome {
  return Object.hasOwn(outcomes, text);
}
