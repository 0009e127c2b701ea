import {
  acceptCertain,
  ignoreTransactions,
  listBankTransactions,
  ProblemError,
  undoIgnoreTransactions,
  undoMatchRun,
} from '@onfact-ponto/api-contract';
import { readFilters, toQuery } from '../filters.ts';
import type { BulkRefusal, BulkRequest, BulkResult, Chosen } from './bulk.ts';
import type { RequestHandler } from './$types';

/** The api takes so many ids in one go. */
const maximumIds = 1000;

/** Of what has no amount and cannot go stale. */
const without = { staleCount: 0, totals: [], until: null };

export const POST: RequestHandler = async ({ locals, request }) => {
  try {
    return Response.json(await carryOut(locals, (await request.json()) as BulkRequest));
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    const refusal: BulkRefusal = { refused: error.problem.code, details: error.problem.details ?? {} };
    return Response.json(refusal, { status: error.problem.status });
  }
};

async function carryOut(locals: App.Locals, request: BulkRequest): Promise<BulkResult> {
  switch (request.what) {
    case 'ignore':
      return ignore(locals, request);
    case 'accept':
      return accept(locals, request);
    case 'undo':
      return undo(locals, request);
  }
}

async function ignore(
  locals: App.Locals,
  { chosen, reason, dryRun }: Extract<BulkRequest, { what: 'ignore' }>,
): Promise<BulkResult> {
  const which = 'ids' in chosen ? { bankTransactionIds: [...chosen.ids] } : { filter: queryOf(chosen.address) };
  const { ignoredAt, ...counts } = await locals.api(ignoreTransactions, { body: { ...which, reason, dryRun } });
  return { ...counts, ...without, undo: ignoredAt === null ? null : { type: 'ignore', ignoredAt } };
}

async function accept(
  locals: App.Locals,
  { chosen, shown, dryRun }: Extract<BulkRequest, { what: 'accept' }>,
): Promise<BulkResult> {
  const bankTransactionIds = await idsOf(locals, chosen);
  if (bankTransactionIds.length === 0) return { lineCount: 0, skippedCount: 0, ...without, undo: null };
  const body = { bankTransactionIds, dryRun, ...(shown && { shown }) };
  const { run, lineCount, ...told } = await locals.api(acceptCertain, { body });
  return {
    ...told,
    lineCount,
    skippedCount: bankTransactionIds.length - lineCount,
    undo: run && { type: 'accept', matchRunId: run.id },
  };
}

async function undo(locals: App.Locals, request: Extract<BulkRequest, { what: 'undo' }>): Promise<BulkResult> {
  if (request.undo.type === 'accept') {
    const { matchRunId } = request.undo;
    const { lineCount } = await locals.api(undoMatchRun, { params: { matchRunId } });
    return { lineCount, skippedCount: 0, ...without, undo: null };
  }
  const { ignoredAt } = request.undo;
  const { lineCount } = await locals.api(undoIgnoreTransactions, { body: { ignoredAt } });
  return { lineCount, skippedCount: 0, ...without, undo: null };
}

/** Only lines with a proposal can be certain; of a longer list the newest of them. */
async function idsOf(locals: App.Locals, chosen: Chosen): Promise<string[]> {
  if ('ids' in chosen) return [...chosen.ids];
  const query = { ...queryOf(chosen.address), status: 'proposed' as const, limit: 100 };
  const ids: string[] = [];
  let after: string | null = null;
  do {
    const page: { items: readonly { id: string }[]; next: string | null } = await locals.api(listBankTransactions, {
      query: { ...query, ...(after === null ? {} : { after }) },
    });
    ids.push(...page.items.map(({ id }) => id));
    after = page.next;
  } while (after !== null && ids.length < maximumIds);
  return ids.slice(0, maximumIds);
}

function queryOf(address: string) {
  return toQuery(readFilters(new URLSearchParams(address)));
}
