import { eventJson } from '../event-json.ts';
import { readCoda } from '../reader/read-coda.ts';
import type { CodaEvent, StatementStart } from '../statement.ts';
import { csvHeader, csvRow } from './csv.ts';
import { inputOf } from './input.ts';
import type { Output } from './output.ts';

export type Format = 'ndjson' | 'json' | 'csv';

/** Writes events in one of the formats, one file after the other. */
export type EventWriter = Readonly<{
  begin: () => Promise<void>;
  event: (file: string, event: CodaEvent) => Promise<void>;
  end: () => Promise<void>;
}>;

/** @returns how many errors the file has */
export async function parseFile(file: string, isStrict: boolean, writer: EventWriter): Promise<number> {
  let errors = 0;
  for await (const events of readCoda(inputOf(file), { file, strict: isStrict })) {
    for (const event of events) {
      if (event.type === 'issue' && event.severity === 'error') errors += 1;
      await writer.event(file, event);
    }
  }
  return errors;
}

export function eventWriter(format: Format, output: Output, problems: Output): EventWriter {
  if (format === 'csv') return csvWriter(output, problems);
  return format === 'json' ? jsonWriter(output) : ndjsonWriter(output);
}

function ndjsonWriter(output: Output): EventWriter {
  return {
    begin: async () => undefined,
    event: (_file, event) => output.write(`${JSON.stringify(eventJson(event))}\n`),
    end: () => output.end(),
  };
}

/** One array, an event on each line. */
function jsonWriter(output: Output): EventWriter {
  let separator = '[\n';
  return {
    begin: async () => undefined,
    async event(_file, event) {
      await output.write(`${separator}${JSON.stringify(eventJson(event))}`);
      separator = ',\n';
    },
    async end() {
      await output.write(separator === '[\n' ? '[]\n' : '\n]\n');
      await output.end();
    },
  };
}

/** Movements only; a table has no place for issues, so they go beside it. */
function csvWriter(output: Output, problems: Output): EventWriter {
  let statement: StatementStart | null = null;
  return {
    begin: () => output.write(csvHeader()),
    async event(file, event) {
      if (event.type === 'statement') statement = event;
      if (event.type === 'movement') await output.write(csvRow(file, statement, event));
      if (event.type === 'issue') await problems.write(`${JSON.stringify(event)}\n`);
    },
    async end() {
      await output.end();
      await problems.end();
    },
  };
}
