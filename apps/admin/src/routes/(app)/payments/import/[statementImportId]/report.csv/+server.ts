import { getConfig } from '#lib/server/config.ts';
import { downloadReport } from '#lib/server/statement-files.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = (event) =>
  downloadReport(event, getConfig(), fetch, event.params.statementImportId, event.locals.preferences.language);
