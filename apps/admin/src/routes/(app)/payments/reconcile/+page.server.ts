import {
  explainTransaction,
  getReconciliationQueue,
  getTransactionProposals,
  listDocuments,
  type PayableDocument,
  ProblemError,
} from '@onfact-ponto/api-contract';
import { accept, acceptAll, answerTo, ignore, makeRule, reject, transfer, undo, undoRun } from './decide.server.ts';
import { readView, type View } from './view.ts';
import type { Actions, PageServerLoad } from './$types';

/** As many lines as one can look over; those behind them come up as these are finished. */
const linesInQueue = 100;

export const load: PageServerLoad = async ({ locals, url, depends }) => {
  depends('reconcile:queue');
  const view = readView(url.searchParams);
  const queue = await locals.api(getReconciliationQueue, {
    query: {
      limit: linesInQueue,
      ...(view.account === undefined ? {} : { bankAccountId: view.account }),
      ...(view.after === undefined ? {} : { after: view.after }),
      ...(view.group === undefined ? {} : { group: view.group }),
    },
  });
  const lineId = view.line ?? queue.items[0]?.transaction.id;
  const [proposals, explanation, found] = await Promise.all([
    lineId === undefined ? null : orMissing(locals.api(getTransactionProposals, { params: at(lineId) })),
    lineId === undefined || view.why === undefined ? null : explain(locals, lineId, view.why),
    view.find === undefined ? null : findDocuments(locals, view),
  ]);
  return {
    view,
    queue,
    proposals,
    explanation,
    found,
    letterKeys: locals.preferences.letterKeys,
  };
};

export const actions: Actions = {
  accept: ({ locals, request }) => answerTo(accept, locals, request),
  ignore: ({ locals, request }) => answerTo(ignore, locals, request),
  transfer: ({ locals, request }) => answerTo(transfer, locals, request),
  reject: ({ locals, request }) => answerTo(reject, locals, request),
  undo: ({ locals, request }) => answerTo(undo, locals, request),
  acceptAll: ({ locals, request }) => answerTo(acceptAll, locals, request),
  undoRun: ({ locals, request }) => answerTo(undoRun, locals, request),
  makeRule: ({ locals, request }) => answerTo(makeRule, locals, request),
};

function explain(locals: App.Locals, lineId: string, why: string) {
  const query = why === 'line' ? {} : { documentId: why };
  return orMissing(locals.api(explainTransaction, { params: at(lineId), query }));
}

async function findDocuments(locals: App.Locals, { find }: View): Promise<PayableDocument[]> {
  return (await locals.api(listDocuments, { query: { search: find, state: 'all', limit: 20 } })).items;
}

/** A link to a line or document that is not there, or not ours, still shows the queue. */
async function orMissing<Found>(answer: Promise<Found>): Promise<Found | null> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof ProblemError && (error.problem.status === 404 || error.problem.status === 400)) return null;
    throw error;
  }
}

function at(bankTransactionId: string) {
  return { bankTransactionId };
}
