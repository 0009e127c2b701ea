import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import {
  getStatementImport,
  getStatementImportReport,
  listStatementImports,
  startStatementImport,
  undoStatementImport,
} from '@onfact-ponto/api-contract';
import type { StatementImport } from '@onfact-ponto/api-contract';
import { Command } from 'commander';
import type { Api } from '../api.ts';
import { describeImport } from '../statement-words.ts';

export type Terminal = Readonly<{
  print(text: string): void;
  write(bytes: Uint8Array): Promise<void>;
  wait(ms: number): Promise<void>;
}>;

/** The command found what it cannot go on with; its message is for the person at the terminal. */
export class CommandError extends Error {
  override readonly name = 'CommandError';
}

const pollMs = 500;

/** `onfact-ponto statements …`: what the page "CODA importeren" does, for scripts. */
export function statementsCommand(openApi: () => Api, terminal: Terminal): Command {
  const command = new Command('statements').description('Import CODA statements of account');
  const printImport = (found: StatementImport, json: boolean) => {
    terminal.print(json ? JSON.stringify(found) : describeImport(found).join('\n'));
  };
  const json = ['--json', 'one JSON object, as the api gives it', false] as const;

  command
    .command('preview')
    .description('Look at files without importing them')
    .argument('<file...>', 'CODA files, or zips of them')
    .option(...json)
    .action(async (files: string[], options: { json: boolean }) => {
      printImport(await openApi().upload(await readFiles(files)), options.json);
    });

  command
    .command('import')
    .description('Import files, and wait until it is done; files with errors are left out and make it fail')
    .argument('<file...>', 'CODA files, or zips of them')
    .option(...json)
    .action(async (files: string[], options: { json: boolean }) => {
      const api = openApi();
      const preview = await api.upload(await readFiles(files));
      const isRefused = preview.files.some(({ state }) => state === 'refused');
      const isNew = preview.files.some(({ statements }) => statements.some(({ state }) => state === 'ready'));
      const end = isNew ? await importAndWait(api, preview.id, terminal) : preview;
      printImport(end, options.json);
      if (!isNew && !isRefused)
        terminal.print('Nothing to import: all of it is there already, or belongs to no known account.');
      if (isRefused || end.state === 'failed') throw new CommandError('Not all files were imported.');
    });

  command
    .command('list')
    .description('The imports, newest first')
    .option(...json)
    .action(async (options: { json: boolean }) => {
      const { items } = await openApi().call(listStatementImports, { query: { limit: 100 } });
      for (const item of items) {
        const { counts } = item;
        const line = `${item.id}  ${item.createdAt}  ${item.state}  ${counts.new} new  ${item.files.map(({ name }) => name).join(', ')}`;
        terminal.print(options.json ? JSON.stringify(item) : line);
      }
    });

  command
    .command('show')
    .description('One import: preview, progress or result')
    .argument('<id>')
    .option(...json)
    .action(async (id: string, options: { json: boolean }) => {
      printImport(await openApi().call(getStatementImport, { params: { statementImportId: id } }), options.json);
    });

  command
    .command('report')
    .description('The result as CSV, on standard output')
    .argument('<id>')
    .option('--format <format>', 'local or iso', 'iso')
    .option('--language <language>', 'nl, fr or en', 'nl')
    .action(async (id: string, { format, language }: { format: string; language: string }) => {
      const path = getStatementImportReport.path.replace('{statementImportId}', encodeURIComponent(id));
      const answer = await openApi().read(`${path}?${new URLSearchParams({ format, language }).toString()}`);
      if (!answer.ok) throw new CommandError(`The report could not be read: ${answer.status}.`);
      for await (const piece of answer.body ?? []) await terminal.write(piece as Uint8Array);
    });

  command
    .command('undo')
    .description('Take an import back')
    .argument('<id>')
    .option(...json)
    .action(async (id: string, options: { json: boolean }) => {
      printImport(await openApi().call(undoStatementImport, { params: { statementImportId: id } }), options.json);
    });

  return command;
}

async function importAndWait(api: Api, statementImportId: string, terminal: Terminal): Promise<StatementImport> {
  let found = await api.call(startStatementImport, { params: { statementImportId } });
  while (found.state === 'waiting' || found.state === 'importing') {
    await terminal.wait(pollMs);
    found = await api.call(getStatementImport, { params: { statementImportId } });
  }
  return found;
}

async function readFiles(paths: readonly string[]): Promise<File[]> {
  return Promise.all(
    paths.map(async (path) => {
      try {
        return new File([await readFile(path)], basename(path));
      } catch (cause) {
        throw new CommandError(`${path} cannot be read.`, { cause });
      }
    }),
  );
}
