import type { Readable } from 'node:stream';
import type { Context } from '../context.ts';
import { amountCell, csvOf, inert } from '../spreadsheet/csv.ts';
import type { CsvFormat } from '../spreadsheet/csv.ts';
import { getStatementImport } from './get-import.ts';
import type { ImportView } from './get-import.ts';
import { listImportedMovements } from './list-movements.ts';
import type { ImportedMovement } from './list-movements.ts';
import { reasonOf } from './reason-words.ts';
import { columnNames, outcomeWords } from './report-words.ts';

export type ReportOptions = { language: 'nl' | 'fr' | 'en'; format: CsvFormat };

/** Read in pages, so that a report of any length takes the memory of one page. */
const pageSize = 10_000;

/**
 * The result of an import as CSV: a row for each movement, then one for each line that was rejected or odd.
 */
export async function readImportReport(
  context: Context,
  { statementImportId, ...options }: { statementImportId: string } & ReportOptions,
): Promise<Readable> {
  const view = await getStatementImport(context, { statementImportId });
  return csvOf(reportRows(context, view, options), options.format);
}

async function* reportRows(context: Context, view: ImportView, options: ReportOptions): AsyncGenerator<string[]> {
  const { statementImportId } = view.found;
  yield [...columnNames[options.language]];
  let after: ImportedMovement['place'] | undefined;
  do {
    const page = await listImportedMovements(context, {
      statementImportId,
      outcome: undefined,
      after,
      limit: pageSize,
    });
    for (const item of page.items) yield movementRow(item, options);
    after = page.next ?? undefined;
  } while (after);
  for (const { file, findings } of view.files) {
    for (const { severity, line, messages, quotedLine } of findings.issues) {
      const word = outcomeWords[options.language][severity === 'error' ? 'refused' : 'warning'];
      yield [
        inert(file.name),
        String(line ?? ''),
        word,
        '',
        '',
        '',
        '',
        '',
        '',
        inert(quotedLine ?? ''),
        inert(messages[options.language]),
      ];
    }
  }
}

function movementRow({ movement, reading, fileName, other }: ImportedMovement, options: ReportOptions): string[] {
  const words = outcomeWords[options.language];
  return [
    inert(fileName),
    String(movement.line),
    words[movement.outcome === 'explains' ? 'known' : movement.outcome],
    reading.executionDate,
    reading.valueDate,
    amountCell(movement.amountMinor, reading.currency, options.format),
    reading.currency,
    inert(reading.counterpartName ?? ''),
    inert(reading.counterpartReference ?? ''),
    inert(reading.remittanceInformation ?? ''),
    [reasonOf(movement)?.texts[options.language], other && `${words.equals} ${other.bankTransactionId}`]
      .filter(Boolean)
      .join(' '),
  ];
}
