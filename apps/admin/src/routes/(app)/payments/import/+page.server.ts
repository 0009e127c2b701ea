import {
  ApiUnreachableError,
  getConnection,
  listStatementImports,
  ProblemError,
  statementUploadLimits,
} from '@onfact-ponto/api-contract';
import { fail, isRedirect, redirect } from '@sveltejs/kit';
import { isTooLargeForUpload } from '#lib/server/body-size.ts';
import { getConfig } from '#lib/server/config.ts';
import { uploadFiles } from '#lib/server/statement-files.ts';
import { refusalOf, type UploadRefusal } from './refusals.ts';
import type { Actions, PageServerLoad } from './$types';

const importsOnPage = 20;

export const load: PageServerLoad = async ({ locals, url, parent }) => {
  const after = url.searchParams.get('after') ?? undefined;
  const mayImport = (await parent()).company.role === 'administrator';
  const [history, connection] = await Promise.all([
    readHistory(locals, after),
    mayImport ? null : locals.api(getConnection, {}),
  ]);
  return {
    history,
    isFirstPage: after === undefined,
    limits: statementUploadLimits,
    mayImport,
    managers: connection?.managers ?? [],
  };
};

export const actions: Actions = {
  /** The files stream through: nothing of the body is read here. */
  upload: async (event) => {
    if (isTooLargeForUpload(event.request.headers.get('content-length'))) return refuse(413, 'payload_too_large');
    const id = await uploadFiles(event, getConfig(), fetch).then(
      (statementImport) => statementImport.id,
      (error: unknown) => failureOf(error),
    );
    if (typeof id !== 'string') return id;
    redirect(303, `/payments/import/${id}`);
  },
};

/** What the page can say in words; anything else is a failure of the page. */
function failureOf(error: unknown) {
  const refusal = error instanceof ProblemError ? refusalOf(error.problem) : undefined;
  if (error instanceof ProblemError && refusal) return refuse(error.problem.status, refusal);
  if (error instanceof ApiUnreachableError) return refuse(503, 'unavailable');
  throw error;
}

function refuse(status: number, upload: UploadRefusal) {
  return fail(status, { upload });
}

/** Choosing files works without the history; what went wrong stands in its place. */
async function readHistory(locals: App.Locals, after: string | undefined) {
  try {
    const page = await locals.api(listStatementImports, {
      query: { limit: importsOnPage, ...(after === undefined ? {} : { after }) },
    });
    return { isRead: true as const, ...page };
  } catch (error) {
    if (isRedirect(error)) throw error;
    const requestId = error instanceof ProblemError ? error.problem.requestId : locals.requestId;
    return { isRead: false as const, requestId };
  }
}
