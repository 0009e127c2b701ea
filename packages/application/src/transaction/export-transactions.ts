import type { Readable } from 'node:stream';
import { inCompany, listBankTransactions } from '@onfact-ponto/db';
import type { ListedTransaction, TransactionCursor, TransactionFilter } from '@onfact-ponto/db';
import type { Context } from '../context.ts';
import { amountCell, csvOf, inert } from '../spreadsheet/csv.ts';
import type { CsvFormat } from '../spreadsheet/csv.ts';
import { exportColumns, originWords, statusWords } from './export-words.ts';
import { searchableFilter } from './transaction-search.ts';
import type { TransactionListFilter } from './transaction-search.ts';

export type ExportOptions = { language: 'nl' | 'fr' | 'en'; format: CsvFormat };

/** Read in pages, each in a transaction of its own: a file of any length takes the memory of one page, and no lock. */
const pageSize = 5_000;

/** The lines of a filter as CSV, newest first, all that the list finds and nothing else. */
export function exportBankTransactions(
  context: Context,
  input: { filter: TransactionListFilter } & ExportOptions,
): Readable {
  return csvOf(exportRows(context, searchableFilter(input.filter), input), input.format);
}

async function* exportRows(
  context: Context,
  filter: TransactionFilter,
  options: ExportOptions,
): AsyncGenerator<string[]> {
  const { companyId } = context;
  yield [...exportColumns[options.language]];
  let before: TransactionCursor | undefined;
  let page: ListedTransaction[];
  do {
    page = await inCompany(context.db, companyId, (tx) =>
      listBankTransactions(tx, companyId, { filter, before, limit: pageSize }),
    );
    for (const line of page) yield rowOf(line, options);
    before = page.at(-1);
  } while (page.length === pageSize);
}

/** Texts that came from outside are made inert; what we wrote ourselves cannot begin like a formula. */
function rowOf(line: ListedTransaction, { language, format }: ExportOptions): string[] {
  const origins = [line.isToldByPonto ? originWords.ponto : '', line.isToldByCoda ? originWords.coda : ''];
  return [
    line.executionDate,
    line.valueDate,
    inert(line.counterpartName ?? ''),
    inert(line.counterpartReference ?? ''),
    inert(line.remittanceInformation ?? ''),
    line.structuredCommunication ?? '',
    amountCell(line.amountMinor, line.currency, format),
    line.currency,
    statusWords[language][line.status],
    inert(line.documentNumbers.join(' ')),
    inert(line.accountDescription ?? ''),
    inert(line.accountReference),
    origins.filter((word) => word !== '').join(' + '),
    inert(line.bankReference ?? ''),
    line.bankTransactionId,
  ];
}
