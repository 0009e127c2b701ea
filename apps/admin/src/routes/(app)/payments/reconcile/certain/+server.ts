import { acceptCertain } from '@onfact-ponto/api-contract';
import type { Shown } from '../decision.ts';
import type { RequestHandler } from './$types';

/** What accepting all certain ones would match now, for the dialog that asks. */
export const GET: RequestHandler = async ({ locals, url }) => {
  const account = url.searchParams.get('account');
  const body = { dryRun: true, ...(account === null ? {} : { bankAccountId: account }) };
  const { lineCount, totals, until } = await locals.api(acceptCertain, { body });
  return Response.json({ lineCount, totals, until } satisfies Shown);
};
