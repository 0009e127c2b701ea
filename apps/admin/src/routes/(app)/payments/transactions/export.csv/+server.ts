import { exportBankTransactions } from '@onfact-ponto/api-contract';
import { getConfig } from '#lib/server/config.ts';
import { download } from '#lib/server/download.ts';
import { readFilters, toQuery } from '../filters.ts';
import type { RequestHandler } from './$types';

/** What the dialog of the list asks for: the same filters, or the lines that were ticked. */
export const GET: RequestHandler = (event) => {
  const { searchParams } = event.url;
  const ids = searchParams.get('ids');
  const query = {
    ...toQuery(readFilters(searchParams)),
    ...(ids === null ? {} : { ids }),
    language: event.locals.preferences.language,
    format: searchParams.get('format') === 'iso' ? ('iso' as const) : ('local' as const),
  };
  const name = `${fileNames[query.language]}.csv`;
  return download(event, getConfig(), fetch, exportBankTransactions, { query }, name);
};

const fileNames = { nl: 'transacties', fr: 'operations', en: 'transactions' } as const;
