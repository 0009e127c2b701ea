import {
  callRoute,
  getStatementImportReport,
  type StatementImport,
  uploadStatements,
} from '@onfact-ponto/api-contract';
import type { RequestEvent } from '@sveltejs/kit';
import type { Language } from '../i18n/language.ts';
import { asUser, type Fetch, orSentAway } from './api.ts';
import type { Config } from './config.ts';
import { download } from './download.ts';

/** Files only pass through here, piece by piece: this process never holds one. The api counts and judges them. */

const patienceMs = 5 * 60_000;

/** Passes the body of a form with files on as it comes in. */
export function uploadFiles(event: RequestEvent, config: Config, send: Fetch): Promise<StatementImport> {
  const { body, headers } = event.request;
  const sendWithFiles: Fetch = (request) =>
    send(
      new Request(request, {
        headers: { ...Object.fromEntries(request.headers), 'content-type': headers.get('content-type') ?? '' },
        body,
        // A body that is a stream needs it, and the types do not know it.
        ...{ duplex: 'half' },
      }),
    );
  return orSentAway(
    event,
    callRoute(
      asUser(event, config, sendWithFiles, AbortSignal.timeout(patienceMs)),
      config.apiOrigin,
      uploadStatements,
      {},
    ),
  );
}

/** The report of an import as the api makes it, row by row. */
export function downloadReport(
  event: RequestEvent,
  config: Config,
  send: Fetch,
  statementImportId: string,
  language: Language,
): Promise<Response> {
  return download(event, config, send, getStatementImportReport, {
    params: { statementImportId },
    query: { language },
  });
}
