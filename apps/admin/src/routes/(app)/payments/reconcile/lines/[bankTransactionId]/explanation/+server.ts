import { explainTransaction, type Explanation } from '@onfact-ponto/api-contract';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = async ({ locals, params: { bankTransactionId }, url }) => {
  const documentId = url.searchParams.get('documentId');
  const query = documentId === null ? {} : { documentId };
  const explanation: Explanation = await locals.api(explainTransaction, { params: { bankTransactionId }, query });
  return Response.json(explanation);
};
