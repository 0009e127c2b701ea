import { getConnection, type ReauthorizationOutcome } from '@onfact-ponto/api-contract';
import { error } from '@sveltejs/kit';
import { renewConsent } from '#lib/server/renew-consent.ts';
import type { Actions, PageServerLoad } from './$types';

type Outcome = ReauthorizationOutcome['outcome'];

const outcomes: Record<Outcome, true> = {
  renewed: true,
  cancelled: true,
  unchanged: true,
  ponto_unavailable: true,
  expired_or_used: true,
  foreign: true,
};

export const load: PageServerLoad = async ({ params, url, locals }) => {
  const { outcome } = params;
  if (!isOutcome(outcome)) error(404, 'not_found', { code: 'not_found', requestId: locals.requestId });
  const connection = await locals.api(getConnection, {});
  const wanted = url.searchParams.get('account');
  return { outcome, connection, account: connection.bankAccounts.find(({ id }) => id === wanted) ?? null };
};

export const actions: Actions = { renew: renewConsent };

function isOutcome(text: string): text is Outcome {
  return Object.hasOwn(outcomes, text);
}
