import {
  announcePresence,
  getTransactionProposals,
  type LinePresence,
  type TransactionProposals,
} from '@onfact-ponto/api-contract';
import type { RequestHandler } from './$types';

/** What a line may pay: read ahead, so that it stands there when the line is chosen. */
export const GET: RequestHandler = async ({ locals, params: { bankTransactionId } }) => {
  const proposals: TransactionProposals = await locals.api(getTransactionProposals, { params: { bankTransactionId } });
  return Response.json(proposals);
};

/** "I have this line before me"; answers who else has. */
export const POST: RequestHandler = async ({ locals, params: { bankTransactionId } }) => {
  const { others } = await locals.api(announcePresence, { params: { bankTransactionId } });
  return Response.json(others satisfies LinePresence[]);
};
