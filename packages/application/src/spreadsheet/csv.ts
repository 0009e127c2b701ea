import { pipeline, Readable } from 'node:stream';
import { stringify } from 'csv-stringify';
import { decimalsOf, formatMoney } from '@onfact-ponto/primitives';
import type { Currency } from '@onfact-ponto/primitives';

/** `local` is what a Belgian spreadsheet opens at a double click: `;`, byte order mark, comma in amounts. */
export type CsvFormat = 'local' | 'iso';

/**
 * Rows become a file while they are read: whoever reads slowly makes the rows wait, and whoever stops reading ends them.
 * Rows that fail break the file off, so that a part of it is never taken for the whole.
 */
export function csvOf(rows: AsyncIterable<string[]>, format: CsvFormat): Readable {
  const isLocal = format === 'local';
  const file = stringify({
    delimiter: isLocal ? ';' : ',',
    bom: isLocal,
    header: false,
    record_delimiter: 'windows',
  });
  // What goes wrong reaches whoever reads the file: nothing is left to say here.
  pipeline(Readable.from(rows), file, () => undefined);
  return file;
}

/** Stays a number in the spreadsheet, also below zero. */
export function amountCell(amountMinor: bigint, currency: string, format: CsvFormat): string {
  const text = formatMoney({ amountMinor, currency: currency as Currency });
  return format === 'local' && decimalsOf(currency as Currency) > 0 ? text.replace('.', ',') : text;
}

/** A spreadsheet runs a cell that begins like a formula; an apostrophe in front makes it text. */
export function inert(text: string): string {
  return /^[\s]*[=+\-@\t\r]/.test(text) ? `'${text}` : text;
}
