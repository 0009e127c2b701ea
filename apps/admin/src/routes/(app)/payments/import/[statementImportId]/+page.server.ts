import {
  cancelStatementImport,
  chooseStatementAccount,
  getConnection,
  getStatementImport,
  listImportedMovements,
  MovementOutcome,
  ProblemError,
  startStatementImport,
  undoStatementImport,
} from '@onfact-ponto/api-contract';
import { fail, redirect, type RequestEvent } from '@sveltejs/kit';
import { decideFromForm } from '#lib/server/decide-duplicate.ts';
import { formText } from '#lib/form-text.ts';
import { requireId } from '#lib/server/require-id.ts';
import { problemOf } from '../import-words.ts';
import { readChoice } from './account-choice.ts';
import { overviewOf, stageOf } from './overview.ts';
import type { Actions, PageServerLoad } from './$types';

const movementsOnPage = 50;

export const load: PageServerLoad = async ({ locals, params, url, depends, parent }) => {
  depends('ponto:statement-import');
  requireId(locals, params.statementImportId);
  const mayImport = (await parent()).company.role === 'administrator';
  const [statementImport, connection] = await Promise.all([
    locals.api(getStatementImport, { params }),
    mayImport ? null : locals.api(getConnection, {}),
  ]);
  const stage = stageOf(statementImport.state);
  const outcome = MovementOutcome.safeParse(url.searchParams.get('outcome')).data;
  const after = url.searchParams.get('after') ?? undefined;
  const isAboutFiles = url.searchParams.get('outcome') === 'rejected';
  return {
    overview: overviewOf(statementImport, Number(url.searchParams.get('page') ?? 1)),
    stage,
    mayImport,
    managers: connection?.managers ?? [],
    tab: isAboutFiles ? ('rejected' as const) : (outcome ?? ('all' as const)),
    isFirstPage: after === undefined,
    movements:
      stage === 'report' && !isAboutFiles
        ? await locals.api(listImportedMovements, {
            params,
            query: {
              limit: movementsOnPage,
              ...(outcome ? { outcome } : {}),
              ...(after === undefined ? {} : { after }),
            },
          })
        : null,
    asksToUndo: url.searchParams.has('undo'),
  };
};

export const actions: Actions = {
  choose: async (event) => {
    const form = await event.request.formData();
    return change(event, () =>
      event.locals.api(chooseStatementAccount, {
        params: event.params,
        body: {
          reference: formText(form, 'reference'),
          currency: formText(form, 'currency'),
          choice: readChoice(formText(form, 'choice')),
        },
      }),
    );
  },

  start: (event) => change(event, () => event.locals.api(startStatementImport, { params: event.params })),

  cancel: (event) => change(event, () => event.locals.api(cancelStatementImport, { params: event.params })),

  undo: (event) => change(event, () => event.locals.api(undoStatementImport, { params: event.params })),

  decide: async ({ locals, request }) => {
    const result = await decideFromForm(locals, await request.formData());
    return 'standing' in result ? undefined : result;
  },
};

/** The page says itself that an import runs or has ended, so coming too late for that is no failure. */
const comeTooLate = ['statement_import_started', 'statement_import_not_running'];

async function change({ params, url }: RequestEvent<{ statementImportId: string }>, call: () => Promise<unknown>) {
  try {
    await call();
  } catch (error) {
    if (!(error instanceof ProblemError) || error.problem.status === 404) throw error;
    const { code, status } = error.problem;
    if (!comeTooLate.includes(code)) return fail(status, { problem: problemOf(code) });
  }
  const page = url.searchParams.get('page');
  redirect(
    303,
    `/payments/import/${params.statementImportId}${page === null ? '' : `?page=${encodeURIComponent(page)}`}`,
  );
}
